"""Give something free, take something off, and charge it again: always with a reason, by who is allowed to."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kernel.errors import Invalid
from order_service.commands.order_change import OrderTap, ReasonMissing, find_order, keep_change
from order_service.commands.void_line import live_line
from order_service.domain.check import NothingToPay, discount_parts, percent_of
from order_service.domain.house_rules import HouseRules
from order_service.domain.line_cut import cut
from order_service.domain.menu import InvalidQuantity
from order_service.domain.order import Step, after, owing
from order_service.domain.payment import ItemPaid, due_of, paid_of
from order_service.domain.permissions import Staff, require_manager
from order_service.store.adjustments import Kind, TakenOff, note_adjustments
from order_service.store.check_lines import (
    as_money,
    check_of,
    cut_line,
    is_live,
    keep_lines,
    lines_of,
)
from order_service.store.orders import OrderRow
from order_service.store.unit_of_work import UnitOfWork


class DiscountEmpty(Invalid):
    """A discount that takes nothing off."""

    code = "discount-empty"
    hint = "Choose a percentage or an amount."


@dataclass(frozen=True)
class Comp:
    """Served, not charged: a line, or so many thousandths of it."""

    order_id: int
    item_id: int
    by: Staff
    correlation_id: str
    reason: str
    quantity_milli: int | None = None
    rev: int | None = None


@dataclass(frozen=True)
class Discount:
    """Off one line, or off all that is unpaid when no line is named; a percentage or an amount."""

    order_id: int
    by: Staff
    correlation_id: str
    reason: str
    item_id: int | None = None
    percent: Decimal | None = None
    amount_cents: int | None = None
    rev: int | None = None


@dataclass(frozen=True)
class ChargeAgain:
    """Lines cost their full price again; none named means every unpaid line."""

    order_id: int
    by: Staff
    correlation_id: str
    reason: str
    item_ids: tuple[int, ...] = ()
    rev: int | None = None


def comp_line(unit: UnitOfWork, request: Comp, rules: HouseRules) -> None:
    """Give it free. What is paid of it stays paid: without a quantity, all that is unpaid becomes free.

    Raises:
        ManagersOnly, ReasonMissing, OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged.
        ItemNotFound, ItemCancelled, InvalidQuantity, ItemPaid.
        NothingToPay: it costs nothing more.
    """
    order = _begin(unit, request, request.reason, rules)
    row = live_line(lines_of(unit.connection, order.id), request.item_id)
    money = as_money(row)
    quantity = money.unpaid_milli if request.quantity_milli is None else request.quantity_milli
    if quantity > money.quantity_milli:
        raise InvalidQuantity("The line has less than that.", item_id=row.id)
    if quantity > money.unpaid_milli:
        raise ItemPaid("A part of that is paid.", item_id=row.id)
    if not money.unpaid_cents:
        raise NothingToPay("There is nothing to pay of this line.", item_id=row.id)
    if quantity == money.quantity_milli:
        free = money
        keep_lines(unit, [money], [replace(money, is_comped=True)])
    else:
        stays, gone = cut(money, quantity)
        free = replace(gone, id=cut_line(unit, row, stays, replace(gone, is_comped=True)))
    _note(unit, request, rules, "comp", [TakenOff(free.id, free.due_cents)])
    details = {"item": row.id, "free_item": free.id, "name": row.name, "quantity_milli": quantity}
    _end(unit, order, request, "item_comped", details, request.reason)


def discount(unit: UnitOfWork, request: Discount, rules: HouseRules) -> None:
    """Take it off, in proportion to what is left to pay of each line; it comes on top of earlier ones.

    Raises:
        ManagersOnly, ReasonMissing, OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged.
        ItemNotFound, ItemCancelled, NothingToPay, DiscountTooLarge, DiscountEmpty.
    """
    order = _begin(unit, request, request.reason, rules)
    rows = lines_of(unit.connection, order.id)
    if request.item_id is not None:
        rows = [live_line(rows, request.item_id)]
    lines = [as_money(row) for row in rows if is_live(row)]
    left = sum(line.unpaid_cents for line in lines)
    if request.percent is not None:
        cents: int = percent_of(left, request.percent)
    else:
        cents = request.amount_cents or 0
    if left and not cents:
        raise DiscountEmpty("This discount takes nothing off.")
    parts = discount_parts(lines, cents)
    reduced = [replace(line, discount_cents=line.discount_cents + parts.get(line.id, 0)) for line in lines]
    keep_lines(unit, lines, reduced)
    _note(unit, request, rules, "discount", [TakenOff(item_id, part) for item_id, part in parts.items()])
    details = {
        "item": request.item_id,
        "percent": None if request.percent is None else str(request.percent),
        "amount_cents": cents,
        "items": [[item_id, part] for item_id, part in parts.items()],
    }
    _end(unit, order, request, "discount_given", details, request.reason)


def charge_again(unit: UnitOfWork, request: ChargeAgain, rules: HouseRules) -> None:
    """Undo discounts and free lines, of lines of which nothing is paid.

    Raises:
        ManagersOnly, ReasonMissing, OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged.
        ItemNotFound, ItemCancelled, ItemPaid.
        NothingToPay: none of them was free or discounted.
    """
    order = _begin(unit, request, request.reason, rules)
    rows = lines_of(unit.connection, order.id)
    named = [as_money(live_line(rows, item_id)) for item_id in dict.fromkeys(request.item_ids)]
    if paid := next((line for line in named if line.paid_milli), None):
        raise ItemPaid("A part of this line is paid.", item_id=paid.id)
    lines = named or [as_money(row) for row in rows if is_live(row) and not row.paid_milli]
    reduced = [line for line in lines if line.is_comped or line.discount_cents]
    if not reduced:
        raise NothingToPay("No unpaid line was free or had a discount.")
    free = [line for line in reduced if line.is_comped]
    given = [TakenOff(line.id, line.discount_cents - line.gross_cents) for line in free]
    _note(unit, request, rules, "comp", given)
    _note(unit, request, rules, "discount", [TakenOff(line.id, -line.discount_cents) for line in reduced])
    keep_lines(unit, reduced, [replace(line, discount_cents=0, is_comped=False) for line in reduced])
    _end(unit, order, request, "charged_again", {"items": [line.id for line in reduced]}, request.reason)


def _begin(unit: UnitOfWork, request: OrderTap, reason: str, rules: HouseRules) -> OrderRow:
    if not rules.waiters_may_discount:
        require_manager(request.by)
    if not reason:
        raise ReasonMissing("What is not charged needs a reason.")
    return find_order(unit, request, rules)


def _note(
    unit: UnitOfWork,
    request: Comp | Discount | ChargeAgain,
    rules: HouseRules,
    kind: Kind,
    taken_off: list[TakenOff],
) -> None:
    note_adjustments(unit, rules, request.order_id, kind, taken_off, request.by.id, request.reason)


def _end(
    unit: UnitOfWork, order: OrderRow, request: OrderTap, action: str, details: dict[str, Any], reason: str
) -> None:
    lines = check_of(unit.connection, order.id)
    unpaid = due_of(lines) - paid_of(lines)
    step: Step = "owe_more" if due_of(lines) > order.total_cents else owing(unpaid)
    keep_change(
        unit,
        order,
        request,
        action,
        details,
        reason,
        status=after(order.status, step),
        total_cents=due_of(lines),
        paid_cents=paid_of(lines),
    )
