"""The menu as a manager writes it. Prices are written here, and nowhere else."""

from typing import Annotated

from pydantic import AfterValidator, Field

from api.schemas.common import AnswerBody, Id, OneLine, RequestBody
from api.schemas.menu import Color
from kernel.ids import Slug
from kernel.money import from_wire
from order_service.domain.course import MAX_COURSE
from order_service.domain.menu import Unit
from order_service.domain.menu_draft import (
    MAX_CATEGORY_NAME,
    MAX_NAME,
    MAX_VAT_BP,
    MOST_EXTRAS,
    CategoryDraft,
    Chip,
    ExtraDraft,
    ProductDraft,
    QuestionDraft,
)


def _digits(text: str) -> str:
    if not text.isascii():
        raise ValueError("write digits from 0 to 9")
    return text


PriceText = Annotated[str, Field(pattern=r"^-?\d{1,7}(?:\.\d{1,2})?$", examples=["12.50"]), AfterValidator(_digits)]
"""Euros as a decimal string."""

Name = Annotated[OneLine, Field(min_length=1, max_length=MAX_NAME)]
OtherName = Annotated[OneLine, Field(max_length=MAX_NAME)]
Course = Annotated[int, Field(ge=1, le=MAX_COURSE)]


class ChipIn(RequestBody):
    """A ready note."""

    name: Annotated[OneLine, Field(min_length=1, max_length=MAX_CATEGORY_NAME)]
    name_en: Annotated[OneLine, Field(max_length=MAX_CATEGORY_NAME)] = ""


class CategoryIn(RequestBody):
    """A page of the menu, whole."""

    name: Annotated[OneLine, Field(min_length=1, max_length=MAX_CATEGORY_NAME)]
    name_en: Annotated[OneLine, Field(max_length=MAX_CATEGORY_NAME)] = ""
    color: Color = "#46505c"
    printer_zone_id: Slug | None = None
    course: Course | None = None
    note_chips: list[ChipIn] = Field(default_factory=list, max_length=MOST_EXTRAS)

    def draft(self, category_id: int | None = None) -> CategoryDraft:
        """As the domain checks it."""
        chips = tuple(Chip(chip.name, chip.name_en) for chip in self.note_chips)
        return CategoryDraft(self.name, self.name_en, self.color, self.printer_zone_id, self.course, chips, category_id)


class ExtraIn(RequestBody):
    """An option or an ingredient; its `id` when it is there already, so that phones still know it."""

    id: Id | None = None
    name: Name
    name_en: OtherName = ""
    extra_cost: PriceText = "0.00"

    def draft(self) -> ExtraDraft:
        """As the domain checks it."""
        return ExtraDraft(self.name, self.name_en, from_wire(self.extra_cost), id=self.id)


class ChoiceIn(RequestBody):
    """One answer to a question."""

    id: Id | None = None
    name: Name
    name_en: OtherName = ""
    price_delta: PriceText = "0.00"
    is_default: bool = False

    def draft(self) -> ExtraDraft:
        """As the domain checks it."""
        return ExtraDraft(self.name, self.name_en, from_wire(self.price_delta), self.is_default, self.id)


class PreferenceSetIn(RequestBody):
    """A question with its choices; it must be asked when its defaults are fewer than `min_choices`."""

    id: Id | None = None
    name: Name
    name_en: OtherName = ""
    min_choices: Annotated[int, Field(ge=0, le=MOST_EXTRAS)] = 1
    max_choices: Annotated[int, Field(ge=1, le=MOST_EXTRAS)] = 1
    choices: list[ChoiceIn] = Field(min_length=1, max_length=MOST_EXTRAS)

    def draft(self) -> QuestionDraft:
        """As the domain checks it."""
        choices = tuple(choice.draft() for choice in self.choices)
        return QuestionDraft(self.name, self.name_en, choices, self.min_choices, self.max_choices, self.id)


class ProductIn(RequestBody):
    """A dish or drink, whole: what is not in the body is taken away."""

    name: Name
    name_en: OtherName = ""
    kitchen_name: OtherName = ""
    """What its tickets say; '' says its name."""
    category_id: Id
    base_price: PriceText
    unit: Unit = "piece"
    vat_rate_bp: Annotated[int, Field(ge=0, le=MAX_VAT_BP)] = 1300
    course: Course | None = None
    is_available: bool = True
    zone_ids: Annotated[list[Slug], Field(max_length=8)] | None = None
    """Zones of its own; none of them prints nowhere, null follows its category."""
    options: list[ExtraIn] = Field(default_factory=list, max_length=MOST_EXTRAS)
    ingredients: list[ExtraIn] = Field(default_factory=list, max_length=MOST_EXTRAS)
    preference_sets: list[PreferenceSetIn] = Field(default_factory=list, max_length=MOST_EXTRAS)

    def draft(self, product_id: int | None = None) -> ProductDraft:
        """As the domain checks it."""
        return ProductDraft(
            self.name,
            self.name_en,
            self.kitchen_name,
            from_wire(self.base_price),
            self.unit,
            self.vat_rate_bp,
            self.course,
            self.is_available,
            None if self.zone_ids is None else tuple(self.zone_ids),
            tuple(one.draft() for one in self.options),
            tuple(one.draft() for one in self.ingredients),
            tuple(one.draft() for one in self.preference_sets),
            product_id,
        )


class ProductChangeIn(ProductIn):
    """A product, whole, and how it was when the change began."""

    seen: ProductIn | None = None
    """Refused with 409 when it is not like that any more; null saves over whatever is there."""


class NewOrderIn(RequestBody):
    """Ids in the order in which they shall be shown."""

    ids: list[Id] = Field(min_length=1, max_length=2000)


class RemovedProductOut(AnswerBody):
    """What still refers to a product that is off the menu."""

    id: int
    name: str
    still_on: list[str]
    """Labels of tables whose orders have it; they keep it, with its name and price."""
