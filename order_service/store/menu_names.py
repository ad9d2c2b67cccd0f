"""Small reads that a change of the menu asks for first."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, select

from kernel.errors import Conflict, Invalid, NotFound
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork


class NoSuchProduct(NotFound):
    """No such product, or it was removed."""

    code = "no-such-product"
    hint = "Refresh the menu; somebody removed it."


class NoSuchCategory(NotFound):
    """No such category, or it was removed."""

    code = "no-such-category"
    hint = "Refresh the menu; somebody removed it."


class UnknownCategory(Invalid):
    """A product names a category that does not exist."""

    code = "unknown-category"
    hint = "Choose one of the menu's categories."


class UnknownZone(Invalid):
    """A product, category or printer names a zone that does not exist."""

    code = "unknown-zone"
    hint = "Choose one of the zones, or make it first."


class NameTaken(Conflict):
    """Another living one has this name; export and import tell them apart by it."""

    code = "name-taken"
    hint = "Choose another name."


def require_product(unit: UnitOfWork, product_id: int) -> str:
    """The living product's name. Raises NoSuchProduct."""
    p = t.products.c
    name = unit.connection.scalar(select(p.name).where(p.id == product_id, p.deleted_at.is_(None)))
    if name is None:
        raise NoSuchProduct(f"There is no product {product_id}.")
    return str(name)


def require_category(unit: UnitOfWork, category_id: int) -> str:
    """The living category's name. Raises NoSuchCategory."""
    c = t.categories.c
    name = unit.connection.scalar(select(c.name).where(c.id == category_id, c.deleted_at.is_(None)))
    if name is None:
        raise NoSuchCategory(f"There is no category {category_id}.")
    return str(name)


def require_zones(unit: UnitOfWork, zone_ids: Collection[str]) -> None:
    """Raises UnknownZone for the first that does not exist."""
    for zone_id in zone_ids:
        if zone_id not in living_zones(unit):
            raise UnknownZone(f"There is no zone '{zone_id}'.", zone_id=zone_id)


def living_zones(unit: UnitOfWork) -> set[str]:
    """Ids of all zones."""
    return set(unit.connection.scalars(select(t.zones.c.id).where(t.zones.c.deleted_at.is_(None))))


def require_free_name(
    unit: UnitOfWork, table: Table, name: str, own_id: int | None, *among: ColumnElement[bool]
) -> None:
    """Raises NameTaken when another living row of `table` has the name."""
    other = unit.connection.scalar(select(table.c.id).where(table.c.name == name, table.c.deleted_at.is_(None), *among))
    if other is not None and other != own_id:
        raise NameTaken(f"There is another '{name}'.", name=name, id=other)


def tables_that_ordered(unit: UnitOfWork, product_id: int) -> list[str]:
    """Labels of tables whose active orders have the product on a line."""
    found = unit.connection.scalars(
        select(t.tables.c.label)
        .distinct()
        .join(t.orders, t.orders.c.table_id == t.tables.c.id)
        .join(t.order_items, t.order_items.c.order_id == t.orders.c.id)
        .where(
            t.IS_ACTIVE,
            t.order_items.c.product_id == product_id,
            t.order_items.c.status != "void",
        )
    )
    return sorted(found)
