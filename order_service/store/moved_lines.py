"""Lines that are fired later, or change orders, and who may act on them then."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select, update

from order_service.store.tables import order_items, order_waiters, print_jobs
from order_service.store.unit_of_work import UnitOfWork


def fire_lines(unit: UnitOfWork, round_id: int, statuses: Mapping[int, str]) -> None:
    """Held lines become lines of a round, each with its status."""
    for status in sorted(set(statuses.values())):
        ids = [item_id for item_id, its in statuses.items() if its == status]
        unit.connection.execute(
            update(order_items).where(order_items.c.id.in_(ids)).values(status=status, round_id=round_id)
        )


def has_tickets(connection: Connection, order_id: int) -> bool:
    """A zone was told of this order, or its lines."""
    return connection.scalar(select(print_jobs.c.id).where(print_jobs.c.order_id == order_id).limit(1)) is not None


def give_lines(unit: UnitOfWork, item_ids: Sequence[int], order_id: int) -> None:
    """Whole lines are another order's now; their rounds and tickets stay what they were."""
    unit.connection.execute(update(order_items).where(order_items.c.id.in_(item_ids)).values(order_id=order_id))


def share_waiters(unit: UnitOfWork, from_order: int, to_order: int) -> None:
    """Who may act on the one may act on the other."""
    of_order = select(order_waiters.c.waiter_id).where(order_waiters.c.order_id == from_order)
    known = select(order_waiters.c.waiter_id).where(order_waiters.c.order_id == to_order)
    new = unit.connection.scalars(of_order.where(order_waiters.c.waiter_id.not_in(known))).all()
    if new:
        unit.connection.execute(
            insert(order_waiters), [{"order_id": to_order, "waiter_id": waiter_id} for waiter_id in new]
        )
