"""Lines leave one order for another: both orders' money is kept, and the zones are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import Conflict
from kernel.money import MAX_CENTS
from order_service.commands.move_slips import Move, MovedLine, owe_move_slips
from order_service.commands.order_change import OrderTap, find_order, keep_change
from order_service.domain.house_rules import HouseRules
from order_service.domain.line_cut import cut
from order_service.domain.order import OPEN, after, owing
from order_service.domain.payment import due_of, paid_of
from order_service.domain.permissions import Staff
from order_service.domain.pricing import AmountTooLarge
from order_service.store.check_lines import as_money, check_of, cut_line
from order_service.store.moved_lines import give_lines
from order_service.store.orders import OrderRow
from order_service.store.unit_of_work import UnitOfWork


class SameOrder(Conflict):
    """The lines are on that order already."""

    code = "same-order"
    hint = "Choose another table."


@dataclass(frozen=True)
class _Tap:
    """The same tap, about the other order: whatever revision that has, adding to it loses nothing."""

    order_id: int
    by: Staff
    correlation_id: str
    rev: int | None = None


@dataclass(frozen=True)
class Carry:
    """Lines on their way.

    Attributes:
        action: what the audit log calls it.
        covers: guests who sit at the target then; None leaves its number, unless the source ends and its guests join.
    """

    source: OrderRow
    target: OrderRow
    lines: Sequence[MovedLine]
    action: str
    covers: int | None = None


def other_order(unit: UnitOfWork, request: OrderTap, source: OrderRow, order_id: int, rules: HouseRules) -> OrderRow:
    """The order that lines go to, for somebody who may act on it, too.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, SameOrder.
    """
    if order_id == source.id:
        raise SameOrder("These lines are on that order already.")
    return find_order(unit, _Tap(order_id, request.by, request.correlation_id), rules)


def carry(unit: UnitOfWork, moving: Carry, request: OrderTap, rules: HouseRules) -> None:
    """Give the lines to the other order; printed state stays as it is. An order left with nothing is closed.

    Raises:
        AmountTooLarge.
    """
    source, target, lines = moving.source, moving.target, moving.lines
    added = due_of(check_of(unit.connection, target.id))
    items = _give(unit, lines, target.id)
    left, there = check_of(unit.connection, source.id), check_of(unit.connection, target.id)
    if due_of(there) > MAX_CENTS:
        raise AmountTooLarge("An order can't cost more than a million.")
    ends = not left and source.status == OPEN
    move = Move(source.table.label, target, lines, request.by, request.correlation_id, is_whole=ends)
    slips = owe_move_slips(unit, move, rules)
    told = {
        "from": source.table.label,
        "to": target.table.label,
        "from_order": source.id,
        "to_order": target.id,
        "items": [[line.row.id, item_id, line.quantity_milli] for line, item_id in zip(lines, items, strict=True)],
        "jobs": slips,
    }
    status = after(source.status, owing(due_of(left) - paid_of(left)))
    gone: dict[str, Any] = {"total_cents": due_of(left), "paid_cents": paid_of(left)}
    covers = target.covers
    if ends:
        gone |= {"closed_at": unit.now, "closed_by": request.by.id, "joined_into": target.id, "covers": None}
        keep_change(unit, source, request, moving.action, told, **gone, status=after(status, "close_unowed"))
        covers = moving.covers or (target.covers or 0) + (source.covers or 0) or None
    else:
        keep_change(unit, source, request, moving.action, told, **gone, status=status)
    keep_change(
        unit,
        target,
        request,
        moving.action,
        told,
        total_cents=due_of(there),
        paid_cents=paid_of(there),
        covers=covers,
        status=after(target.status, "owe_more") if due_of(there) > added else target.status,
    )


def _give(unit: UnitOfWork, lines: Sequence[MovedLine], order_id: int) -> list[int]:
    """Their ids on the other order: their own, or a new one for a part."""
    whole = {line.row.id for line in lines if line.quantity_milli == line.row.quantity_milli}
    give_lines(unit, sorted(whole), order_id)
    ids = []
    for line in lines:
        if line.row.id in whole:
            ids.append(line.row.id)
        else:
            stays, gone = cut(as_money(line.row), line.quantity_milli)
            ids.append(cut_line(unit, line.row, stays, gone, order_id=order_id))
    return ids
