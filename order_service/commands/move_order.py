"""Guests change tables: the order goes with them."""

from dataclasses import dataclass, replace

from kernel.errors import Conflict
from order_service.commands.move_slips import Move, MovedLine, owe_move_slips
from order_service.commands.open_order import find_table
from order_service.commands.order_change import find_order, keep_change
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import TableHasOrder
from order_service.domain.permissions import Staff
from order_service.store.check_lines import is_live, lines_of
from order_service.store.unit_of_work import UnitOfWork


class SameTable(Conflict):
    """It is on that table already."""

    code = "same-table"
    hint = "Choose another table."


@dataclass(frozen=True)
class MoveOrder:
    """A tap on Move: the whole order, payments and all, to a free table."""

    order_id: int
    table_id: int
    by: Staff
    correlation_id: str
    rev: int | None = None


def move_order(unit: UnitOfWork, request: MoveOrder, rules: HouseRules) -> None:
    """Serve it at another table from now on.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged, TableNotFound, TableNotActive, SameTable.
        TableHasOrder: other guests sit there; joining is another tap.
    """
    order = find_order(unit, request, rules)
    if request.table_id == order.table.id:
        raise SameTable(f"This order is on table {order.table.label}.")
    table, there = find_table(unit, request.table_id)
    if there is not None:
        raise TableHasOrder(
            f"Table {table.label} has an order of {there.owner_name}.", order_id=there.id, owner=there.owner_name
        )
    lines = [MovedLine(row, row.quantity_milli) for row in lines_of(unit.connection, order.id) if is_live(row)]
    moved = replace(order, table=table)
    move = Move(order.table.label, moved, lines, request.by, request.correlation_id, is_whole=True)
    slips = owe_move_slips(unit, move, rules)
    tables = [order.table.id, table.id]
    details = {"from": order.table.label, "to": table.label, "table_ids": tables, "jobs": slips}
    rev = keep_change(unit, order, request, "order_moved", details, table_id=table.id)
    unit.announce("table", table.id, rev)
