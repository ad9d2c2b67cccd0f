"""The console's page of one site: its facts, its keys, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, desc, select

from cloud_license.domain.site import SiteNotFound
from cloud_license.queries.site_list import with_presence
from cloud_license.store.tables import admins, audit_log, heartbeats, site_keys, sites


@dataclass(frozen=True)
class SiteFacts:
    """A site, its presence, its keys in use."""

    row: Row[Any]
    keys: Sequence[Row[int, datetime]]


@dataclass(frozen=True)
class Happening:
    """A line of the timeline: an action of a person, or the heartbeats of one window."""

    at: datetime
    kind: str
    who: str = ""
    reason: str = ""
    details: dict[str, Any] | None = None
    beats: int = 0
    ip: str = ""
    version: str = ""
    health: dict[str, Any] | None = None


def site_facts(connection: Connection, site_id: str) -> SiteFacts:
    """All that is known.

    Raises:
        SiteNotFound.
    """
    row = connection.execute(with_presence().where(sites.c.site_id == site_id, sites.c.is_active)).one_or_none()
    if row is None:
        raise SiteNotFound("There is no such site.")
    in_use = (site_keys.c.site_id == site_id) & site_keys.c.revoked_at.is_(None)
    keys = connection.execute(
        select(site_keys.c.id, site_keys.c.created_at).where(in_use).order_by(site_keys.c.id)
    ).all()
    return SiteFacts(row, keys)


def timeline(connection: Connection, site_id: str, before: datetime, limit: int) -> list[Happening]:
    """What happened before a moment, the latest first. Works for deregistered sites, too.

    Raises:
        SiteNotFound.
    """
    if connection.scalar(select(sites.c.id).where(sites.c.site_id == site_id)) is None:
        raise SiteNotFound("There is no such site.")
    merged = [*_actions(connection, site_id, before, limit), *_beats(connection, site_id, before, limit)]
    return sorted(merged, key=lambda one: one.at, reverse=True)[:limit]


def _actions(connection: Connection, site_id: str, before: datetime, limit: int) -> list[Happening]:
    rows = connection.execute(
        select(audit_log, admins.c.username)
        .outerjoin(admins, admins.c.id == audit_log.c.admin_id)
        .where(audit_log.c.site_id == site_id, audit_log.c.at < before)
        .order_by(desc(audit_log.c.id))
        .limit(limit)
    )
    return [Happening(row.at, row.action, row.username or "", row.reason, row.details) for row in rows]


def _beats(connection: Connection, site_id: str, before: datetime, limit: int) -> list[Happening]:
    rows = connection.execute(
        select(heartbeats)
        .where(heartbeats.c.site_id == site_id, heartbeats.c.last_at < before)
        .order_by(desc(heartbeats.c.last_at))
        .limit(limit)
    )
    return [
        Happening(row.last_at, "heartbeats", beats=row.beats, ip=row.ip, version=row.version, health=row.health)
        for row in rows
    ]
