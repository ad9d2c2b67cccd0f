"""86: a product is out for today, and back."""

from sqlalchemy import select, update

from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.menu import menu_changed
from order_service.store.menu_names import require_product
from order_service.store.tables import products
from order_service.store.unit_of_work import UnitOfWork


def set_out_today(
    unit: UnitOfWork, product_id: int, by: Staff, rules: HouseRules, correlation_id: str, *, is_out: bool
) -> None:
    """Nobody sells it until the business day ends, or until somebody takes that back. Twice the same is once.

    Raises:
        NoSuchProduct.
    """
    name = require_product(unit, product_id)
    day = running_day(unit, rules) if is_out else ""
    before = unit.connection.scalar(select(products.c.out_on).where(products.c.id == product_id))
    if before == day:
        return
    unit.connection.execute(update(products).where(products.c.id == product_id).values(out_on=day))
    menu_changed(unit)
    record(
        unit,
        by.id,
        "product_out" if is_out else "product_back",
        f"product:{product_id}",
        {"name": name, "day": day},
        correlation_id=correlation_id,
    )
