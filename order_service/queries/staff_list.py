"""The staff as managers see them, and colleagues as everybody does."""

from typing import Any

from sqlalchemy import Connection, func, select, text

from order_service.queries.floor import person
from order_service.store.tables import assistant_assignments, orders, users

_ACTIVE = text("orders.status IN ('open', 'partially_paid', 'paid')")
"""In the very words of `uq_orders_active_table`: with bound values SQLite would read all orders ever."""


def staff_list(connection: Connection) -> list[dict[str, Any]]:
    """Everybody who ever worked here, those at work first. Three reads; nothing of a PIN."""
    rows = connection.execute(select(users).order_by(users.c.is_active.desc(), users.c.name, users.c.id)).all()
    names = {row.id: row.name for row in rows}
    helps: dict[int, list[dict[str, Any]]] = {}
    pairs = select(assistant_assignments).order_by(assistant_assignments.c.waiter_id)
    for pair in connection.execute(pairs):
        helps.setdefault(pair.assistant_id, []).append(person(pair.waiter_id, names[pair.waiter_id]))
    counted = select(orders.c.opened_by, func.count()).where(_ACTIVE)
    active = {row[0]: row[1] for row in connection.execute(counted.group_by(orders.c.opened_by))}
    return [
        {
            **person(row.id, row.name),
            "username": row.username,
            "role": row.role,
            "is_active": row.is_active,
            "helps": helps.get(row.id, []),
            "active_orders": active.get(row.id, 0),
        }
        for row in rows
    ]


def staff_member(connection: Connection, user_id: int) -> dict[str, Any] | None:
    """One of `staff_list`, or None."""
    return next((row for row in staff_list(connection) if row["id"] == user_id), None)


def colleagues(connection: Connection) -> list[dict[str, Any]]:
    """Those at work, by name, as anybody signed in may see them."""
    rows = connection.execute(select(users).where(users.c.is_active).order_by(users.c.name, users.c.id))
    return [person(row.id, row.name) for row in rows]
