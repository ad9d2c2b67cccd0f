"""The menu."""

from typing import Annotated

from pydantic import Field

from api.schemas.common import AnswerBody, Id, Money

Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class CategoryOut(AnswerBody):
    """A page of the menu."""

    id: Id
    name: str
    name_en: str
    color: Color
    sort_order: int


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
    """A question with one answer (`ψήσιμο`)."""

    id: Id
    name: str
    name_en: str
    is_required: bool
    default_choice_id: Id | None
    choices: list[ChoiceOut]


class ProductOut(AnswerBody):
    """A dish or drink."""

    id: Id
    name: str
    name_en: str
    category_id: Id
    base_price: Money
    is_available: bool
    printer_zone_id: str | None
    """Zone that prints it (its own, else its category's); null prints nowhere, and the line says so."""
    image_url: str | None
    sort_order: int
    sold_recently: int
    """Units sold in the last 30 days; orders the Quick page."""
    options: list[OptionOut]
    ingredients: list[IngredientOut]
    preference_sets: list[PreferenceSetOut]
