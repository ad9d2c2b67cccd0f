"""Who else acts on an order: take it over from a colleague, add one, let one go. Each leaves a trace."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from kernel.errors import Conflict, NotFound
from order_service.commands.fire_round import OrderNotFound
from order_service.commands.order_change import find_order
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import ACTIVE, OrderAlreadyClosed
from order_service.domain.permissions import Staff
from order_service.domain.staffing import PersonNotFound
from order_service.store.audit import record
from order_service.store.orders import OrderRow, order_by_id, waiters_of
from order_service.store.tables import order_waiters, users
from order_service.store.unit_of_work import UnitOfWork


class OpenerStays(Conflict):
    """Who opened an order stays on it."""

    code = "opener-stays"
    hint = "A colleague can take the table over; the order keeps the name of who opened it."


class NotOnOrder(NotFound):
    """This colleague is not on the order."""

    code = "not-on-order"
    hint = "Refresh the order and look who serves it now."


@dataclass(frozen=True)
class ShareOrder:
    """A tap about who acts on an order. It changes no money, so no phone has to look again before it pays."""

    order_id: int
    by: Staff
    correlation_id: str
    rev: None = None


def take_over(unit: UnitOfWork, request: ShareOrder, reason: str) -> OrderRow:
    """From now on `by` acts on a colleague's order, too. Doing it again changes nothing.

    Raises:
        OrderNotFound, OrderAlreadyClosed.
    """
    order = order_by_id(unit.connection, request.order_id)
    if order is None:
        raise OrderNotFound(f"There is no order {request.order_id}.")
    if order.status not in ACTIVE:
        raise OrderAlreadyClosed(f"This order is {order.status}.", status=order.status)
    _join(unit, order, request.by.id, request, "order_taken_over", reason)
    return order


def add_waiter(unit: UnitOfWork, request: ShareOrder, waiter_id: int, rules: HouseRules) -> OrderRow:
    """Let a colleague act on the order, too.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed.
        PersonNotFound: nobody at work has that id.
    """
    order = find_order(unit, request, rules)
    if unit.connection.scalar(select(users.c.id).where(users.c.id == waiter_id, users.c.is_active)) is None:
        raise PersonNotFound(f"Nobody with the id {waiter_id} works here.")
    _join(unit, order, waiter_id, request, "waiter_added", "")
    return order


def remove_waiter(unit: UnitOfWork, request: ShareOrder, waiter_id: int, rules: HouseRules) -> OrderRow:
    """The colleague (or oneself) acts on the order no more.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OpenerStays, NotOnOrder.
    """
    order = find_order(unit, request, rules)
    if waiter_id == order.opened_by:
        raise OpenerStays(f"{order.owner_name} opened this order.", owner=order.owner_name)
    if waiter_id not in waiters_of(unit.connection, order.id):
        raise NotOnOrder("This colleague does not serve the order.")
    on_it = (order_waiters.c.order_id == order.id, order_waiters.c.waiter_id == waiter_id)
    unit.connection.execute(delete(order_waiters).where(*on_it))
    _note(unit, order, waiter_id, request, "waiter_removed", "")
    return order


def _join(unit: UnitOfWork, order: OrderRow, waiter_id: int, request: ShareOrder, action: str, reason: str) -> None:
    if waiter_id in waiters_of(unit.connection, order.id) | {order.opened_by}:
        return
    unit.connection.execute(insert(order_waiters), {"order_id": order.id, "waiter_id": waiter_id})
    _note(unit, order, waiter_id, request, action, reason)


def _note(unit: UnitOfWork, order: OrderRow, waiter_id: int, request: ShareOrder, action: str, reason: str) -> None:
    record(
        unit,
        request.by.id,
        action,
        f"order:{order.id}",
        {"rev": order.rev, "table": order.table.label, "opened_by": order.opened_by, "waiter": waiter_id},
        reason=reason,
        correlation_id=request.correlation_id,
    )
    unit.announce("order", order.id, order.rev)
    unit.announce("table", order.table.id, order.rev)
