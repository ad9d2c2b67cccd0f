"""The menu from the book, cached by its revision."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from order_service.domain.course import Course, named_courses
from order_service.domain.menu import Extra, Menu, PreferenceSet, PrinterPlace, Product, Zone
from order_service.domain.routing import Routes
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork

_MENU_REV = select(t.revisions.c.rev).where(t.revisions.c.name == "menu")

_OWN_REV = "menu_rev_of_own"
"""On the writer's connection: the revision it counted up to last, committed or not."""


class MenuCache:
    """Keeps the last menu read; one small read says whether it still holds. Safe between threads."""

    def __init__(self) -> None:
        self._menu: Menu | None = None

    def get(self, connection: Connection) -> Menu:
        """The menu as this transaction sees it.

        What a transaction itself changed is not kept for others: its commit may fail, and another change then gets the
        same revision.
        """
        rev = connection.scalar(_MENU_REV) or 0
        known = self._menu
        if known is None or known.rev != rev:
            known = read_menu(connection, rev)
            if connection.info.get(_OWN_REV) != rev:
                self._menu = known
        return known


def menu_changed(unit: UnitOfWork) -> int:
    """Count the menu's revision up; every change of menu, zones or printers calls this. Returns the new one."""
    revisions = t.revisions
    updated = unit.connection.execute(
        update(revisions).where(revisions.c.name == "menu").values(rev=revisions.c.rev + 1).returning(revisions.c.rev)
    ).scalar_one_or_none()
    if updated is None:
        unit.connection.execute(insert(revisions), {"name": "menu", "rev": 1})
    rev = updated or 1
    unit.connection.info[_OWN_REV] = rev
    unit.announce("menu", "menu", rev)
    return rev


def read_menu(connection: Connection, rev: int) -> Menu:
    """All products that were not removed, with everything a tap may name, in eleven reads."""
    zones = read_zones(connection)
    categories = {row.id: row for row in connection.execute(select(t.categories))}
    options = _extras(connection.execute(_in_order(t.product_options)), "product_id", "extra_cost_cents")
    ingredients = _extras(connection.execute(_in_order(t.product_ingredients)), "product_id", "extra_cost_cents")
    choices = _extras(
        connection.execute(_in_order(t.product_preference_choices)), "preference_set_id", "price_delta_cents"
    )
    questions: dict[int, list[PreferenceSet]] = defaultdict(list)
    for row in connection.execute(_in_order(t.product_preference_sets)):
        questions[row.product_id].append(
            PreferenceSet(row.id, row.name, row.name_en, tuple(choices[row.id]), row.min_choices, row.max_choices)
        )
    own_zones: dict[int, list[str]] = defaultdict(list)
    routed = select(t.product_zones).order_by(t.product_zones.c.sort_order, t.product_zones.c.zone_id)
    for row in connection.execute(routed):
        own_zones[row.product_id].append(row.zone_id)
    products = {}
    for row in connection.execute(select(t.products).where(t.products.c.deleted_at.is_(None))):
        category = categories[row.category_id]
        own = () if row.prints_nowhere else tuple(own_zones[row.id]) or None
        inherited = (category.printer_zone_id,) if category.printer_zone_id else ()
        products[row.id] = Product(
            row.id,
            row.name,
            row.name_en,
            row.kitchen_name or row.name,
            row.category_id,
            category.name,
            row.base_price_cents,
            row.is_available,
            inherited if own is None else own,
            tuple(options[row.id]),
            tuple(ingredients[row.id]),
            tuple(questions[row.id]),
            row.unit,
            row.vat_rate_bp,
            category.course if row.course is None else row.course,
            row.out_on,
            own,
        )
    return Menu(rev, products, zones, read_courses(connection), read_printer_places(connection))


def read_courses(connection: Connection) -> dict[int, Course]:
    """Courses, by the names that managers gave them."""
    return named_courses([Course(row.number, row.name, row.name_en) for row in connection.execute(select(t.courses))])


def read_routes(connection: Connection) -> Routes:
    """The way from zones to printers, in three reads."""
    return Routes(read_zones(connection), read_printer_places(connection))


def read_printer_places(connection: Connection) -> dict[str, PrinterPlace]:
    """Printers that were not removed, and who stands in for whom."""
    return {
        row.id: PrinterPlace(row.id, row.name, row.is_active, row.diverted_to)
        for row in connection.execute(select(t.printers).where(t.printers.c.deleted_at.is_(None)))
    }


def read_zones(connection: Connection) -> dict[str, Zone]:
    """Zones with the printer that serves each (the first active one, else the first) and those near a section."""
    printers: dict[str, Row[Any]] = {}
    in_use = select(t.printers).where(t.printers.c.deleted_at.is_(None))
    by_preference = in_use.order_by(t.printers.c.is_active.desc(), t.printers.c.id)
    for row in connection.execute(by_preference):
        printers.setdefault(row.zone_id, row)
    near: dict[str, dict[int, str]] = defaultdict(dict)
    for row in connection.execute(select(t.section_printers)):
        near[row.zone_id][row.section_id] = row.printer_id
    return {
        row.id: Zone(
            row.id,
            row.name,
            row.name_en,
            printers[row.id].id if row.id in printers else None,
            printers[row.id].name if row.id in printers else "",
            near[row.id],
        )
        for row in connection.execute(select(t.zones).where(t.zones.c.deleted_at.is_(None)))
    }


def _in_order(table: Any) -> Any:
    return select(table).order_by(table.c.sort_order, table.c.id)


def _extras(rows: Iterable[Row[Any]], owner: str, price: str) -> dict[int, list[Extra]]:
    by_owner: dict[int, list[Extra]] = defaultdict(list)
    for row in rows:
        fields = row._mapping
        by_owner[fields[owner]].append(
            Extra(row.id, row.name, row.name_en, fields[price], bool(fields.get("is_default", False)))
        )
    return by_owner
