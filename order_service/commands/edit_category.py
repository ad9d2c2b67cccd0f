"""Add a category, change it, take it off the menu."""

from dataclasses import asdict, replace

from sqlalchemy import func, select, update

from kernel.errors import Conflict
from order_service.domain.menu_draft import CategoryDraft, check_category
from order_service.domain.permissions import Staff
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.menu_book import write_category
from order_service.store.menu_names import require_category, require_free_name, require_zones
from order_service.store.unit_of_work import UnitOfWork

NAMED = 10
"""Products that a refusal names; it counts the rest."""


class CategoryInUse(Conflict):
    """Products are in it; `products` names the first of them."""

    code = "category-in-use"
    hint = "Move its products to another category, or remove them first."


def save_category(unit: UnitOfWork, draft: CategoryDraft, by: Staff, correlation_id: str) -> int:
    """Add a category at the end, or change the one whose id the draft has; returns its id.

    Raises:
        InvalidMenu, UnknownZone, NameTaken.
        NoSuchCategory: the draft's id is of none.
    """
    check_category(draft)
    if draft.id is not None:
        require_category(unit, draft.id)
    require_zones(unit, [draft.zone_id] if draft.zone_id else [])
    require_free_name(unit, t.categories, draft.name, draft.id)
    category_id = write_category(unit, draft)
    menu_changed(unit)
    record(
        unit,
        by.id,
        "category_added" if draft.id is None else "category_changed",
        f"category:{category_id}",
        {"after": asdict(replace(draft, id=category_id))},
        correlation_id=correlation_id,
    )
    return category_id


def remove_category(unit: UnitOfWork, category_id: int, by: Staff, correlation_id: str) -> None:
    """Take an empty category off the menu; its row stays for the products that once were in it.

    Raises:
        NoSuchCategory, CategoryInUse.
    """
    name = require_category(unit, category_id)
    p = t.products.c
    inside = (p.category_id == category_id, p.deleted_at.is_(None))
    count = unit.connection.scalar(select(func.count()).select_from(t.products).where(*inside)) or 0
    if count:
        first = list(unit.connection.scalars(select(p.name).where(*inside).order_by(p.sort_order, p.id).limit(NAMED)))
        raise CategoryInUse(f"{count} products are in {name}: {', '.join(first)}.", products=first, count=count)
    unit.connection.execute(update(t.categories).where(t.categories.c.id == category_id).values(deleted_at=unit.now))
    menu_changed(unit)
    record(unit, by.id, "category_removed", f"category:{category_id}", {"name": name}, correlation_id=correlation_id)
