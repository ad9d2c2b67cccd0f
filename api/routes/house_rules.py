"""What a manager decides for the whole restaurant: its name, who may discount, when its day begins."""

from fastapi import APIRouter, Response

from api.dependencies import Manager, TheHouse, TheTap, once
from api.house import House
from api.problems import problem_answers
from api.schemas.system import HouseIn, HouseOut
from kernel.clock import utc_now
from order_service.commands.set_house import HouseWish, set_house
from order_service.domain.house_rules import HouseRules
from order_service.store.business_days import day_at
from order_service.store.house_book import rules_by_the_book
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/system/house", tags=["system"])


@router.get("", responses=problem_answers(401, 403))
async def read_house(house: TheHouse, _who: Manager) -> HouseOut:
    """As it holds now."""
    today = await house.read(lambda connection: day_at(connection, utc_now(), house.rules))
    return _out(house.rules, today)


@router.put("", response_model=HouseOut, responses=problem_answers(401, 403, 409, 422))
async def change_house(body: HouseIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Change it. The start hour counts from the next business day that has not begun; papers say the name at once."""
    wish = HouseWish(**body.model_dump())

    def _set(unit: UnitOfWork) -> HouseOut:
        known = rules_by_the_book(unit.connection, house.rules)
        rules = set_house(unit, wish, known, who, tap.correlation_id)
        return _out(rules, day_at(unit.connection, unit.now, rules))

    answer = await once(house, tap, 200, _set)
    await _take_over(house)
    return answer


async def _take_over(house: House) -> None:
    house.rules = await house.read(lambda connection: rules_by_the_book(connection, house.rules))


def _out(rules: HouseRules, today: str) -> HouseOut:
    return HouseOut(
        restaurant_name=rules.restaurant_name,
        restaurant_details=rules.restaurant_details,
        waiters_may_discount=rules.waiters_may_discount,
        day_starts_at_hour=rules.day_starts_at_hour,
        today=today,
        hour_counts_from=rules.hour_since if rules.hour_since > today else None,
        timezone=rules.zone.key,
    )
