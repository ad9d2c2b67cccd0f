"""An order, whole: rounds, lines, and where each ticket is."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from order_service.domain.order import Status
from order_service.domain.permissions import Staff, require_order
from order_service.domain.pricing import quantity_text
from order_service.domain.print_job import custody_of
from order_service.queries.floor import person
from order_service.store.tables import (
    MAX_KEY,
    order_items,
    order_waiters,
    orders,
    print_jobs,
    printers,
    rounds,
    table_groups,
    tables,
    users,
    zones,
)

_slips = print_jobs.alias("slips")
_closer = users.alias("closer")

TICKET_COLUMNS = (
    print_jobs,
    _slips.c.state.label("slip_state"),
    _slips.c.ticket_number.label("slip_number"),
    zones.c.name.label("zone_name"),
    zones.c.name_en.label("zone_name_en"),
    printers.c.name.label("printer_name"),
)
TICKET_SOURCE = (
    print_jobs.join(zones, zones.c.id == print_jobs.c.zone_id)
    .join(printers, printers.c.id == print_jobs.c.printer_id)
    .outerjoin(_slips, (_slips.c.id == print_jobs.c.replaced_by) & (print_jobs.c.state == "gathered"))
)
"""A ticket that went stale is where the slip is that stands for it."""


def order_detail(connection: Connection, order_id: int, who: Staff) -> dict[str, Any] | None:
    """None when there is no such order. Five reads, however many lines; seven when some moved here.

    Raises:
        NotYourOrder: `who` may not act on it.
    """
    if order_id > MAX_KEY:
        return None
    row = connection.execute(
        select(
            orders,
            tables.c.label.label("table_label"),
            table_groups.c.name.label("section"),
            users.c.name.label("owner_name"),
            _closer.c.name.label("closer_name"),
        )
        .select_from(
            orders.join(tables, tables.c.id == orders.c.table_id)
            .join(users, users.c.id == orders.c.opened_by)
            .outerjoin(table_groups, table_groups.c.id == tables.c.group_id)
            .outerjoin(_closer, _closer.c.id == orders.c.closed_by)
        )
        .where(orders.c.id == order_id)
    ).one_or_none()
    if row is None:
        return None
    waiters = [
        person(one.id, one.name)
        for one in connection.execute(
            select(users.c.id, users.c.name)
            .join(order_waiters, order_waiters.c.waiter_id == users.c.id)
            .where(order_waiters.c.order_id == order_id)
            .order_by(users.c.id)
        )
    ]
    require_order(who, row.opened_by, frozenset(one["id"] for one in waiters), row.owner_name)
    status: Status = row.status
    return {
        "id": row.id,
        "table_id": row.table_id,
        "table_label": row.table_label,
        "section": row.section or "",
        "status": status,
        "rev": row.rev,
        "covers": row.covers,
        "opened_at": row.opened_at,
        "opened_by": person(row.opened_by, row.owner_name),
        "closed_at": row.closed_at,
        "closed_by": None if row.closer_name is None else person(row.closed_by, row.closer_name),
        "business_day": row.business_day,
        "waiters": waiters,
        "total": row.total_cents,
        "paid_total": row.paid_cents,
        "unpaid_total": row.total_cents - row.paid_cents,
        "rounds": _rounds(connection, order_id),
    }


def _rounds(connection: Connection, order_id: int) -> list[dict[str, Any]]:
    """Rounds sent on this order, and those in which lines were sent that moved here since."""
    lines = connection.execute(
        select(order_items).where(order_items.c.order_id == order_id).order_by(order_items.c.id)
    ).all()
    sent = _sent(connection, rounds.c.order_id == order_id)
    elsewhere = {line.round_id for line in lines}.difference(row.id for row in sent)
    if elsewhere:
        sent = sorted([*sent, *_sent(connection, rounds.c.id.in_(elsewhere))], key=lambda row: int(row.id))
    told = {line.cut_from or line.id for line in lines}
    tickets: dict[int | None, list[Any]] = {}
    on_paper: dict[int, bool] = {}
    for job in _jobs(connection, order_id, elsewhere):
        if job.order_id == order_id or told.intersection(job.item_ids):
            tickets.setdefault(job.round_id, []).append(job)
        custody = custody_of(job.state, job.slip_state)
        if custody != "ended":
            for item_id in job.item_ids:
                on_paper[item_id] = on_paper.get(item_id, True) and custody == "on_paper"
    items: dict[int, list[dict[str, Any]]] = {}
    for line in lines:
        items.setdefault(line.round_id, []).append(_item(line, on_paper.get(line.cut_from or line.id, False)))
    return [
        {
            "id": row.id,
            "number": row.number,
            "fired_at": row.fired_at,
            "fired_by": person(row.fired_by, row.name),
            "items": items.get(row.id, []),
            "tickets": [ticket(job) for job in tickets.get(row.id, [])],
        }
        for row in sent
        if row.id in items or row.id in tickets
    ]


def _sent(connection: Connection, which: ColumnElement[bool]) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(rounds, users.c.name)
            .join(users, users.c.id == rounds.c.fired_by)
            .where(which)
            .order_by(rounds.c.number)
        )
    )


def _jobs(connection: Connection, order_id: int, elsewhere: set[int]) -> list[Row[Any]]:
    """Tickets of this order, and of the rounds of lines that moved here; oldest first."""
    tickets = select(*TICKET_COLUMNS).select_from(TICKET_SOURCE).order_by(print_jobs.c.position)
    found = list(connection.execute(tickets.where(print_jobs.c.order_id == order_id)))
    if elsewhere:
        found += connection.execute(
            tickets.where(print_jobs.c.round_id.in_(elsewhere), print_jobs.c.order_id != order_id)
        )
    return found


def ticket(job: Any) -> dict[str, Any]:
    """A row of TICKET_COLUMNS as screens show it."""
    return {
        "job_id": job.id,
        "zone_id": job.zone_id,
        "zone_name": job.zone_name,
        "zone_name_en": job.zone_name_en,
        "printer_id": job.printer_id,
        "printer_name": job.printer_name,
        "number": job.ticket_number,
        "kind": job.document.get("ticket_kind", "new"),
        "state": job.state,
        "custody": custody_of(job.state, job.slip_state),
        "slip_number": job.slip_number,
        "reason": job.reason,
        "is_copy": bool(job.copy_mark),
        "copies_possible": job.copies_possible,
        "tries": job.tries,
        "updated_at": job.updated_at,
    }


def _item(item: Any, printed: bool) -> dict[str, Any]:
    return {
        "id": item.id,
        "product_id": item.product_id,
        "name": item.name,
        "name_en": item.name_en,
        "quantity": quantity_text(item.quantity_milli),
        "unit_price": item.unit_price_cents,
        "line_total": item.line_total_cents,
        "options": [_chosen(extra) for extra in item.options],
        "choices": [_chosen(extra) for extra in item.choices],
        "removed": [{"name": extra["name"], "name_en": extra["name_en"]} for extra in item.removed],
        "note": item.note,
        "status": item.status,
        "is_comped": item.is_comped,
        "due": 0 if item.is_comped else item.line_total_cents - item.discount_cents,
        "paid_quantity": quantity_text(item.paid_milli),
        "unit": item.unit,
        "course": item.course,
        "zone_ids": item.zone_ids,
        "printed": printed,
    }


def _chosen(extra: dict[str, Any]) -> dict[str, Any]:
    return {"name": extra["name"], "name_en": extra["name_en"], "price": extra["cents"]}
