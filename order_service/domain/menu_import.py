"""What a menu file would change: a new menu, the changes that lead to it, and every fault with its line."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Literal

from order_service.domain.menu_csv import NOWHERE
from order_service.domain.menu_draft import (
    CategoryDraft,
    CategoryPage,
    Chip,
    ExtraDraft,
    InvalidMenu,
    ProductDraft,
    QuestionDraft,
    check_category,
    check_product,
)
from order_service.domain.menu_sheet import CellFault, Fault, SheetRow, head_of, rows_of

MOST_FAULTS = 200
"""So many are enough to see what is wrong with a file."""


@dataclass(frozen=True)
class Change:
    """One category or product that would be added or changed.

    Attributes:
        parts: for a change, each part with what it was and what it would be, as words.
    """

    kind: Literal["category", "product"]
    action: Literal["added", "changed"]
    category: str
    name: str
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class MenuImport:
    """The menu as the file would make it. What the file does not name stays as it is."""

    pages: tuple[CategoryPage, ...]
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    is_sorted_anew: bool


@dataclass
class _Page:
    draft: CategoryDraft
    products: dict[str, ProductDraft]
    before: CategoryPage | None = None
    named: dict[str, int] = field(default_factory=dict)
    """Products that the file names, and on which line."""


def import_menu(text: str, current: Sequence[CategoryPage], zones: Collection[str]) -> MenuImport:
    """Read a file against the menu as it is.

    A file with a column `record` is a whole one: what belongs to the products that it names (options, questions, ...)
    becomes exactly what it says. One without is a plain list of products, and leaves what belongs to them alone.
    Columns that a file does not have change nothing.

    Args:
        zones: ids of the printing zones that exist.

    Raises:
        UnreadableMenuFile: the first line can't be read.
    """
    reading = _Reading(current, zones, is_whole="record" in head_of(text)[1])
    for row in rows_of(text, reading.faults):
        if len(reading.faults) >= MOST_FAULTS:
            break
        reading.take(row)
    return reading.result(current)


class _Reading:
    def __init__(self, current: Sequence[CategoryPage], zones: Collection[str], *, is_whole: bool) -> None:
        self.faults: list[Fault] = []
        self._zones = zones
        self._is_whole = is_whole
        self._pages = {
            page.category.name: _Page(page.category, {one.name: one for one in page.products}, page) for page in current
        }
        self._named: dict[str, int] = {}

    def take(self, row: SheetRow) -> None:
        try:
            getattr(self, f"_{row.record}")(row)
        except CellFault as fault:
            self.faults.append(Fault(row.line, fault.column, fault.detail))

    def result(self, current: Sequence[CategoryPage]) -> MenuImport:
        order = _in_order(self._pages, self._named, self._is_whole)
        pages, changes = [], []
        for name in order:
            page = self._pages[name]
            self._check(page)
            products = [page.products[one] for one in _in_order(page.products, page.named, self._is_whole)]
            pages.append(CategoryPage(page.draft, tuple(products)))
            changes += _changes(page)
        was = [(page.category.name, [one.name for one in page.products]) for page in current]
        now = [(page.category.name, [one.name for one in page.products]) for page in pages]
        faults = tuple(sorted(self.faults, key=lambda fault: fault.line))
        return MenuImport(tuple(pages), tuple(changes), faults[:MOST_FAULTS], was != now)

    def _check(self, page: _Page) -> None:
        """What is wrong with a category or product as a whole is a fault of its own line."""
        if (line := self._named.get(page.draft.name)) is not None:
            self._hold(line, partial(check_category, page.draft))
        for name, line in page.named.items():
            self._hold(line, partial(check_product, page.products[name]))

    def _hold(self, line: int, check: Callable[[], None]) -> None:
        try:
            check()
        except InvalidMenu as fault:
            self.faults.append(Fault(line, str(fault.facts.get("field", "")), fault.detail))

    # ------------------------------------------------------------ a method for each kind of line

    def _category(self, row: SheetRow) -> None:
        name = row.needed("name")
        if name in self._named:
            raise CellFault("name", f"The category '{name}' is there twice.")
        page = self._pages.setdefault(name, _Page(CategoryDraft(name), {}))
        known = page.draft
        zone = row.text("zones", known.zone_id or "")
        self._require_zones("zones", [zone] if zone else [])
        page.draft = replace(
            known,
            name_en=row.text("name_en", known.name_en),
            color=row.text("color", known.color).lower() or CategoryDraft.color,
            zone_id=zone or None,
            course=row.number("course", None) if "course" in row.cells else known.course,
            chips=() if self._is_whole else known.chips,
        )
        self._named[name] = row.line

    def _chip(self, row: SheetRow) -> None:
        page = self._page_of(row)
        chip = Chip(row.needed("name"), row.text("name_en"))
        page.draft = replace(page.draft, chips=(*page.draft.chips, chip))

    def _product(self, row: SheetRow) -> None:
        category, name = row.needed("category"), row.needed("name")
        page = self._pages.get(category)
        if page is None:
            page = self._pages[category] = _Page(CategoryDraft(category), {})
            self._named[category] = row.line
        if name in page.named:
            raise CellFault("name", f"'{name}' is there twice; see line {page.named[name]}.")
        page.named[name] = row.line
        known = page.products.get(name)
        otherwise = known or ProductDraft(name)
        page.products[name] = otherwise
        price = otherwise.base_price_cents if known is not None and "price" not in row.cells else None
        page.products[name] = replace(
            otherwise,
            name_en=row.text("name_en", otherwise.name_en),
            kitchen_name=row.text("kitchen_name", otherwise.kitchen_name),
            base_price_cents=row.cents("price", price),
            unit=row.unit(otherwise.unit),
            vat_rate_bp=row.cents("vat", otherwise.vat_rate_bp if "vat" not in row.cells else ProductDraft.vat_rate_bp),
            course=row.number("course", None) if "course" in row.cells else otherwise.course,
            is_available=row.yes("available", otherwise.is_available if "available" not in row.cells else True),
            zone_ids=self._zones_of(row) if "zones" in row.cells else otherwise.zone_ids,
            options=() if self._is_whole else otherwise.options,
            ingredients=() if self._is_whole else otherwise.ingredients,
            questions=() if self._is_whole else otherwise.questions,
        )

    def _option(self, row: SheetRow) -> None:
        page, product = self._product_of(row)
        known = self._known(page, product.name).options
        page.products[product.name] = replace(product, options=(*product.options, _extra(row, known)))

    def _ingredient(self, row: SheetRow) -> None:
        page, product = self._product_of(row)
        known = self._known(page, product.name).ingredients
        page.products[product.name] = replace(product, ingredients=(*product.ingredients, _extra(row, known)))

    def _group(self, row: SheetRow) -> None:
        page, product = self._product_of(row)
        name = row.needed("name")
        known = {one.name: one for one in self._known(page, product.name).questions}
        question = QuestionDraft(
            name,
            row.text("name_en"),
            (),
            row.number("min", 1) or 0,
            row.number("max", 1) or 0,
            known[name].id if name in known else None,
        )
        page.products[product.name] = replace(product, questions=(*product.questions, question))

    def _choice(self, row: SheetRow) -> None:
        page, product = self._product_of(row)
        group = row.needed("group")
        if not product.questions or product.questions[-1].name != group:
            raise CellFault("group", f"'{group[:40]}' is not the group in the lines above.")
        *others, question = product.questions
        known = {one.name: one for one in self._known(page, product.name).questions}
        choice = replace(
            _extra(row, known[group].choices if group in known else ()), is_default=row.yes("default", False)
        )
        question = replace(question, choices=(*question.choices, choice))
        page.products[product.name] = replace(product, questions=(*others, question))

    # ------------------------------------------------------------ what a line names

    def _page_of(self, row: SheetRow) -> _Page:
        name = row.needed("category")
        if name not in self._named:
            raise CellFault("category", f"'{name[:40]}' is not a category in the lines above.")
        return self._pages[name]

    def _product_of(self, row: SheetRow) -> tuple[_Page, ProductDraft]:
        page, name = self._pages.get(row.needed("category")), row.needed("product")
        if page is None or name not in page.named:
            raise CellFault("product", f"'{name[:40]}' is not a product in the lines above.")
        return page, page.products[name]

    @staticmethod
    def _known(page: _Page, product: str) -> ProductDraft:
        """The product as it is now, whose ids stay with what keeps its name."""
        before = page.before.products if page.before is not None else ()
        return next((one for one in before if one.name == product), ProductDraft(product))

    def _zones_of(self, row: SheetRow) -> tuple[str, ...] | None:
        cell = row.text("zones")
        if cell == NOWHERE:
            return ()
        self._require_zones("zones", zones := tuple(cell.replace(",", " ").split()))
        return zones or None

    def _require_zones(self, column: str, zones: Sequence[str]) -> None:
        for zone in zones:
            if zone not in self._zones:
                raise CellFault(column, f"There is no zone '{zone[:32]}'.")


def _extra(row: SheetRow, known: tuple[ExtraDraft, ...]) -> ExtraDraft:
    name = row.needed("name")
    key = next((one.id for one in known if one.name == name), None)
    return ExtraDraft(name, row.text("name_en"), row.cents("price", 0), id=key)


def _in_order(known: Collection[str], named: Collection[str], is_whole: bool) -> list[str]:
    """A whole file says the order of what it names; a plain list adds at the end."""
    if not is_whole:
        return list(known)
    return [*named, *(name for name in known if name not in named)]


def _changes(page: _Page) -> list[Change]:
    category = page.draft.name
    found = []
    if page.before is None:
        found.append(Change("category", "added", category, category))
    elif parts := _parts(page.before.category, page.draft):
        found.append(Change("category", "changed", category, category, parts))
    before = {one.name: one for one in page.before.products} if page.before else {}
    for name in page.named:
        if name not in before:
            found.append(Change("product", "added", category, name))
        elif parts := _parts(before[name], page.products[name]):
            found.append(Change("product", "changed", category, name, parts))
    return found


def _parts(
    before: ProductDraft | CategoryDraft, after: ProductDraft | CategoryDraft
) -> tuple[tuple[str, str, str], ...]:
    pairs = [(one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(before)]
    return tuple((name, _words(name, was), _words(name, now)) for name, was, now in pairs if was != now)


def _words(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "name", one)) for one in value)
    if name == "base_price_cents" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    return "" if value is None else str(value)
