"""The menu as it is edited: read whole as drafts, written one category or product at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from kernel.errors import Invalid
from order_service.domain.menu_draft import (
    CategoryDraft,
    CategoryPage,
    Chip,
    ExtraDraft,
    ProductDraft,
    QuestionDraft,
)
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork


class NotOfThisProduct(Invalid):
    """An option, ingredient, question or choice with the id of another product's."""

    code = "not-of-this-product"
    hint = "Open the product again; leave the id out for what is new."


def read_pages(connection: Connection, product_id: int | None = None) -> tuple[CategoryPage, ...]:
    """The living menu in its order, switched off products included.

    Args:
        product_id: only this product (its category then has no others).
    """
    by_category: dict[int, list[ProductDraft]] = defaultdict(list)
    living = select(t.products).where(t.products.c.deleted_at.is_(None)).order_by(*_order(t.products))
    if product_id is not None:
        living = living.where(t.products.c.id == product_id)
    rows = connection.execute(living).all()
    options = _extras(connection, t.product_options, "product_id", "extra_cost_cents")
    ingredients = _extras(connection, t.product_ingredients, "product_id", "extra_cost_cents")
    questions = _questions(connection)
    zones: dict[int, list[str]] = defaultdict(list)
    for route in connection.execute(
        select(t.product_zones).order_by(t.product_zones.c.sort_order, t.product_zones.c.zone_id)
    ):
        zones[route.product_id].append(route.zone_id)
    for row in rows:
        by_category[row.category_id].append(
            ProductDraft(
                row.name,
                row.name_en,
                row.kitchen_name,
                row.base_price_cents,
                row.unit,
                row.vat_rate_bp,
                row.course,
                row.is_available,
                () if row.prints_nowhere else tuple(zones[row.id]) or None,
                tuple(options[row.id]),
                tuple(ingredients[row.id]),
                tuple(questions[row.id]),
                row.id,
            )
        )
    pages = select(t.categories).where(t.categories.c.deleted_at.is_(None)).order_by(*_order(t.categories))
    return tuple(CategoryPage(_category(row), tuple(by_category[row.id])) for row in connection.execute(pages))


def write_category(unit: UnitOfWork, draft: CategoryDraft) -> int:
    """Insert at the end, or update the one whose id the draft has; returns its id."""
    values = {
        "name": draft.name,
        "name_en": draft.name_en,
        "color": draft.color,
        "printer_zone_id": draft.zone_id,
        "course": draft.course,
        "note_chips": [{"name": chip.name, "name_en": chip.name_en} for chip in draft.chips],
    }
    if draft.id is not None:
        unit.connection.execute(update(t.categories).where(t.categories.c.id == draft.id).values(values))
        return draft.id
    return _insert(unit, t.categories, values | {"sort_order": _next_place(unit, t.categories)})


def write_product(unit: UnitOfWork, draft: ProductDraft, category_id: int) -> int:
    """Insert at the category's end, or update the one whose id the draft has, with all that belongs to it.

    Raises:
        NotOfThisProduct: an id in the draft belongs to another product.
    """
    values: dict[str, Any] = {
        "name": draft.name,
        "name_en": draft.name_en,
        "kitchen_name": draft.kitchen_name,
        "category_id": category_id,
        "base_price_cents": draft.base_price_cents,
        "unit": draft.unit,
        "vat_rate_bp": draft.vat_rate_bp,
        "course": draft.course,
        "is_available": draft.is_available,
        "prints_nowhere": draft.zone_ids == (),
    }
    if draft.id is None:
        place = _next_place(unit, t.products, t.products.c.category_id == category_id)
        product_id = _insert(unit, t.products, values | {"sort_order": place})
    else:
        product_id = draft.id
        unit.connection.execute(update(t.products).where(t.products.c.id == product_id).values(values))
    unit.connection.execute(delete(t.product_zones).where(t.product_zones.c.product_id == product_id))
    for place, zone_id in enumerate(draft.zone_ids or ()):
        unit.connection.execute(
            insert(t.product_zones), {"product_id": product_id, "zone_id": zone_id, "sort_order": place}
        )
    _keep(unit, t.product_options, "product_id", product_id, _rows(draft.options, "extra_cost_cents"))
    _keep(unit, t.product_ingredients, "product_id", product_id, _rows(draft.ingredients, "extra_cost_cents"))
    asked = [
        (
            question.id,
            {
                "name": question.name,
                "name_en": question.name_en,
                "min_choices": question.min_choices,
                "max_choices": question.max_choices,
            },
        )
        for question in draft.questions
    ]
    set_ids = _keep(unit, t.product_preference_sets, "product_id", product_id, asked)
    for set_id, question in zip(set_ids, draft.questions, strict=True):
        choices = [
            (key, values | {"is_default": choice.is_default})
            for choice, (key, values) in zip(
                question.choices, _rows(question.choices, "price_delta_cents"), strict=True
            )
        ]
        _keep(unit, t.product_preference_choices, "preference_set_id", set_id, choices)
    return product_id


