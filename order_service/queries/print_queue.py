"""Tickets on their way, tickets in trouble, and the printers they wait for."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from order_service.domain.permissions import Staff
from order_service.queries.floor import person
from order_service.queries.order_detail import TICKET_COLUMNS, TICKET_SOURCE, ticket
from order_service.store.tables import IS_OPEN, OLDEST_FIRST, alerts, orders, print_jobs, printers, tables, users, zones

QUEUE_LIMIT = 200


def print_queue(connection: Connection) -> list[dict[str, Any]]:
    """Jobs that are not on paper or have an open alert, oldest first, at most QUEUE_LIMIT."""
    on_their_way = _jobs().where(IS_OPEN).order_by(OLDEST_FIRST).limit(QUEUE_LIMIT)
    in_trouble = _jobs().join(alerts, alerts.c.job_id == print_jobs.c.id).where(alerts.c.acted_at.is_(None))
    rows = {row.position: row for wanted in (on_their_way, in_trouble) for row in connection.execute(wanted)}
    return [_queued(rows[position]) for position in sorted(rows)[:QUEUE_LIMIT]]


def print_job(connection: Connection, job_id: str) -> dict[str, Any] | None:
    """One job, in any state."""
    row = connection.execute(_jobs().where(print_jobs.c.id == job_id)).one_or_none()
    return None if row is None else _queued(row)


def open_alerts(connection: Connection, who: Staff) -> list[dict[str, Any]]:
    """Alerts somebody must act on: a waiter's own rounds', a manager's all; oldest first."""
    places = connection.execute(select(printers.c.id).where(printers.c.is_active).order_by(printers.c.id)).scalars()
    active = list(places)
    wanted = (
        _jobs()
        .add_columns(
            alerts.c.id.label("alert_id"),
            alerts.c.cause,
            alerts.c.raised_at,
            alerts.c.reason.label("alert_reason"),
            users.c.id.label("taker_id"),
            users.c.name.label("taker"),
        )
        .join(alerts, alerts.c.job_id == print_jobs.c.id)
        .outerjoin(users, users.c.id == alerts.c.acted_by)
        .where(alerts.c.acted_at.is_(None))
        .order_by(alerts.c.id)
    )
    if not who.manages:
        wanted = wanted.where(alerts.c.sender_id == who.id)
    return [
        _queued(row)
        | {
            "id": row.alert_id,
            "cause": row.cause,
            "reason": row.alert_reason,
            "raised_at": row.raised_at,
            "taken_by": None if row.taker is None else person(row.taker_id, row.taker),
            "can_divert_to": [printer for printer in active if printer != row.printer_id],
        }
        for row in connection.execute(wanted)
    ]


def printer_list(connection: Connection) -> list[dict[str, Any]]:
    """Configured printers with their zones and how many tickets wait; presence is the API's to add."""
    waiting = (
        select(print_jobs.c.printer_id, func.count().label("waiting"))
        .where(IS_OPEN)
        .group_by(print_jobs.c.printer_id)
        .subquery()
    )
    rows = connection.execute(
        select(printers, zones.c.name.label("zone_name"), zones.c.name_en.label("zone_name_en"), waiting.c.waiting)
        .join(zones, zones.c.id == printers.c.zone_id)
        .outerjoin(waiting, waiting.c.printer_id == printers.c.id)
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
            "waiting": row.waiting or 0,
        }
        for row in rows
    ]


def _jobs() -> Select[Any]:
    return select(*TICKET_COLUMNS, tables.c.label.label("table_label")).select_from(
        TICKET_SOURCE.join(orders, orders.c.id == print_jobs.c.order_id).join(tables, tables.c.id == orders.c.table_id)
    )


def _queued(row: Any) -> dict[str, Any]:
    return ticket(row) | {
        "order_id": row.order_id,
        "table_label": row.table_label,
        "created_at": row.created_at,
        "lines": _moved(row.document)
        + [
            f"{line['quantity']} {line['name']}"
            for course in row.document.get("courses", [])
            for line in course.get("lines", [])
        ],
    }


def _moved(document: dict[str, Any]) -> list[str]:
    """What a move slip says first."""
    return [f"{document['moved_from']} -> {document['table_label']}"] if document.get("moved_from") else []
