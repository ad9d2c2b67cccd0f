"""Who did what, the latest first: all of it, of one thing, or of one table in a span of time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, desc, or_, select, text

from order_service.domain.time_span import InvalidTimes
from order_service.queries.floor import person
from order_service.store.audit import GENESIS, row_hash
from order_service.store.tables import audit_log, orders, users

WINDOW = timedelta(days=1)
"""How far back a table's trail goes when nobody says."""

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)

_ACTIVE = text("orders.status IN ('open', 'partially_paid', 'paid')")


@dataclass(frozen=True)
class Trail:
    """What to look for; None and '' mean everything. `before`: only rows older than that id, for the next page."""

    subject: str = ""
    table_id: int | None = None
    user_id: int | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50


def audit_trail(connection: Connection, wanted: Trail, now: datetime) -> dict[str, Any]:
    """One page of the trail, and the id from which the next one goes on (None: this was the last).

    Raises:
        InvalidTimes.
    """
    since, until = _span(wanted, now)
    query = select(audit_log, users.c.name.label("who")).outerjoin(users, users.c.id == audit_log.c.user_id)
    if wanted.subject:
        query = query.where(audit_log.c.subject == wanted.subject)
    if wanted.table_id is not None:
        subjects = _subjects_at(connection, wanted.table_id, since or now - WINDOW, until or now)
        query = query.where(audit_log.c.subject.in_(subjects))
    if wanted.user_id is not None:
        query = query.where(audit_log.c.user_id == wanted.user_id)
    if wanted.action:
        query = query.where(audit_log.c.action == wanted.action)
    if since is not None:
        query = query.where(audit_log.c.at >= since)
    if until is not None:
        query = query.where(audit_log.c.at <= until)
    if wanted.before is not None:
        query = query.where(audit_log.c.id < wanted.before)
    rows = connection.execute(query.order_by(desc(audit_log.c.id)).limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    return {"entries": [_entry(row) for row in shown], "next_before": shown[-1].id if len(rows) > len(shown) else None}


def verify_chain(connection: Connection, after: int, most: int) -> dict[str, Any]:
    """Hold rows after id `after` against their hashes, `most` of them at a time.

    Returns:
        `broken_at`: id of the first row that was altered, or that follows one altered or removed; None when all holds.
    """
    last = connection.execute(
        select(audit_log.c.id, audit_log.c.hash).where(audit_log.c.id <= after).order_by(desc(audit_log.c.id)).limit(1)
    ).one_or_none()
    before, last_id, checked = (GENESIS, after, 0) if last is None else (last.hash, last.id, 0)
    rows = connection.execute(select(audit_log).where(audit_log.c.id > after).order_by(audit_log.c.id).limit(most))
    for row in rows:
        fields = (row.user_id, row.action, row.subject, row.details, row.reason, row.correlation_id)
        if row.hash != row_hash(before, row.at.astimezone(UTC).isoformat(), *fields):
            return {"ok": False, "checked": checked, "broken_at": row.id, "next_after": None}
        before, last_id, checked = row.hash, row.id, checked + 1
    more = checked == most
    return {"ok": True, "checked": checked, "broken_at": None, "next_after": last_id if more else None}


def _span(wanted: Trail, now: datetime) -> tuple[datetime | None, datetime | None]:
    since, until = wanted.since, wanted.until
    if any(at is not None and not EARLIEST <= at <= LATEST for at in (since, until)):
        raise InvalidTimes("Times are kept from 2000 to 2199.")
    if since is not None and until is not None and since > until:
        raise InvalidTimes("The span ends before it begins.")
    if wanted.table_id is not None and since is None:
        since = (until or now) - WINDOW
    return since, until


def _subjects_at(connection: Connection, table_id: int, since: datetime, until: datetime) -> list[str]:
    """The table, its orders of that time, and those that were moved from or to it."""
    first, last = ((at + shift).date().isoformat() for at, shift in ((since, -2 * WINDOW), (until, WINDOW)))
    then = or_(orders.c.business_day.between(first, last), _ACTIVE)
    found = connection.execute(select(orders.c.id, orders.c.table_id).where(then)).all()
    here = {f"order:{row.id}" for row in found if row.table_id == table_id}
    elsewhere = [f"order:{row.id}" for row in found if row.table_id != table_id]
    moved = select(audit_log.c.subject, audit_log.c.details).where(
        audit_log.c.subject.in_(elsewhere), audit_log.c.action == "order_moved"
    )
    for row in connection.execute(moved):
        if table_id in row.details.get("table_ids", ()):
            here.add(row.subject)
    return [f"table:{table_id}", *sorted(here)]


def _entry(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": row.at,
        "by": None if row.user_id is None else person(row.user_id, row.who),
        "action": row.action,
        "subject": row.subject,
        "details": row.details,
        "reason": row.reason,
        "correlation_id": row.correlation_id,
    }
