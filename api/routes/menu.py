"""The menu."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import TheHouse, Who
from api.problems import problem_answers
from api.schemas.menu import CategoryOut, ProductOut
from kernel.clock import utc_now
from order_service.domain.permissions import require_manager
from order_service.queries.menu_page import Wanted, menu_categories, menu_page
from order_service.store.business_days import day_at

router = APIRouter(prefix="/api/products", tags=["menu"])


@router.get("/", responses=problem_answers(401, 403))
async def list_products(
    house: TheHouse,
    who: Who,
    also_unavailable: Annotated[bool, Query(alias="all")] = False,
    q: Annotated[str, Query(max_length=60)] = "",
) -> list[ProductOut]:
    """Products for sale; `?all=true` also those switched off (managers); `?q=` those that sound like it.

    The search takes any accent, capitals, and Greek written in Latin letters (`mousakas`, `mpyra`).
    """
    if also_unavailable:
        require_manager(who)
    now = utc_now()
    rows = await house.read(
        lambda c: menu_page(
            c,
            house.menus.get(c),
            now,
            Wanted(day_at(c, now, house.rules), also_unavailable=also_unavailable, words=q),
        )
    )
    return [ProductOut.model_validate(row) for row in rows]


@router.get("/categories", responses=problem_answers(401))
async def list_categories(house: TheHouse, _who: Who) -> list[CategoryOut]:
    """Pages of the menu in their order."""
    return [CategoryOut.model_validate(row) for row in await house.read(menu_categories)]
