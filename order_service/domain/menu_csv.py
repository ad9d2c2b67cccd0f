"""The menu as a file for spreadsheets: one line a category, chip, product, option, ingredient, group or choice."""

import csv
import io
import re
from collections.abc import Sequence

from kernel.money import to_wire
from order_service.domain.menu_draft import CategoryPage, ExtraDraft, ProductDraft, QuestionDraft

COLUMNS = (
    *("record", "category", "product", "group", "name", "name_en", "kitchen_name", "price", "unit", "vat"),
    *("course", "zones", "available", "color", "min", "max", "default"),
)
"""`group`: the question that a choice answers. `vat` in percent. `min`, `max`: how many answers a group takes."""

NOWHERE = "(none)"
"""In `zones`: prints nowhere. An empty cell follows the category."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def export_menu(pages: Sequence[CategoryPage]) -> str:
    """The whole menu; `import_menu` makes the same menu of it.

    Semicolons, because a Greek Excel reads them as columns. Write it as UTF-8 with a byte order mark, or Excel takes
    Greek letters for something else.
    """
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, restval="", delimiter=";", lineterminator="\r\n")
    rows.writeheader()
    for page in pages:
        own = page.category
        rows.writerow(
            {"record": "category", "name": guarded(own.name), "name_en": guarded(own.name_en), "color": own.color}
            | {"zones": own.zone_id or "", "course": _number(own.course)}
        )
        for chip in own.chips:
            rows.writerow({"record": "chip", "category": guarded(own.name)} | _names(chip.name, chip.name_en))
        for product in page.products:
            _write_product(rows, guarded(own.name), product)
    return out.getvalue()


def guarded(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe; so does text that looks guarded."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell, without the apostrophe of `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _write_product(rows: "csv.DictWriter[str]", category: str, product: ProductDraft) -> None:
    zones = "" if product.zone_ids is None else " ".join(product.zone_ids) or NOWHERE
    rows.writerow(
        {"record": "product", "category": category, "kitchen_name": guarded(product.kitchen_name), "zones": zones}
        | _names(product.name, product.name_en)
        | {"price": to_wire(product.base_price_cents), "unit": product.unit, "vat": to_wire(product.vat_rate_bp)}
        | {"course": _number(product.course), "available": _yes(product.is_available)}
    )
    place = {"category": category, "product": guarded(product.name)}
    for record, extras in (("option", product.options), ("ingredient", product.ingredients)):
        for extra in extras:
            rows.writerow({"record": record} | place | _priced(extra))
    for question in product.questions:
        _write_group(rows, place, question)


def _write_group(rows: "csv.DictWriter[str]", place: dict[str, str], question: QuestionDraft) -> None:
    limits = {"min": str(question.min_choices), "max": str(question.max_choices)}
    rows.writerow({"record": "group"} | place | _names(question.name, question.name_en) | limits)
    for choice in question.choices:
        rows.writerow(
            {"record": "choice", "group": guarded(question.name), "default": _yes(choice.is_default)}
            | place
            | _priced(choice)
        )


def _priced(extra: ExtraDraft) -> dict[str, str]:
    return _names(extra.name, extra.name_en) | {"price": to_wire(extra.cents)}


def _names(name: str, name_en: str) -> dict[str, str]:
    return {"name": guarded(name), "name_en": guarded(name_en)}


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
