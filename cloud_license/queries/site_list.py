"""The console's first screen: sites, worst first, with a count of each status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, literal, select

from cloud_license.domain.site import EXPIRING, SILENT, WORST_FIRST, Status
from cloud_license.store.sites import search_key
from cloud_license.store.tables import presence, sites


@dataclass(frozen=True)
class SitePage:
    """A page of the list.

    Attributes:
        counts: of every status among the sites that match the search, whichever status is filtered for.
        matching: sites that match search and status.
    """

    rows: Sequence[Row[Any]]
    counts: dict[Status, int]
    matching: int


def site_page(
    connection: Connection, now: datetime, *, status: Status | None, search: str, offset: int, limit: int
) -> SitePage:
    """Sites with their presence, worst first, then by name."""
    word = status_word(now)
    found = _found(search)
    counted = {row[0]: row[1] for row in connection.execute(_counts(word, found))}
    counts: dict[Status, int] = {one: counted.get(one, 0) for one in WORST_FIRST}
    query = with_presence().where(*found)
    if status is not None:
        query = query.where(word == status)
    rank = case({one: place for place, one in enumerate(WORST_FIRST)}, value=word)
    rows = connection.execute(query.order_by(rank, sites.c.name, sites.c.id).offset(offset).limit(limit)).all()
    return SitePage(rows, counts, sum(counts.values()) if status is None else counts[status])


def with_presence() -> Select[Any]:
    """Every column of a site and of its presence."""
    seen = [column for column in presence.c if column.name != "site_id"]
    return select(sites, *seen).select_from(sites.outerjoin(presence, presence.c.site_id == sites.c.site_id))


def status_word(now: datetime) -> ColumnElement[str]:
    """`domain.site.status_of` in SQL; a test holds one against the other."""
    return case(
        (sites.c.is_locked | sites.c.lock_at.is_not(None), literal("locked")),
        (sites.c.license_expires_at <= now, literal("expired")),
        (presence.c.last_seen_at.is_(None), literal("new")),
        (presence.c.last_seen_at < now - SILENT, literal("silent")),
        (sites.c.license_expires_at < now + EXPIRING, literal("expiring")),
        else_=literal("active"),
    )


def _counts(word: ColumnElement[str], found: list[ColumnElement[bool]]) -> Select[str, int]:
    joined = sites.outerjoin(presence, presence.c.site_id == sites.c.site_id)
    return select(word.label("status"), func.count()).select_from(joined).where(*found).group_by(word)


def _found(search: str) -> list[ColumnElement[bool]]:
    words = search_key(search).split()
    return [sites.c.is_active, *(sites.c.search_key.contains(word, autoescape=True) for word in words[:8])]
