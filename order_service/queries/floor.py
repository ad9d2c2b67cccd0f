"""The floor: every table and what stands on it."""

from typing import Any

from sqlalchemy import Connection, and_, func, select

from order_service.domain.permissions import Staff, initials, may_act
from order_service.store.tables import (
    IS_ACTIVE,
    IS_OPEN,
    alerts,
    order_waiters,
    orders,
    print_jobs,
    table_groups,
    tables,
    users,
)


def floor(connection: Connection, who: Staff) -> list[dict[str, Any]]:
    """Tables in use, by number, with their active orders as `who` may see them. Four reads."""
    rows = connection.execute(
        select(
            tables,
            orders.c.id.label("order_id"),
            orders.c.status,
            orders.c.rev,
            orders.c.opened_at,
            orders.c.opened_by,
            orders.c.covers,
            orders.c.total_cents,
            orders.c.paid_cents,
            users.c.name.label("owner_name"),
        )
        .select_from(
            tables.outerjoin(orders, and_(orders.c.table_id == tables.c.id, IS_ACTIVE)).outerjoin(
                users, users.c.id == orders.c.opened_by
            )
        )
        .where(tables.c.is_active | orders.c.id.is_not(None))
        .order_by(tables.c.number)
    ).all()
    order_ids = [row.order_id for row in rows if row.order_id is not None]
    waiters = waiters_by_order(connection, order_ids)
    pending = tickets_pending(connection, order_ids)
    in_trouble = orders_in_trouble(connection, order_ids)
    return [
        {
            "id": row.id,
            "number": row.number,
            "label": row.label,
            "is_active": row.is_active,
            "group_id": row.group_id,
            "order": None
            if row.order_id is None
            else {
                "id": row.order_id,
                "status": row.status,
                "rev": row.rev,
                "opened_at": row.opened_at,
                "opened_by": person(row.opened_by, row.owner_name),
                "covers": row.covers,
                "total": row.total_cents,
                "unpaid_total": row.total_cents - row.paid_cents,
                "is_mine": may_act(who, row.opened_by, waiters.get(row.order_id, frozenset())),
                "print_problem": row.order_id in in_trouble,
                "tickets_pending": pending.get(row.order_id, 0),
            },
        }
        for row in rows
    ]


def sections(connection: Connection) -> list[dict[str, Any]]:
    """Table groups in their order."""
    rows = connection.execute(select(table_groups).order_by(table_groups.c.sort_order, table_groups.c.id))
    return [dict(row._mapping) for row in rows]


def person(user_id: int, name: str) -> dict[str, Any]:
    """A colleague as screens show one."""
    return {"id": user_id, "name": name, "initials": initials(name)}


def waiters_by_order(connection: Connection, order_ids: list[int]) -> dict[int, frozenset[int]]:
    """Ids of those on each order."""
    found: dict[int, set[int]] = {}
    for row in connection.execute(select(order_waiters).where(order_waiters.c.order_id.in_(order_ids))):
        found.setdefault(row.order_id, set()).add(row.waiter_id)
    return {order_id: frozenset(ids) for order_id, ids in found.items()}


def tickets_pending(connection: Connection, order_ids: list[int]) -> dict[int, int]:
    """How many tickets of each order are on their way to paper."""
    rows = connection.execute(
        select(print_jobs.c.order_id, func.count())
        .where(print_jobs.c.order_id.in_(order_ids), IS_OPEN)
        .group_by(print_jobs.c.order_id)
    )
    return {row[0]: row[1] for row in rows}


def orders_in_trouble(connection: Connection, order_ids: list[int]) -> frozenset[int]:
    """Orders with a ticket that somebody must look after."""
    chosen = select(alerts.c.order_id).where(alerts.c.order_id.in_(order_ids), alerts.c.acted_at.is_(None))
    return frozenset(connection.scalars(chosen))
