"""Tickets on their way, tickets in trouble, and the printers they wait for."""

from typing import Any, Literal

from sqlalchemy import Connection, Select, func, select, true

from kernel.messages import CopyMark, TicketDocument
from order_service.domain.permissions import Staff
from order_service.domain.print_job import OPEN_STATES, TROUBLE_STATES, acts_on
from order_service.queries.floor import person
from order_service.queries.order_detail import TICKET_COLUMNS, TICKET_SOURCE, ticket
from order_service.store.tables import (
    IN_TROUBLE,
    IS_OPEN,
    OLDEST_FIRST,
    alerts,
    orders,
    print_jobs,
    print_log,
    printers,
    tables,
    users,
    zones,
)

QUEUE_LIMIT = 200
ENDED = 50

Which = Literal["open", "trouble", "ended"]


def print_queue(connection: Connection, which: Which | None = None, printer_id: str = "") -> list[dict[str, Any]]:
    """Tickets on their way and in trouble, oldest first; or those that ended, the latest first.

    Args:
        which: only these; `trouble` is what somebody must settle, or has an open alert.
        printer_id: only those of this printer.
    """
    is_mine = print_jobs.c.printer_id == printer_id if printer_id else true()
    mine = _jobs().where(is_mine)
    if which == "ended":
        ended = mine.where(print_jobs.c.state.not_in((*OPEN_STATES, *TROUBLE_STATES)))
        return [_queued(row) for row in connection.execute(ended.order_by(print_jobs.c.position.desc()).limit(ENDED))]
    wanted = []
    if which != "trouble":
        wanted.append(mine.where(IS_OPEN).order_by(OLDEST_FIRST).limit(QUEUE_LIMIT))
    if which != "open":
        wanted.append(mine.where(IN_TROUBLE).order_by(OLDEST_FIRST).limit(QUEUE_LIMIT))
        wanted.append(_jobs(must_alarm=True).where(is_mine))
    rows = {row.position: row for query in wanted for row in connection.execute(query)}
    return [_queued(rows[position]) for position in sorted(rows)[:QUEUE_LIMIT]]


def print_job(connection: Connection, job_id: str) -> dict[str, Any] | None:
    """One job, in any state."""
    row = connection.execute(_jobs().where(print_jobs.c.id == job_id)).one_or_none()
    return None if row is None else _queued(row)


