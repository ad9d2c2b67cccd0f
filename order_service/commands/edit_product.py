"""Put a product on the menu, change it, take it off, put the menu in order."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Table, select, update

from kernel.errors import Conflict, Invalid
from order_service.domain.menu_draft import ProductDraft, check_product
from order_service.domain.permissions import Staff
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.menu_book import put_in_order, read_pages, write_product
from order_service.store.menu_names import (
    UnknownCategory,
    require_free_name,
    require_product,
    require_zones,
    tables_that_ordered,
)
from order_service.store.unit_of_work import UnitOfWork


class NotTheWholeOrder(Invalid):
    """A new order names something twice, or something that is not there."""

    code = "not-the-whole-order"
    hint = "Refresh the menu and sort it again."


class ProductChanged(Conflict):
    """Somebody else saved the product after it was opened; `parts` names what is different, `by` who did it."""

    code = "product-changed"
    hint = "Look at what changed, then save yours over it or leave it."


@dataclass(frozen=True)
class Seen:
    """The product as it was when somebody began to change it."""

    draft: ProductDraft
    category_id: int


@dataclass(frozen=True)
class RemovedProduct:
    """What became of it.

    Attributes:
        image_url: of the picture that is not needed any more.
        still_on: labels of tables whose orders have it; they keep it, with name and price.
    """

    name: str
    image_url: str | None
    still_on: list[str]


def save_product(
    unit: UnitOfWork, draft: ProductDraft, category_id: int, by: Staff, correlation_id: str, seen: Seen | None = None
) -> int:
    """Add a product, or change the one whose id the draft has, whole; returns its id.

    Args:
        seen: refuse when the product is not like that any more; None saves over whatever is there.

    Raises:
        InvalidMenu, UnknownCategory, UnknownZone, NameTaken, NotOfThisProduct.
        ProductChanged: it is not as it was seen.
        NoSuchProduct: the draft's id is of none.
    """
    check_product(draft)
    before = _draft_of(unit, draft.id) if draft.id is not None else None
    if before is not None and seen is not None:
        _require_unchanged(unit, before, seen)
    c = t.categories.c
    if unit.connection.scalar(select(c.id).where(c.id == category_id, c.deleted_at.is_(None))) is None:
        raise UnknownCategory(f"There is no category {category_id}.", category_id=category_id)
    require_zones(unit, draft.zone_ids or ())
    require_free_name(unit, t.products, draft.name, draft.id, t.products.c.category_id == category_id)
    product_id = write_product(unit, draft, category_id)
    menu_changed(unit)
    record(
        unit,
        by.id,
        "product_added" if before is None else "product_changed",
        f"product:{product_id}",
        {"before": None if before is None else asdict(before), "after": asdict(replace(draft, id=product_id))},
        correlation_id=correlation_id,
    )
    return product_id


def remove_product(unit: UnitOfWork, product_id: int, by: Staff, correlation_id: str) -> RemovedProduct:
    """Take it off the menu. Its row stays, because orders and reports refer to it.

    Raises:
        NoSuchProduct.
    """
    name = require_product(unit, product_id)
    still_on = tables_that_ordered(unit, product_id)
    image_url = unit.connection.scalar(select(t.products.c.image_url).where(t.products.c.id == product_id))
    unit.connection.execute(
        update(t.products).where(t.products.c.id == product_id).values(deleted_at=unit.now, image_url=None)
    )
    menu_changed(unit)
    record(
        unit,
        by.id,
        "product_removed",
        f"product:{product_id}",
        {"name": name, "still_on": still_on},
        correlation_id=correlation_id,
    )
    return RemovedProduct(name, image_url, still_on)


def sort_menu(unit: UnitOfWork, table: Table, ids: Sequence[int], by: Staff, correlation_id: str) -> None:
    """Give products or categories their places; what is not named stays where it is.

    Raises:
        NotTheWholeOrder.
    """
    known = set(unit.connection.scalars(select(table.c.id).where(table.c.deleted_at.is_(None))))
    if len(set(ids)) != len(ids) or not known.issuperset(ids):
        raise NotTheWholeOrder("The new order names something twice, or something that was removed.")
    put_in_order(unit, table, ids)
    menu_changed(unit)
    record(unit, by.id, "menu_sorted", f"menu:{table.name}", {"ids": list(ids)}, correlation_id=correlation_id)


def set_image(unit: UnitOfWork, product_id: int, image_url: str | None, by: Staff, correlation_id: str) -> str | None:
    """Give a product its picture, or none; returns the url of the one before.

    Raises:
        NoSuchProduct.
    """
    require_product(unit, product_id)
    mine = t.products.c.id == product_id
    before: str | None = unit.connection.scalar(select(t.products.c.image_url).where(mine))
    unit.connection.execute(update(t.products).where(mine).values(image_url=image_url))
    menu_changed(unit)
    record(
        unit,
        by.id,
        "product_image_set",
        f"product:{product_id}",
        {"before": before, "after": image_url},
        correlation_id=correlation_id,
    )
    return before


def _draft_of(unit: UnitOfWork, product_id: int) -> ProductDraft:
    require_product(unit, product_id)
    [draft] = [product for page in read_pages(unit.connection, product_id) for product in page.products]
    return draft


def _require_unchanged(unit: UnitOfWork, now: ProductDraft, seen: Seen) -> None:
    parts = [name for name, value in asdict(_comparable(now)).items() if value != asdict(_comparable(seen.draft))[name]]
    if unit.connection.scalar(select(t.products.c.category_id).where(t.products.c.id == now.id)) != seen.category_id:
        parts.append("category_id")
    if not parts:
        return
    who = unit.connection.scalar(
        select(t.users.c.name)
        .join(t.audit_log, t.audit_log.c.user_id == t.users.c.id)
        .where(t.audit_log.c.subject == f"product:{now.id}")
        .order_by(t.audit_log.c.id.desc())
        .limit(1)
    )
    raise ProductChanged(f"{now.name} was changed meanwhile.", parts=parts, by=who or "")


def _comparable(draft: ProductDraft) -> ProductDraft:
    """The order of zones means nothing."""
    return replace(draft, zone_ids=None if draft.zone_ids is None else tuple(sorted(draft.zone_ids)))
