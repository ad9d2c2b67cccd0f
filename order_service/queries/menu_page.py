"""The menu as the waiter app loads it: everything in one go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from order_service.domain.menu import Extra, Menu, Product
from order_service.domain.search import matches
from order_service.store.tables import categories, order_items, products

SOLD_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Wanted:
    """Which products a screen asks for.

    Attributes:
        today: the business day, `YYYY-MM-DD`.
        also_unavailable: those switched off, too.
        words: only those that sound like these.
        product_id: only this one.
    """

    today: str
    also_unavailable: bool = False
    words: str = ""
    product_id: int | None = None

    def takes(self, product: Product) -> bool:
        """Is this one of them?"""
        if not (product.is_available or self.also_unavailable):
            return False
        return matches(self.words, product.name, product.name_en, product.category_name)


def menu_page(connection: Connection, menu: Menu, now: datetime, wanted: Wanted) -> list[dict[str, Any]]:
    """Products in menu order; those out for today are there, marked, so that a screen can cross them out."""
    sold = sold_recently(connection, now)
    shown = (
        select(products.c.id, products.c.image_url, products.c.sort_order, products.c.course)
        .join(categories, categories.c.id == products.c.category_id)
        .where(products.c.deleted_at.is_(None))
        .order_by(categories.c.sort_order, categories.c.id, products.c.sort_order, products.c.id)
    )
    if wanted.product_id is not None:
        shown = shown.where(products.c.id == wanted.product_id)
    answer = []
    for row in connection.execute(shown):
        product = menu.products.get(row.id)
        if product is None or not wanted.takes(product):
            continue
        answer.append(
            {
                "id": product.id,
                "name": product.name,
                "name_en": product.name_en,
                "category_id": product.category_id,
                "base_price": product.base_price_cents,
                "kitchen_name": "" if product.kitchen_name == product.name else product.kitchen_name,
                "unit": product.unit,
                "vat_rate_bp": product.vat_rate_bp,
                "course": product.course,
                "own_course": row.course,
                "is_available": product.is_sold(wanted.today),
                "is_switched_off": not product.is_available,
                "is_out_today": product.is_out(wanted.today),
                "printer_zone_id": product.zone_ids[0] if product.zone_ids else None,
                "zone_ids": list(product.zone_ids),
                "own_zone_ids": None if product.own_zone_ids is None else list(product.own_zone_ids),
                "image_url": row.image_url,
                "sort_order": row.sort_order,
                "sold_recently": sold.get(product.id, 0),
                "options": [_priced(extra, "extra_cost") for extra in product.options],
                "ingredients": [_priced(extra, "extra_cost") for extra in product.ingredients],
                "preference_sets": [
                    {
                        "id": question.id,
                        "name": question.name,
                        "name_en": question.name_en,
                        "is_required": question.is_required,
                        "min_choices": question.min_choices,
                        "max_choices": question.max_choices,
                        "default_choice_ids": [choice.id for choice in question.choices if choice.is_default],
                        "default_choice_id": next((c.id for c in question.choices if c.is_default), None),
                        "choices": [_priced(choice, "price_delta") for choice in question.choices],
                    }
                    for question in product.preference_sets
                ],
            }
        )
    return answer


def menu_categories(connection: Connection) -> list[dict[str, Any]]:
    """Categories in their order."""
    live = select(categories).where(categories.c.deleted_at.is_(None))
    rows = connection.execute(live.order_by(categories.c.sort_order, categories.c.id))
    return [dict(row._mapping) for row in rows]


def sold_recently(connection: Connection, now: datetime) -> dict[int, int]:
    """Units of each product sold on the business days of SOLD_WITHIN."""
    first = (now - SOLD_WITHIN).date().isoformat()
    rows = connection.execute(
        select(order_items.c.product_id, func.sum(order_items.c.quantity_milli))
        .where(order_items.c.business_day >= first, order_items.c.status != "void")
        .group_by(order_items.c.product_id)
    )
    return {product_id: int(milli) // 1000 for product_id, milli in rows}


def _priced(extra: Extra, price: str) -> dict[str, Any]:
    return {"id": extra.id, "name": extra.name, "name_en": extra.name_en, price: extra.cents}
