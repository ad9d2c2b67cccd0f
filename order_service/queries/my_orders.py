"""A waiter's own active orders."""

from typing import Any

from sqlalchemy import Connection, select

from order_service.domain.permissions import Staff
from order_service.queries.floor import orders_in_trouble, tickets_pending
from order_service.store.orders import concerns
from order_service.store.tables import IS_ACTIVE, orders, tables


def my_orders(connection: Connection, who: Staff) -> list[dict[str, Any]]:
    """Active orders that `who` opened, shares or assists with, oldest first. Three reads."""
    rows = connection.execute(
        select(orders, tables.c.label.label("table_label"))
        .join(tables, tables.c.id == orders.c.table_id)
        .where(IS_ACTIVE, concerns(who.id, who.assists))
        .order_by(orders.c.id)
    ).all()
    ids = [row.id for row in rows]
    pending = tickets_pending(connection, ids)
    in_trouble = orders_in_trouble(connection, ids)
    return [
        {
            "id": row.id,
            "table_id": row.table_id,
            "table_label": row.table_label,
            "status": row.status,
            "rev": row.rev,
            "opened_at": row.opened_at,
            "total": row.total_cents,
            "unpaid_total": row.total_cents - row.paid_cents,
            "print_problem": row.id in in_trouble,
            "tickets_pending": pending.get(row.id, 0),
        }
        for row in rows
    ]
