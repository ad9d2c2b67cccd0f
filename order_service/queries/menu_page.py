"""The menu as the waiter app loads it: everything in one go."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from order_service.domain.menu import Extra, Menu
from order_service.store.tables import categories, order_items, products, rounds

SOLD_WITHIN = timedelta(days=30)


def menu_page(connection: Connection, menu: Menu, now: datetime, *, also_unavailable: bool) -> list[dict[str, Any]]:
    """Products in menu order; those out for today are there, marked, so that a screen can cross them out.

    Args:
        also_unavailable: managers see products that are switched off, too.
    """
    sold = sold_recently(connection, now)
    shown = (
        select(products.c.id, products.c.image_url, products.c.sort_order)
        .where(products.c.deleted_at.is_(None))
        .order_by(products.c.category_id, products.c.sort_order, products.c.id)
    )
    answer = []
    for row in connection.execute(shown):
        product = menu.products.get(row.id)
        if product is None or not (product.is_available or also_unavailable):
            continue
        answer.append(
            {
                "id": product.id,
                "name": product.name,
                "name_en": product.name_en,
                "category_id": product.category_id,
                "base_price": product.base_price_cents,
                "is_available": product.is_available,
                "printer_zone_id": product.zone_ids[0] if product.zone_ids else None,
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
    rows = connection.execute(select(categories).order_by(categories.c.sort_order, categories.c.id))
    return [dict(row._mapping) for row in rows]


def sold_recently(connection: Connection, now: datetime) -> dict[int, int]:
    """Units of each product sold within SOLD_WITHIN."""
    rows = connection.execute(
        select(order_items.c.product_id, func.sum(order_items.c.quantity_milli))
        .join(rounds, rounds.c.id == order_items.c.round_id)
        .where(rounds.c.fired_at >= now - SOLD_WITHIN, order_items.c.status != "void")
        .group_by(order_items.c.product_id)
    )
    return {product_id: int(milli) // 1000 for product_id, milli in rows}


def _priced(extra: Extra, price: str) -> dict[str, Any]:
    return {"id": extra.id, "name": extra.name, "name_en": extra.name_en, price: extra.cents}
