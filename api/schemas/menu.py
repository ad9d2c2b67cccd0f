"""The menu."""

from typing import Annotated

from pydantic import Field

from api.schemas.common import AnswerBody, Id, Money
from order_service.domain.menu import Unit

Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class ChipOut(AnswerBody):
    """A ready note (`χωρίς αλάτι`)."""

    name: str
    name_en: str


class CategoryOut(AnswerBody):
    """A page of the menu."""

    id: Id
    name: str
    name_en: str
    color: Color
    sort_order: int
    printer_zone_id: str | None
    """Zone of its products that name none of their own."""
    course: int | None
    """Course of its products that name none; 1 is served first."""
    note_chips: list[ChipOut]
    """Ready notes for its products' lines."""


class OptionOut(AnswerBody):
    """Something to add, with its price."""

    id: Id
    name: str
    name_en: str
    extra_cost: Money


class IngredientOut(AnswerBody):
    """Something in the dish that a guest may leave out."""

    id: Id
    name: str
    name_en: str
    extra_cost: Money
    """Added to the unit price when it is left out; usually 0.00."""


class ChoiceOut(AnswerBody):
    """One of an exclusive set."""

    id: Id
    name: str
    name_en: str
    price_delta: Money


class PreferenceSetOut(AnswerBody):
    """A question (`ψήσιμο`) that takes from `min_choices` to `max_choices` answers."""

    id: Id
    name: str
    name_en: str
    is_required: bool
    """The guest must be asked: the defaults alone are not enough."""
    min_choices: int
    max_choices: int
    default_choice_ids: list[Id]
    """What answers it when nobody does."""
    default_choice_id: Id | None
    choices: list[ChoiceOut]


class ProductOut(AnswerBody):
    """A dish or drink."""

    id: Id
    name: str
    name_en: str
    category_id: Id
    base_price: Money
    kitchen_name: str
    """What its tickets say; '' says its name."""
    unit: Unit
    vat_rate_bp: int
    """VAT inside the price, in hundredths of a percent (1300 is 13 %)."""
    course: int | None
    """Its own, else its category's; 1 is served first, null is of no course."""
    own_course: int | None
    is_available: bool
    """May be ordered now."""
    is_switched_off: bool
    """Off the menu until a manager switches it on."""
    is_out_today: bool
    """86: out until the business day ends."""
    printer_zone_id: str | None
    """First zone that prints it (its own, else its category's); null prints nowhere, and the line says so."""
    zone_ids: list[str]
    """All zones that print it."""
    own_zone_ids: list[str] | None
    """Zones of its own; none of them prints nowhere, null follows its category."""
    image_url: str | None
    sort_order: int
    sold_recently: int
    """Units sold in the last 30 days; orders the Quick page."""
    options: list[OptionOut]
    ingredients: list[IngredientOut]
    preference_sets: list[PreferenceSetOut]
