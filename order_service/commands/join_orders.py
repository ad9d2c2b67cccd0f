"""Two tables become one."""

from dataclasses import dataclass

from kernel.errors import Conflict
from order_service.commands.carry_lines import Carry, carry, other_order
from order_service.commands.move_slips import MovedLine
from order_service.commands.order_change import find_order
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import OPEN
from order_service.domain.permissions import Staff
from order_service.store.check_lines import is_live, lines_of
from order_service.store.moved_lines import share_waiters
from order_service.store.unit_of_work import UnitOfWork


class OrderHasPayments(Conflict):
    """Money was taken on it, so it can't vanish into another."""

    code = "order-has-payments"
    hint = "Move the lines that are not paid, move the whole table, or ask a manager to take the payment back."


@dataclass(frozen=True)
class JoinOrders:
    """A tap on Join: all of one order goes to another."""

    order_id: int
    to_order_id: int
    by: Staff
    correlation_id: str
    rev: int | None = None


def join_orders(unit: UnitOfWork, request: JoinOrders, rules: HouseRules) -> int:
    """Add guests, waiters and all lines of an order to another and close it; returns the other's id.

    Raises:
        OrderNotFound, NotYourOrder (of either order), OrderAlreadyClosed, OrderChanged, SameOrder, AmountTooLarge.
        OrderHasPayments: money was taken on the order that would end.
    """
    source = find_order(unit, request, rules)
    target = other_order(unit, request, source, request.to_order_id, rules)
    if source.status != OPEN or source.paid_cents:
        raise OrderHasPayments("Money was taken on this order.", paid_cents=source.paid_cents)
    rows = [row for row in lines_of(unit.connection, source.id) if is_live(row)]
    share_waiters(unit, source.id, target.id)
    lines = [MovedLine(row, row.quantity_milli) for row in rows]
    carry(unit, Carry(source, target, lines, "orders_joined"), request, rules)
    return target.id
