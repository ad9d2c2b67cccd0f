"""The same again: send the last round once more, as far as it can be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from kernel.errors import Conflict, PosError
from order_service.commands.fire_round import FiredRound, FireRound, fire_round
from order_service.commands.order_change import find_order
from order_service.domain.house_rules import HouseRules
from order_service.domain.menu import (
    FractionOfPiece,
    InvalidChoice,
    LineRequest,
    ProductNotAvailable,
    ProductNotFound,
    choose,
)
from order_service.domain.permissions import Staff
from order_service.store.business_days import running_day
from order_service.store.check_lines import is_live, lines_of
from order_service.store.menu import MenuCache
from order_service.store.unit_of_work import UnitOfWork

CANNOT_BE_HAD = (ProductNotFound, ProductNotAvailable, InvalidChoice, FractionOfPiece)


class NothingToRepeat(Conflict):
    """No round yet, or nothing of the last one can be had."""

    code = "nothing-to-repeat"
    hint = "Choose from the menu."


@dataclass(frozen=True)
class RepeatRound:
    """A tap on Same again."""

    order_id: int
    by: Staff
    correlation_id: str
    rev: int | None = None


@dataclass(frozen=True)
class LeftOut:
    """A line that was not repeated, and the code of why."""

    product_id: int
    name: str
    name_en: str
    code: str


def repeat_round(
    unit: UnitOfWork, request: RepeatRound, menus: MenuCache, rules: HouseRules
) -> tuple[FiredRound, FireRound, list[LeftOut]]:
    """Fire the last round's lines again at today's prices; says which were left out.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged, AmountTooLarge, TicketTooLong.
        NothingToRepeat: with the names of what is out.
    """
    order = find_order(unit, request, rules)
    menu, today = menus.get(unit.connection), running_day(unit, rules)
    lines: list[LineRequest] = []
    left_out: list[LeftOut] = []
    for row in _last_round(lines_of(unit.connection, order.id)):
        line = _again(row)
        try:
            choose(menu, line, today)
        except CANNOT_BE_HAD as refusal:
            left_out.append(LeftOut(row.product_id, row.name, row.name_en, _why(refusal)))
        else:
            lines.append(line)
    if not lines:
        raise NothingToRepeat("There is nothing to send again.", out=[one.name for one in left_out])
    again = FireRound(tuple(lines), request.by, request.correlation_id, order_id=order.id)
    return fire_round(unit, again, menus, rules), again, left_out


def _last_round(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Its lines that were not cancelled; rounds are numbered in the order they were sent, whoever's they were."""
    live = [row for row in rows if is_live(row)]
    last = max((row.round_id for row in live), default=None)
    return [row for row in live if row.round_id == last]


def _again(row: Row[Any]) -> LineRequest:
    return LineRequest(
        row.product_id,
        Decimal(row.quantity_milli) / 1000,
        tuple(extra["id"] for extra in row.options),
        tuple(extra["id"] for extra in row.removed),
        tuple(choice["id"] for choice in row.choices),
        row.note,
        row.course,
    )


def _why(refusal: PosError) -> str:
    return refusal.code
