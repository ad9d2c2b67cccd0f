"""The menu as a manager writes it: drafts of categories and products, and what must be true of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kernel.errors import Invalid
from kernel.money import MAX_CENTS
from order_service.domain.course import MAX_COURSE
from order_service.domain.menu import Unit

MAX_NAME = 120
MAX_CATEGORY_NAME = 60
MOST_EXTRAS = 30
"""Options of a product, choices of a question and so on: as many as one tap may name."""
MAX_VAT_BP = 10_000


class InvalidMenu(Invalid):
    """A dish or category that can't be sold as it is written; `field` says which part."""

    code = "invalid-menu"
    hint = "Correct the part that is named, and save again."


@dataclass(frozen=True)
class Chip:
    """A ready note."""

    name: str
    name_en: str = ""


@dataclass(frozen=True)
class ExtraDraft:
    """An option, an ingredient, or a choice; `id` when it is there already."""

    name: str
    name_en: str = ""
    cents: int = 0
    is_default: bool = False
    id: int | None = None


@dataclass(frozen=True)
class QuestionDraft:
    """A question and its choices."""

    name: str
    name_en: str = ""
    choices: tuple[ExtraDraft, ...] = ()
    min_choices: int = 1
    max_choices: int = 1
    id: int | None = None


@dataclass(frozen=True)
class ProductDraft:
    """A dish or drink. `zone_ids`: None follows its category, none of them prints nowhere."""

    name: str
    name_en: str = ""
    kitchen_name: str = ""
    base_price_cents: int = 0
    unit: Unit = "piece"
    vat_rate_bp: int = 1300
    course: int | None = None
    is_available: bool = True
    zone_ids: tuple[str, ...] | None = None
    options: tuple[ExtraDraft, ...] = ()
    ingredients: tuple[ExtraDraft, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class CategoryDraft:
    """A page of the menu."""

    name: str
    name_en: str = ""
    color: str = "#46505c"
    zone_id: str | None = None
    course: int | None = None
    chips: tuple[Chip, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class CategoryPage:
    """A category with its products in their order."""

    category: CategoryDraft
    products: tuple[ProductDraft, ...] = ()


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def check_category(draft: CategoryDraft) -> None:
    """Raises InvalidMenu."""
    _check_names(draft, "name", MAX_CATEGORY_NAME)
    _check_course(draft.course)
    for chip in draft.chips:
        _check_names(chip, "note_chips", MAX_CATEGORY_NAME)
    _check_distinct(draft.chips, "note_chips")


def check_product(draft: ProductDraft) -> None:
    """Raises InvalidMenu."""
    _check_names(draft, "name", MAX_NAME)
    _check_text(draft.kitchen_name, "kitchen_name", MAX_NAME)
    _check_course(draft.course)
    if not 0 <= draft.base_price_cents <= MAX_CENTS:
        raise InvalidMenu(f"The price of {draft.name} is below zero or over a million.", field="base_price")
    if not 0 <= draft.vat_rate_bp <= MAX_VAT_BP:
        raise InvalidMenu("A VAT rate is between 0 and 100 %.", field="vat_rate_bp")
    if draft.zone_ids and len(set(draft.zone_ids)) != len(draft.zone_ids):
        raise InvalidMenu(f"{draft.name} names the same zone twice.", field="zone_ids")
    _check_extras(draft.options, "options")
    _check_extras(draft.ingredients, "ingredients")
    if len(draft.questions) > MOST_EXTRAS:
        raise InvalidMenu(f"{draft.name} asks more than {MOST_EXTRAS} questions.", field="preference_sets")
    _check_distinct(draft.questions, "preference_sets")
    for question in draft.questions:
        _check_question(question)


def _check_question(question: QuestionDraft) -> None:
    _check_names(question, "preference_sets", MAX_NAME)
    _check_extras(question.choices, "choices")
    least, most, offered = question.min_choices, question.max_choices, len(question.choices)
    if not 0 <= least <= most or not 1 <= most <= offered:
        raise InvalidMenu(
            f"{question.name} offers {offered} choices, so it can't take {least} to {most}.", field="preference_sets"
        )
    if sum(choice.is_default for choice in question.choices) > most:
        raise InvalidMenu(f"{question.name} has more defaults than answers.", field="preference_sets")


def _check_extras(extras: tuple[ExtraDraft, ...], field: str) -> None:
    if len(extras) > MOST_EXTRAS:
        raise InvalidMenu(f"More than {MOST_EXTRAS} {field}.", field=field)
    for extra in extras:
        _check_names(extra, field, MAX_NAME)
        if abs(extra.cents) > MAX_CENTS:
            raise InvalidMenu(f"The price of {extra.name} is over a million.", field=field)
    _check_distinct(extras, field)


def _check_distinct(named: Iterable[_Named], field: str) -> None:
    [(name, times)] = Counter(one.name for one in named).most_common(1) or [("", 1)]
    if times > 1:
        raise InvalidMenu(f"'{name}' is there twice.", field=field)


def _check_course(course: int | None) -> None:
    if course is not None and not 1 <= course <= MAX_COURSE:
        raise InvalidMenu(f"A course is a number from 1 to {MAX_COURSE}.", field="course")


def _check_names(named: _Named, field: str, longest: int) -> None:
    if not named.name.strip():
        raise InvalidMenu("A name is missing.", field=field)
    _check_text(named.name, field, longest)
    _check_text(named.name_en, field, longest)


def _check_text(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise InvalidMenu(f"'{text[:30]}…' is longer than {longest} characters.", field=field)
    if not text.isprintable():
        raise InvalidMenu("Control characters are not taken: a printer would obey them.", field=field)
    if text != text.strip():
        raise InvalidMenu(f"'{text.strip()}' has spaces around it.", field=field)
