"""Orders as a manager looks for them: by state, table, waiter and day, newest first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from order_service.domain.order import Status
from order_service.queries.floor import orders_in_trouble, person, tickets_pending
from order_service.store.orders import is_shared_with
from order_service.store.tables import IS_ACTIVE, orders, tables, users

MOST = 100
"""Orders on a page at most."""


@dataclass(frozen=True)
class OrderFilter:
    """What to look for; None is any. `before`: only orders with a smaller id, the next page's."""

    status: Status | None = None
    is_active: bool = False
    table_id: int | None = None
    waiter_id: int | None = None
    day: str | None = None
    before: int | None = None
    limit: int = 50


def order_list(connection: Connection, wanted: OrderFilter) -> dict[str, Any]:
    """A page, and where the next one starts. Three reads."""
    query = (
        select(orders, tables.c.label.label("table_label"), users.c.name.label("owner_name"))
        .join(tables, tables.c.id == orders.c.table_id)
        .join(users, users.c.id == orders.c.opened_by)
        .order_by(orders.c.id.desc())
        .limit(min(wanted.limit, MOST) + 1)
    )
    if wanted.status is not None:
        query = query.where(orders.c.status == wanted.status)
    if wanted.is_active:
        query = query.where(IS_ACTIVE)
    if wanted.table_id is not None:
        query = query.where(orders.c.table_id == wanted.table_id)
    if wanted.waiter_id is not None:
        query = query.where(or_(orders.c.opened_by == wanted.waiter_id, is_shared_with([wanted.waiter_id])))
    if wanted.day is not None:
        query = query.where(orders.c.business_day == wanted.day)
    if wanted.before is not None:
        query = query.where(orders.c.id < wanted.before)
    found = connection.execute(query).all()
    rows = found[: min(wanted.limit, MOST)]
    ids = [row.id for row in rows]
    pending = tickets_pending(connection, ids)
    in_trouble = orders_in_trouble(connection, ids)
    return {
        "orders": [
            {
                "id": row.id,
                "table_id": row.table_id,
                "table_label": row.table_label,
                "status": row.status,
                "rev": row.rev,
                "covers": row.covers,
                "opened_at": row.opened_at,
                "opened_by": person(row.opened_by, row.owner_name),
                "closed_at": row.closed_at,
                "business_day": row.business_day,
                "total": row.total_cents,
                "unpaid_total": row.total_cents - row.paid_cents,
                "print_problem": row.id in in_trouble,
                "tickets_pending": pending.get(row.id, 0),
            }
            for row in rows
        ],
        "next_before": rows[-1].id if len(found) > len(rows) else None,
    }
