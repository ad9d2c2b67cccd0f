"""Take over a menu file that somebody looked at first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kernel.errors import Conflict, Invalid
from order_service.domain.menu_csv import export_menu
from order_service.domain.menu_draft import CategoryPage
from order_service.domain.menu_import import MenuImport, import_menu
from order_service.domain.menu_sheet import decoded
from order_service.domain.permissions import Staff
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.menu_book import put_in_order, read_pages, write_category, write_product
from order_service.store.unit_of_work import UnitOfWork


class MenuMovedOn(Conflict):
    """The menu or the file is not the one of the preview."""

    code = "menu-moved-on"
    hint = "Look at the preview again: the menu was changed meanwhile, or this is another file."


class MenuFileHasFaults(Invalid):
    """Lines of the file are wrong; nothing was taken over."""

    code = "menu-file-has-faults"
    hint = "Correct the lines that the preview names."


@dataclass(frozen=True)
class Preview:
    """What a file would do; `token` names exactly this file on exactly this menu."""

    token: str
    plan: MenuImport


def preview_import(connection: Connection, file: bytes) -> Preview:
    """Read a file against the menu as it is; changes nothing.

    Raises:
        UnreadableMenuFile.
    """
    current = read_pages(connection)
    zones = set(connection.scalars(select(t.zones.c.id).where(t.zones.c.deleted_at.is_(None))))
    return Preview(_token(file, current), import_menu(decoded(file), current, zones))


def apply_import(unit: UnitOfWork, file: bytes, token: str, by: Staff, correlation_id: str) -> MenuImport:
    """Make the menu what the preview showed, all of it or nothing.

    Raises:
        UnreadableMenuFile, MenuMovedOn, MenuFileHasFaults.
    """
    preview = preview_import(unit.connection, file)
    if preview.token != token:
        raise MenuMovedOn("This is not what the preview showed.")
    plan = preview.plan
    if plan.faults:
        first = plan.faults[0]
        raise MenuFileHasFaults(f"Line {first.line}: {first.detail}", line=first.line)
    if not plan.changes and not plan.is_sorted_anew:
        return plan
    changed = {(change.kind, change.category, change.name) for change in plan.changes}
    categories, products = [], []
    for page in plan.pages:
        name = page.category.name
        is_changed = ("category", name, name) in changed
        category_id = write_category(unit, page.category) if is_changed else page.category.id or 0
        categories.append(category_id)
        for product in page.products:
            is_changed = ("product", name, product.name) in changed
            products.append(write_product(unit, product, category_id) if is_changed else product.id or 0)
    if plan.is_sorted_anew:
        put_in_order(unit, t.categories, categories)
        put_in_order(unit, t.products, products)
    menu_changed(unit)
    record(
        unit,
        by.id,
        "menu_imported",
        "menu:menu",
        {"file": hashlib.sha256(file).hexdigest(), "changes": [_told(change) for change in sorted(changed)]},
        correlation_id=correlation_id,
    )
    return plan


def _told(change: tuple[str, str, str]) -> str:
    kind, category, name = change
    return name if kind == "category" else f"{category}: {name}"


def _token(file: bytes, current: Sequence[CategoryPage]) -> str:
    menu = export_menu(current).encode()
    return hashlib.sha256(hashlib.sha256(file).digest() + hashlib.sha256(menu).digest()).hexdigest()
