"""Fire lines that were held back: the kitchen reads them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from kernel.errors import Conflict
from order_service.commands.keep_lines import read_back
from order_service.commands.order_change import find_order, keep_change
from order_service.commands.owe_tickets import Firing, owe_tickets
from order_service.commands.void_line import live_line
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.store.check_lines import as_money, lines_of
from order_service.store.menu import MenuCache
from order_service.store.moved_lines import fire_lines, has_tickets
from order_service.store.orders import insert_round
from order_service.store.unit_of_work import UnitOfWork


class NothingHeld(Conflict):
    """No line of that kind waits; a colleague may have fired it."""

    code = "nothing-held"
    hint = "Refresh the order; a colleague may have fired it."


class NotHeld(Conflict):
    """The line named was fired before."""

    code = "not-held"
    hint = "Refresh the order; a colleague may have fired it."


@dataclass(frozen=True)
class FireHeld:
    """A tap on Fire: the lines named, or those of a course; all that are held when neither is said."""

    order_id: int
    by: Staff
    correlation_id: str
    item_ids: tuple[int, ...] = ()
    course: int | None = None
    rev: int | None = None


def fire_held(unit: UnitOfWork, request: FireHeld, menus: MenuCache, rules: HouseRules) -> list[str]:
    """Make them a round of their own, sent now, and owe its tickets; returns the ids of the jobs.

    Prices and zones are those of the tap that held them.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged, ItemNotFound, ItemCancelled.
        NotHeld: a line that was named is fired.
        NothingHeld, TicketTooLong.
    """
    order = find_order(unit, request, rules)
    wanted = _wanted(lines_of(unit.connection, order.id), request)
    was_told = has_tickets(unit.connection, order.id)
    number = order.rounds + 1
    round_id = insert_round(unit, order.id, number, request.by.id, request.correlation_id)
    fire_lines(unit, round_id, {row.id: _settled(row) for row in wanted})
    firing = Firing(order, round_id, number, request.by, request.correlation_id, is_addition=was_told)
    item_ids = [row.id for row in wanted]
    tickets = owe_tickets(unit, rules, menus.get(unit.connection), firing, [read_back(row) for row in wanted], item_ids)
    jobs = [ticket.job_id for ticket in tickets]
    details = {"round": number, "item_ids": item_ids, "jobs": jobs}
    keep_change(unit, order, request, "held_lines_fired", details, rounds=number)
    return jobs


def _wanted(rows: Sequence[Row[Any]], request: FireHeld) -> list[Row[Any]]:
    if request.item_ids:
        named = [live_line(rows, item_id) for item_id in dict.fromkeys(request.item_ids)]
        if fired := [row for row in named if row.status != "held"]:
            raise NotHeld(f"{fired[0].name} was fired before.", item_id=fired[0].id)
        return named
    held = [row for row in rows if row.status == "held" and request.course in (None, row.course)]
    if not held:
        raise NothingHeld("No such line is held on this order.", course=request.course)
    return held


def _settled(row: Row[Any]) -> str:
    """Guests may have paid for it while it waited."""
    money = as_money(row)
    return "paid" if money.paid_milli and not money.unpaid_cents else "fired"
