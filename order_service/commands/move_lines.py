"""Some lines change tables; a split is a move to a free table."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from kernel.errors import Invalid
from order_service.commands.carry_lines import Carry, carry, other_order
from order_service.commands.move_slips import MovedLine
from order_service.commands.open_order import find_table, start_order
from order_service.commands.order_change import find_order
from order_service.commands.void_line import live_line
from order_service.domain.house_rules import HouseRules
from order_service.domain.menu import FractionOfPiece, InvalidQuantity
from order_service.domain.payment import ItemPaid
from order_service.domain.permissions import Staff
from order_service.store.check_lines import as_money, lines_of
from order_service.store.orders import OrderRow
from order_service.store.unit_of_work import UnitOfWork


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
    carry(unit, Carry(source, target, wanted, "lines_moved", request.covers), request, rules)
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
        return other_order(unit, request, source, request.to_order_id or 0, rules)
    table, there = find_table(unit, request.table_id)
    if there is not None:
        return other_order(unit, request, source, there.id, rules)
    return start_order(unit, table, request.covers, request.by, rules, request.correlation_id)