def put_in_order(unit: UnitOfWork, table: Table, ids: Sequence[int]) -> None:
    """Give these rows the places 0, 1, 2, ..."""
    for place, key in enumerate(ids):
        unit.connection.execute(update(table).where(table.c.id == key).values(sort_order=place))


def _keep(
    unit: UnitOfWork, table: Table, owner: str, owner_id: int, wanted: list[tuple[int | None, dict[str, Any]]]
) -> list[int]:
    """Make the owner's rows exactly these, keeping the ids that are known; returns all ids in order."""
    known = set(unit.connection.scalars(select(table.c.id).where(table.c[owner] == owner_id)))
    kept = [key for key, _ in wanted if key is not None]
    if len(set(kept)) != len(kept) or not known.issuperset(kept):
        raise NotOfThisProduct("An id in this product belongs to something else, or is there twice.")
    if gone := known.difference(kept):
        unit.connection.execute(delete(table).where(table.c.id.in_(gone)))
    ids = []
    for place, (key, values) in enumerate(wanted):
        row = values | {"sort_order": place}
        if key is None:
            ids.append(_insert(unit, table, row | {owner: owner_id}))
        else:
            unit.connection.execute(update(table).where(table.c.id == key).values(row))
            ids.append(key)
    return ids


def _rows(extras: Sequence[ExtraDraft], price: str) -> list[tuple[int | None, dict[str, Any]]]:
    return [(extra.id, {"name": extra.name, "name_en": extra.name_en, price: extra.cents}) for extra in extras]


def _insert(unit: UnitOfWork, table: Table, values: dict[str, Any]) -> int:
    key: int = unit.connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    return key


def _next_place(unit: UnitOfWork, table: Table, *among: Any) -> int:
    last = unit.connection.scalar(select(func.max(table.c.sort_order)).where(table.c.deleted_at.is_(None), *among))
    return 0 if last is None else last + 1


def _category(row: Any) -> CategoryDraft:
    chips = tuple(Chip(chip["name"], chip["name_en"]) for chip in row.note_chips)
    return CategoryDraft(row.name, row.name_en, row.color, row.printer_zone_id, row.course, chips, row.id)


def _questions(connection: Connection) -> dict[int, list[QuestionDraft]]:
    choices = _extras(connection, t.product_preference_choices, "preference_set_id", "price_delta_cents")
    found: dict[int, list[QuestionDraft]] = defaultdict(list)
    sets = t.product_preference_sets
    for row in connection.execute(select(sets).order_by(*_order(sets))):
        found[row.product_id].append(
            QuestionDraft(row.name, row.name_en, tuple(choices[row.id]), row.min_choices, row.max_choices, row.id)
        )
    return found


def _extras(connection: Connection, table: Table, owner: str, price: str) -> dict[int, list[ExtraDraft]]:
    found: dict[int, list[ExtraDraft]] = defaultdict(list)
    for row in connection.execute(select(table).order_by(*_order(table))):
        fields = row._mapping
        default = bool(fields.get("is_default", False))
        found[fields[owner]].append(ExtraDraft(row.name, row.name_en, fields[price], default, row.id))
    return found


def _order(table: Table) -> tuple[Any, ...]:
    return (table.c.sort_order, table.c.id)