def paper_of(connection: Connection, job_id: str) -> tuple[TicketDocument, dict[str, Any], CopyMark] | None:
    """What stands on a ticket, how its printer is spoken to, and its mark; None when there is no such ticket."""
    wanted = (
        select(print_jobs.c.document, print_jobs.c.copy_mark, printers.c.capabilities)
        .join(printers, printers.c.id == print_jobs.c.printer_id)
        .where(print_jobs.c.id == job_id)
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else (TicketDocument.model_validate(row.document), row.capabilities, row.copy_mark)


def attempts_at(connection: Connection, job_id: str) -> list[dict[str, Any]]:
    """What the agent tried, oldest first."""
    wanted = select(print_log).where(print_log.c.job_id == job_id).order_by(print_log.c.id)
    return [
        {"attempt": row.attempt, "at": row.printed_at, "success": row.success, "reason": row.error_message}
        for row in connection.execute(wanted)
    ]


def open_alerts(connection: Connection, who: Staff) -> list[dict[str, Any]]:
    """Alerts somebody must act on: a waiter's own rounds', a manager's all; oldest first."""
    places = connection.execute(select(printers.c.id).where(printers.c.is_active).order_by(printers.c.id)).scalars()
    active = list(places)
    wanted = _jobs(must_alarm=True).order_by(alerts.c.id)
    if not who.manages:
        wanted = wanted.where(alerts.c.sender_id == who.id)
    return [
        _queued(row)
        | {
            "id": row.alert_id,
            "cause": row.cause,
            "reason": row.alert_reason,
            "raised_at": row.raised_at,
            "can_divert_to": [printer for printer in active if printer != row.printer_id],
        }
        for row in connection.execute(wanted)
    ]


def printer_list(connection: Connection) -> list[dict[str, Any]]:
    """Configured printers with their zones, queues and stand-ins; presence is the API's to add."""
    waiting = (
        select(print_jobs.c.printer_id, func.count().label("waiting"), func.min(print_jobs.c.position).label("oldest"))
        .where(IS_OPEN)
        .group_by(print_jobs.c.printer_id)
        .subquery()
    )
    troubled = (
        select(print_jobs.c.printer_id, func.count().label("troubled"))
        .where(IN_TROUBLE)
        .group_by(print_jobs.c.printer_id)
        .subquery()
    )
    last_paper = (
        select(func.max(print_log.c.id))
        .where(print_log.c.printer_id == printers.c.id, print_log.c.success)
        .correlate(printers)
        .scalar_subquery()
    )
    oldest = print_jobs.alias("oldest")
    stand_in = printers.alias("stand_in")
    rows = connection.execute(
        select(
            printers,
            zones.c.name.label("zone_name"),
            zones.c.name_en.label("zone_name_en"),
            waiting.c.waiting,
            troubled.c.troubled,
            oldest.c.created_at.label("waiting_since"),
            print_log.c.printed_at,
            stand_in.c.name.label("stand_in_name"),
            users.c.name.label("diverter_name"),
        )
        .select_from(
            printers.join(zones, zones.c.id == printers.c.zone_id)
            .outerjoin(waiting, waiting.c.printer_id == printers.c.id)
            .outerjoin(troubled, troubled.c.printer_id == printers.c.id)
            .outerjoin(oldest, oldest.c.position == waiting.c.oldest)
            .outerjoin(print_log, print_log.c.id == last_paper)
            .outerjoin(stand_in, stand_in.c.id == printers.c.diverted_to)
            .outerjoin(users, users.c.id == printers.c.diverted_by)
        )
        .where(printers.c.deleted_at.is_(None))
        .order_by(printers.c.id)
    )
    return [
        {
            "id": row.id,
            "name": row.name,
            "zone_id": row.zone_id,
            "zone_name": row.zone_name,
            "zone_name_en": row.zone_name_en,
            "is_active": row.is_active,
            "is_paused": row.is_paused,
            "waiting": row.waiting or 0,
            "waiting_since": row.waiting_since,
            "in_trouble": row.troubled or 0,
            "last_printed_at": row.printed_at,
            "backup_id": row.backup_id,
            "takeover_after_s": row.takeover_after_s,
            "diverted_to": row.diverted_to,
            "diverted_to_name": row.stand_in_name or "",
            "diverted_at": row.diverted_at,
            "diverted_by": row.diverter_name or "",
        }
        for row in rows
    ]


def _jobs(*, must_alarm: bool = False) -> Select[Any]:
    """Tickets with their open alerts; only those that have one when they must."""
    is_its_alert = (alerts.c.job_id == print_jobs.c.id) & alerts.c.acted_at.is_(None)
    source = TICKET_SOURCE.join(alerts, is_its_alert) if must_alarm else TICKET_SOURCE.outerjoin(alerts, is_its_alert)
    return select(
        *TICKET_COLUMNS,
        tables.c.label.label("table_label"),
        alerts.c.id.label("alert_id"),
        alerts.c.cause,
        alerts.c.raised_at,
        alerts.c.reason.label("alert_reason"),
        users.c.id.label("taker_id"),
        users.c.name.label("taker"),
    ).select_from(
        source.outerjoin(orders, orders.c.id == print_jobs.c.order_id)
        .outerjoin(tables, tables.c.id == orders.c.table_id)
        .outerjoin(users, users.c.id == alerts.c.acted_by)
    )


def _queued(row: Any) -> dict[str, Any]:
    return ticket(row) | {
        "order_id": row.order_id,
        "table_label": row.table_label or row.document.get("table_label", ""),
        "created_at": row.created_at,
        "lines": _says(row.document),
        "alert_id": row.alert_id,
        "taken_by": None if row.taker is None else person(row.taker_id, row.taker),
        "acts": acts_on(row.state),
    }


def _says(document: dict[str, Any]) -> list[str]:
    """What stands on it, in short: a line each; of a catch-up slip, a line for each ticket it stands for."""
    late = [f"#{one['number']:04d} {one.get('table_label', '')}".strip() for one in document.get("late", [])]
    lines = [
        f"{line['quantity']} {line['name']}"
        for course in document.get("courses", [])
        for line in course.get("lines", [])
    ]
    changed = [f"{one['after']['quantity']} {one['after']['name']}" for one in document.get("changes", [])]
    return _moved(document) + late + changed + lines


def _moved(document: dict[str, Any]) -> list[str]:
    """What a move slip says first."""
    return [f"{document['moved_from']} -> {document['table_label']}"] if document.get("moved_from") else []
