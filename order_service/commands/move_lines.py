"""Lines change tables: some of them, or all in a join. A split is a move to a free table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from kernel.errors import Conflict, Invalid
from kernel.money import MAX_CENTS
from order_service.commands.move_slips import Move, MovedLine, owe_move_slips
from order_service.commands.open_order import find_table, start_order
from order_service.commands.order_change import find_order, keep_change
from order_service.commands.void_line import live_line
from order_service.domain.house_rules import HouseRules
from order_service.domain.line_cut import cut
from order_service.domain.menu import FractionOfPiece, InvalidQuantity
from order_service.domain.order import OPEN, after, owing
from order_service.domain.payment import ItemPaid, due_of, paid_of
from order_service.domain.permissions import Staff
from order_service.domain.pricing import AmountTooLarge
from order_service.store.check_lines import as_money, check_of, cut_line, is_live, lines_of
from order_service.store.moved_lines import give_lines, share_waiters
from order_service.store.orders import OrderRow
from order_service.store.unit_of_work import UnitOfWork


class SameOrder(Conflict):
    """The lines are on that order already."""

    code = "same-order"
    hint = "Choose another table."


class OrderHasPayments(Conflict):
    """Money was taken on it, so it can't vanish into another."""

    code = "order-has-payments"
    hint = "Move the lines that are not paid, move the whole table, or ask a manager to take the payment back."


class LineNamedTwice(Invalid):
    """One line, two quantities."""

    code = "line-named-twice"
    hint = "Name each line once."


class OnePlace(Invalid):
    """Lines move to a table or to an order, not to both or neither."""

    code = "one-place"
    hint = "Choose the table."


@dataclass(frozen=True)
class MoveLines:
    """A tap on Move lines. Exactly one of `table_id` and `to_order_id` is given.

    Attributes:
        lines: ids with so much of each (thousandths), or None for all of it.
        covers: guests of the order that is opened on a free table.
    """

    order_id: int
    lines: tuple[tuple[int, int | None], ...]
    by: Staff
    correlation_id: str
    table_id: int | None = None
    to_order_id: int | None = None
    covers: int | None = None
    rev: int | None = None


@dataclass(frozen=True)
class JoinOrders:
    """A tap on Join: all of one order goes to another."""

    order_id: int
    to_order_id: int
    by: Staff
    correlation_id: str
    rev: int | None = None


def move_lines(unit: UnitOfWork, request: MoveLines, rules: HouseRules) -> int:
    """Move them to another table's order, opened if there is none; returns its id. An emptied order is closed.

    Raises:
        OrderNotFound, NotYourOrder (of either order), OrderAlreadyClosed, OrderChanged, TableNotFound, TableNotActive.
        OnePlace, SameOrder, ItemNotFound, ItemCancelled, LineNamedTwice, InvalidQuantity, FractionOfPiece,
        AmountTooLarge.
        ItemPaid: more was named than is unpaid of a line.
    """
    source = find_order(unit, request, rules)
    if (request.table_id is None) == (request.to_order_id is None):
        raise OnePlace("Name a table or an order.")
    if len({item_id for item_id, _ in request.lines}) < len(request.lines):
        raise LineNamedTwice("A line was named twice.")
    rows = lines_of(unit.connection, source.id)
    wanted = [_some_of(live_line(rows, item_id), quantity) for item_id, quantity in request.lines]
    target = _target(unit, request, source, rules)
    _carry(unit, source, target, wanted, request, rules, "lines_moved")
    return target.id


def join_orders(unit: UnitOfWork, request: JoinOrders, rules: HouseRules) -> int:
    """Add guests, waiters and all lines of an order to another and close it; returns the other's id.

    Raises:
        OrderNotFound, NotYourOrder (of either order), OrderAlreadyClosed, OrderChanged, SameOrder, AmountTooLarge.
        OrderHasPayments: money was taken on the order that would end.
    """
    source = find_order(unit, request, rules)
    target = _active_order(unit, request, source, request.to_order_id, rules)
    if source.status != OPEN or source.paid_cents:
        raise OrderHasPayments("Money was taken on this order.", paid_cents=source.paid_cents)
    rows = [row for row in lines_of(unit.connection, source.id) if is_live(row)]
    share_waiters(unit, source.id, target.id)
    _carry(unit, source, target, [MovedLine(row, row.quantity_milli) for row in rows], request, rules, "orders_joined")
    return target.id


def _some_of(row: Row[Any], quantity_milli: int | None) -> MovedLine:
    line = MovedLine(row, row.quantity_milli if quantity_milli is None else quantity_milli)
    money = as_money(line.row)
    if not 0 < line.quantity_milli <= money.quantity_milli:
        raise InvalidQuantity(f"There is less of {line.row.name} than that.", item_id=line.row.id)
    if line.row.unit == "piece" and line.quantity_milli % 1000 and line.quantity_milli < money.quantity_milli:
        raise FractionOfPiece(f"{line.row.name} is sold by the piece.", item_id=line.row.id)
    if line.quantity_milli > money.unpaid_milli or (money.paid_cents and line.quantity_milli == money.quantity_milli):
        raise ItemPaid(f"{line.row.name} is paid, or a part of it.", item_id=line.row.id)
    return line


def _target(unit: UnitOfWork, request: MoveLines, source: OrderRow, rules: HouseRules) -> OrderRow:
    if request.table_id is None:
        return _active_order(unit, request, source, request.to_order_id or 0, rules)
    table, there = find_table(unit, request.table_id)
    if there is not None:
        return _active_order(unit, request, source, there.id, rules)
    return start_order(unit, table, request.covers, request.by, rules, request.correlation_id)


def _active_order(
    unit: UnitOfWork, request: MoveLines | JoinOrders, source: OrderRow, order_id: int, rules: HouseRules
) -> OrderRow:
    if order_id == source.id:
        raise SameOrder("These lines are on that order already.")
    return find_order(unit, replace(request, order_id=order_id, rev=None), rules)


def _carry(
    unit: UnitOfWork,
    source: OrderRow,
    target: OrderRow,
    lines: Sequence[MovedLine],
    request: MoveLines | JoinOrders,
    rules: HouseRules,
    action: str,
) -> None:
    """Give the lines to the other order and keep both orders' money; printed state stays as it is."""
    added = due_of(check_of(unit.connection, target.id))
    items = [_give(unit, line, target.id) for line in lines]
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
        keep_change(unit, source, request, action, told, **gone, status=after(status, "close_unowed"))
        if not (isinstance(request, MoveLines) and request.covers):
            covers = (target.covers or 0) + (source.covers or 0) or None
    else:
        keep_change(unit, source, request, action, told, **gone, status=status)
    keep_change(
        unit,
        target,
        request,
        action,
        told,
        total_cents=due_of(there),
        paid_cents=paid_of(there),
        covers=covers,
        status=after(target.status, "owe_more") if due_of(there) > added else target.status,
    )


def _give(unit: UnitOfWork, line: MovedLine, order_id: int) -> int:
    money = as_money(line.row)
    if line.quantity_milli == money.quantity_milli:
        give_lines(unit, [line.row.id], order_id)
        item_id: int = line.row.id
        return item_id
    stays, gone = cut(money, line.quantity_milli)
    return cut_line(unit, line.row, stays, gone, order_id=order_id)
