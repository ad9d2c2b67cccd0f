"""Sites and their keys, read and written."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from cloud_license.domain.site import SiteNotFound, Standing, next_serial
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import site_keys, sites

STANDING = (
    sites.c.site_id,
    sites.c.serial,
    sites.c.is_active,
    sites.c.is_locked,
    sites.c.lock_reason,
    sites.c.lock_at,
    sites.c.license_expires_at,
    sites.c.offline_hours,
)
"""Columns of a Standing."""


@dataclass(frozen=True)
class Asking:
    """A site that asks, and the hashes of its keys in use."""

    standing: Standing
    hashes: tuple[str, ...]


def standing_of(row: Any) -> Standing:
    """From a row that has the columns of STANDING among others."""
    return Standing(**{column.name: getattr(row, column.name) for column in STANDING})


def site_by_id(connection: Connection, site_id: str) -> Row[Any]:
    """The whole row of a site that is registered.

    Raises:
        SiteNotFound.
    """
    query = select(sites).where(sites.c.site_id == site_id, sites.c.is_active)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise SiteNotFound("There is no such site.")
    return row


def those_who_ask(connection: Connection, site_ids: Sequence[str]) -> dict[str, Asking]:
    """Many sites at once, with their keys in use; the deregistered ones too, for they get a tombstone."""
    query = (
        select(*STANDING, site_keys.c.secret_key_hash)
        .join(site_keys, site_keys.c.site_id == sites.c.site_id)
        .where(sites.c.site_id.in_(site_ids), site_keys.c.revoked_at.is_(None))
    )
    found: dict[str, Asking] = {}
    for row in connection.execute(query):
        known = found.get(row.site_id)
        hashes = () if known is None else known.hashes
        found[row.site_id] = Asking(standing_of(row), (*hashes, row.secret_key_hash))
    return found


def change_site(unit: UnitOfWork, standing: Standing, **values: Any) -> None:
    """Write what changed for a site's box under the next serial, and wake it."""
    mine = sites.c.site_id == standing.site_id
    unit.connection.execute(update(sites).where(mine).values(serial=next_serial(standing), **values))
    unit.changed.append(standing.site_id)


def search_key(*texts: str) -> str:
    """Without case and accents, so that `ταβερνα` finds `Ταβέρνα`."""
    plain = unicodedata.normalize("NFD", " ".join(texts)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ς", "σ")
