"""Say how a line that was sent shall be made instead; every zone that was told is told again: "was ... now ..."."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from kernel.errors import Conflict
from order_service.commands.change_slips import owe_change_slips
from order_service.commands.keep_lines import prepared
from order_service.commands.order_change import find_order, keep_change
from order_service.commands.void_line import live_line
from order_service.domain.house_rules import HouseRules
from order_service.domain.line_cut import cut
from order_service.domain.menu import InvalidQuantity, LineRequest, choose, printable_note
from order_service.domain.permissions import Staff
from order_service.store.check_lines import as_money, cut_line, lines_of, prepare_line
from order_service.store.menu import MenuCache
from order_service.store.unit_of_work import UnitOfWork


class ChangesPrice(Conflict):
    """What is wanted instead costs more or less: that is another line."""

    code = "changes-price"
    hint = "Have the line cancelled, and send the new one."


@dataclass(frozen=True)
class ChangeLine:
    """A tap on Change. What is None stays as it was sent.

    Attributes:
        quantity_milli: so much of the line; None for all of it.
    """

    order_id: int
    item_id: int
    by: Staff
    correlation_id: str
    note: str | None = None
    removed_ingredient_ids: tuple[int, ...] | None = None
    choice_ids: tuple[int, ...] | None = None
    quantity_milli: int | None = None
    rev: int | None = None


def change_line(unit: UnitOfWork, request: ChangeLine, menus: MenuCache, rules: HouseRules) -> int:
    """Keep how it is wanted now and owe the slips; returns the id of the changed line: a new one when a part stays.

    A line that is held, or of no zone, is changed and owes none. Nothing happens where nothing is different.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged, ItemNotFound, ItemCancelled.
        InvalidQuantity; ItemPaid: a part of that quantity is paid.
        ProductNotFound, ProductNotAvailable, InvalidChoice: what is wanted is not on the menu.
        ChangesPrice: it costs something else.
    """
    order = find_order(unit, request, rules)
    row = live_line(lines_of(unit.connection, order.id), request.item_id)
    money = as_money(row)
    quantity = money.quantity_milli if request.quantity_milli is None else request.quantity_milli
    if quantity > money.quantity_milli:
        raise InvalidQuantity("The line has less than that.", item_id=row.id)
    wanted = _wanted(unit, request, row, menus)
    before = {name: getattr(row, name) for name in wanted}
    if wanted == before:
        return int(row.id)
    if _extra_cents(wanted) != _extra_cents(before):
        raise ChangesPrice(f"{row.name} would cost something else that way.", item_id=row.id)
    if quantity == money.quantity_milli:
        item_id: int = row.id
        prepare_line(unit, row.id, wanted)
    else:
        stays, gone = cut(money, quantity)
        item_id = cut_line(unit, row, stays, gone, **wanted)
    slips = owe_change_slips(unit, order, row, wanted, quantity, request.by, rules, request.correlation_id)
    details = {"item": row.id, "changed_item": item_id, "name": row.name, "quantity_milli": quantity, "jobs": slips}
    keep_change(unit, order, request, "line_changed", details | {"was": before, "is": wanted})
    return item_id


def _wanted(unit: UnitOfWork, request: ChangeLine, row: Row[Any], menus: MenuCache) -> dict[str, Any]:
    """The columns that say how a line is made, as they are wanted; only what is asked anew is looked up on the menu."""
    wanted = {
        "note": row.note if request.note is None else printable_note(request.note),
        "removed": row.removed,
        "choices": row.choices,
    }
    if request.removed_ingredient_ids is None and request.choice_ids is None:
        return wanted
    removed, choices = _ids(row.removed, request.removed_ingredient_ids), _ids(row.choices, request.choice_ids)
    tap = LineRequest(row.product_id, Decimal(1), removed_ingredient_ids=removed, choice_ids=choices)
    made = prepared(choose(menus.get(unit.connection), tap))
    return wanted | {name: made[name] for name in ("removed", "choices")}


def _ids(kept: list[dict[str, Any]], asked: tuple[int, ...] | None) -> tuple[int, ...]:
    return tuple(one["id"] for one in kept) if asked is None else asked


def _extra_cents(columns: dict[str, Any]) -> int:
    return sum(one["cents"] for name in ("removed", "choices") for one in columns[name])
