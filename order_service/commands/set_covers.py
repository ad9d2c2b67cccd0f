"""Say how many guests sit at a table."""

from dataclasses import dataclass

from order_service.commands.order_change import find_order, keep_change
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SetCovers:
    """How many; None when nobody counted."""

    order_id: int
    by: Staff
    correlation_id: str
    covers: int | None
    rev: int | None = None


def set_covers(unit: UnitOfWork, request: SetCovers, rules: HouseRules) -> None:
    """Keep the number of guests.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged.
    """
    order = find_order(unit, request, rules)
    keep_change(unit, order, request, "covers_set", {}, covers=request.covers)
