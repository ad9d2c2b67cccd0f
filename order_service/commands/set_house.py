"""A manager says what the restaurant is called, who may discount, and when its day begins."""

from dataclasses import dataclass, replace

from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff, require_manager
from order_service.store.house_book import keep_rules
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class HouseWish:
    """What the house is to be from now on; the hour from the next day that has not begun."""

    restaurant_name: str
    restaurant_details: str
    waiters_may_discount: bool
    day_starts_at_hour: int


def set_house(unit: UnitOfWork, wish: HouseWish, rules: HouseRules, by: Staff, correlation_id: str) -> HouseRules:
    """Keep it; returns the rules that hold from the commit on.

    Raises:
        ManagersOnly.
    """
    require_manager(by)
    changed = replace(
        rules.starting_at(wish.day_starts_at_hour, unit.now),
        restaurant_name=wish.restaurant_name,
        restaurant_details=wish.restaurant_details,
        waiters_may_discount=wish.waiters_may_discount,
    )
    if changed != rules:
        keep_rules(unit, changed, by.id, correlation_id)
        unit.announce("day", changed.day_of(unit.now))
    return changed
