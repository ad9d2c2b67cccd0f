"""Cancel a line or a part of it, or a whole order; every zone that was told is told again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from kernel.errors import Conflict, NotFound
from order_service.commands.order_change import ReasonMissing, find_order, keep_change
from order_service.commands.pay_lines import TakeBack, take_payment_back
from order_service.commands.void_slips import Voided, owe_void_slips
from order_service.domain.check import CheckLine
from order_service.domain.house_rules import HouseRules
from order_service.domain.line_cut import cut
from order_service.domain.menu import InvalidQuantity
from order_service.domain.order import after, owing
from order_service.domain.payment import ItemCancelled, ItemPaid, due_of, paid_of
from order_service.domain.permissions import Staff, require_manager
from order_service.store.adjustments import TakenOff, note_adjustments
from order_service.store.check_lines import (
    as_money,
    check_of,
    cut_line,
    is_live,
    lines_of,
    mark_void,
    payments_of,
)
from order_service.store.unit_of_work import UnitOfWork


class ItemNotFound(NotFound):
    """No such line on this order."""

    code = "item-not-found"
    hint = "Refresh the order; the line may be on another one now."


class PaymentsStand(Conflict):
    """Money was taken on the order that is to be cancelled."""

    code = "payments-stand"
    hint = "Give the money back and take the payments back, or close the order instead."


@dataclass(frozen=True)
class VoidLine:
    """A line is cancelled; `quantity_milli` of it, or all of it."""

    order_id: int
    item_id: int
    by: Staff
    correlation_id: str
    reason: str
    quantity_milli: int | None = None
    rev: int | None = None


@dataclass(frozen=True)
class CancelOrder:
    """An order is cancelled with all its lines. `take_back_payments`: the guests got their money back."""

    order_id: int
    by: Staff
    correlation_id: str
    reason: str
    take_back_payments: bool = False
    rev: int | None = None


def void_line(unit: UnitOfWork, request: VoidLine, rules: HouseRules) -> int:
    """Cancel it; returns the id of the cancelled line: a new one when a part stays.

    Raises:
        ManagersOnly, ReasonMissing, OrderNotFound, OrderAlreadyClosed, OrderChanged, ItemNotFound.
        ItemCancelled, InvalidQuantity.
        ItemPaid: its payment must be taken back first.
    """
    require_manager(request.by)
    if not request.reason:
        raise ReasonMissing("A cancelled line needs a reason.")
    order = find_order(unit, request, rules)
    row = live_line(lines_of(unit.connection, order.id), request.item_id)
    money = as_money(row)
    quantity = money.quantity_milli if request.quantity_milli is None else request.quantity_milli
    if quantity > money.quantity_milli:
        raise InvalidQuantity("The line has less than that.", item_id=row.id)
    if quantity > money.unpaid_milli or (money.paid_cents and quantity == money.quantity_milli):
        raise ItemPaid("This line is paid, or a part of it.", item_id=row.id)
    if quantity == money.quantity_milli:
        item_id: int = row.id
        gone = money
        mark_void(unit, [row.id])
    else:
        stays, gone = cut(money, quantity)
        item_id = cut_line(unit, row, stays, gone, status="void")
    _note(unit, request, rules, [replace(gone, id=item_id)])
    slips = owe_void_slips(
        unit, order, [Voided(row, item_id, quantity)], request.by, request.reason, rules, request.correlation_id
    )
    lines = check_of(unit.connection, order.id)
    keep_change(
        unit,
        order,
        request,
        "item_cancelled",
        {"item": row.id, "cancelled_item": item_id, "name": row.name, "quantity_milli": quantity, "jobs": slips},
        request.reason,
        status=after(order.status, owing(due_of(lines) - paid_of(lines))),
        total_cents=due_of(lines),
        paid_cents=paid_of(lines),
    )
    return item_id


def cancel_order(unit: UnitOfWork, request: CancelOrder, rules: HouseRules) -> None:
    """Cancel every line and the order; its table is free again.

    Raises:
        ManagersOnly, ReasonMissing, OrderNotFound, OrderAlreadyClosed, OrderChanged.
        PaymentsStand: money was taken, and nobody said that it was given back.
    """
    require_manager(request.by)
    if not request.reason:
        raise ReasonMissing("A cancelled order needs a reason.")
    order = find_order(unit, request, rules)
    standing = [row for row in payments_of(unit.connection, order.id) if row.taken_back_at is None]
    if standing and not request.take_back_payments:
        total = sum(row.amount_cents for row in standing)
        raise PaymentsStand("Money was taken on this order.", paid_cents=total, payments=len(standing))
    for payment in standing:
        back = TakeBack(order.id, payment.id, request.by, request.correlation_id, request.reason)
        take_payment_back(unit, back, rules)
    if standing:
        order = find_order(unit, replace(request, rev=None), rules)
    rows = [row for row in lines_of(unit.connection, order.id) if is_live(row)]
    mark_void(unit, [row.id for row in rows])
    _note(unit, request, rules, [as_money(row) for row in rows])
    voided = [Voided(row, row.id, row.quantity_milli) for row in rows]
    slips = owe_void_slips(unit, order, voided, request.by, request.reason, rules, request.correlation_id)
    keep_change(
        unit,
        order,
        request,
        "order_cancelled",
        {"items": [row.id for row in rows], "jobs": slips},
        request.reason,
        status=after(order.status, "cancel"),
        total_cents=0,
        paid_cents=0,
        closed_at=unit.now,
        closed_by=request.by.id,
    )


def live_line(rows: Sequence[Row[Any]], item_id: int) -> Row[Any]:
    """A line that was not cancelled.

    Raises:
        ItemNotFound, ItemCancelled.
    """
    row = next((row for row in rows if row.id == item_id), None)
    if row is None:
        raise ItemNotFound(f"There is no line {item_id} on this order.")
    if not is_live(row):
        raise ItemCancelled("This line was cancelled.", item_id=item_id)
    return row


def _note(unit: UnitOfWork, request: VoidLine | CancelOrder, rules: HouseRules, gone: list[CheckLine]) -> None:
    taken_off = [TakenOff(line.id, line.due_cents, line.quantity_milli) for line in gone]
    note_adjustments(unit, rules, request.order_id, "void", taken_off, request.by.id, request.reason)
