"""What happened at a table: the audit log and the papers of its orders, in the order of time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, literal, or_, select

from order_service.domain.house_rules import HouseRules
from order_service.domain.time_span import InvalidTimes
from order_service.store.tables import IS_ACTIVE, MAX_KEY, audit_log, orders, print_jobs, print_log, tables, users

LONGEST = timedelta(days=31)
ENTRIES = 500
MARGIN = timedelta(minutes=10)
STANDS = timedelta(days=7)
"""How long before the time asked for an order may have been opened that was closed since."""


def local_time(text: str, rules: HouseRules) -> datetime:
    """A time as a person asks for it, aware; without a zone it is the restaurant's. Raises InvalidTimes."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidTimes(f"'{text[:40]}' is not a time.") from None
    if not 2000 <= at.year < 2200:
        raise InvalidTimes(f"'{text[:40]}' is too far away.")
    return at if at.tzinfo is not None else at.replace(tzinfo=rules.zone)


def table_trail(connection: Connection, table_id: int, since: datetime, until: datetime) -> dict[str, Any] | None:
    """Who did what at a table from `since` to `until`, oldest first, at most ENTRIES; None when there is no such table.

    Of every order that stood on it in that time, also of those moved there or away, with all they went through in it.
    Five reads.

    Raises:
        InvalidTimes: backwards, or over LONGEST.
    """
    if since > until or until - since > LONGEST:
        raise InvalidTimes("Not a stretch of time of up to 31 days.")
    table = connection.execute(select(tables).where(tables.c.id == min(table_id, MAX_KEY))).one_or_none()
    if table is None:
        return None
    order_ids = _orders_there(connection, table, since, until)
    entries = _changes(connection, [f"table:{table_id}", *(f"order:{one}" for one in order_ids)], since, until)
    entries += _papers(connection, order_ids, since, until)
    entries.sort(key=lambda entry: entry["at"])
    return {
        "table_id": table.id,
        "table_label": table.label,
        "entries": entries[:ENTRIES],
        "is_complete": len(entries) <= ENTRIES,
    }


def _orders_there(connection: Connection, table: Any, since: datetime, until: datetime) -> list[int]:
    """Orders that stood on the table; those opened up to STANDS before are looked at, and what stands there still."""
    first = (since.astimezone(UTC) - STANDS).date().isoformat()
    last = (until.astimezone(UTC) + timedelta(days=1)).date().isoformat()
    then = and_(
        orders.c.business_day.between(first, last),
        orders.c.opened_at <= until + MARGIN,
        or_(orders.c.closed_at.is_(None), orders.c.closed_at >= since - MARGIN),
    )
    here = select(orders.c.id).where(then, orders.c.table_id + 0 == table.id)  # + 0: by day, not all of the table ever
    still = select(orders.c.id).where(orders.c.table_id == table.id, IS_ACTIVE)
    found = set(connection.scalars(here.union(still)))
    moved = select(orders.c.id, audit_log.c.details).where(
        then,
        audit_log.c.subject == literal("order:") + cast(orders.c.id, String),
        audit_log.c.action == "order_moved",
    )
    for row in connection.execute(moved):
        if table.label in (row.details.get("from"), row.details.get("to")):
            found.add(row.id)
    return sorted(found)[-ENTRIES:]


def order_trail(connection: Connection, order_id: int) -> list[dict[str, Any]]:
    """All that was ever done to an order, oldest first, at most ENTRIES."""
    return _changes(connection, [f"order:{order_id}"], None, None)


def _changes(
    connection: Connection, subjects: list[str], since: datetime | None, until: datetime | None
) -> list[dict[str, Any]]:
    within: ColumnElement[bool] = literal(True)
    if since is not None and until is not None:
        within = audit_log.c.at.between(since, until)
    rows = connection.execute(
        select(audit_log, users.c.name)
        .outerjoin(users, users.c.id == audit_log.c.user_id)
        .where(audit_log.c.subject.in_(subjects), within)
        .order_by(audit_log.c.id)
        .limit(ENTRIES + 1)
    )
    return [
        {
            "at": row.at,
            "who": row.name or "",
            "what": row.action,
            "order_id": int(row.subject[6:]) if row.subject.startswith("order:") else None,
            "reason": row.reason,
            "details": row.details,
            "correlation_id": row.correlation_id,
        }
        for row in rows
    ]


def _papers(connection: Connection, order_ids: list[int], since: datetime, until: datetime) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(print_log, print_jobs.c.ticket_number, print_jobs.c.correlation_id)
        .join(print_jobs, print_jobs.c.id == print_log.c.job_id)
        .where(print_jobs.c.order_id.in_(order_ids), print_log.c.printed_at.between(since, until))
        .order_by(print_log.c.id)
        .limit(ENTRIES + 1)
    )
    return [
        {
            "at": row.printed_at,
            "who": "",
            "what": "ticket_printed" if row.success else "ticket_not_printed",
            "order_id": row.order_id,
            "reason": row.error_message,
            "details": {"printer": row.printer_id, "number": row.ticket_number, "job": row.job_id},
            "correlation_id": row.correlation_id,
        }
        for row in rows
    ]
