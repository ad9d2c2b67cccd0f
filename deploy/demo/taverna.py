"""What `taverna.toml` may say, checked before anything is written to the book."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from kernel.ids import Slug
from kernel.money import from_wire

FILE = Path(__file__).with_name("taverna.toml")


def _is_money(text: str) -> str:
    from_wire(text)
    return text


Price = Annotated[str, AfterValidator(_is_money)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(_Part):
    """A Greek name, its English, and what it adds to a price."""

    name: str = Field(min_length=1, max_length=120)
    name_en: str = Field(min_length=1, max_length=120)
    price: Price = "0.00"

    @property
    def cents(self) -> int:
        """The price in cents; may be negative for a smaller size."""
        return from_wire(self.price)


class Question(_Part):
    """A question with one answer; without a default it must be answered."""

    name: str
    name_en: str
    default: str = ""
    choices: tuple[Named, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _default_is_a_choice(self) -> Self:
        if self.default and self.default not in {choice.name for choice in self.choices}:
            raise ValueError(f"'{self.default}' is not among the choices of {self.name}")
        return self


class Dish(Named):
    """Something to eat or drink; `zone` overrides the category's."""

    kitchen_name: str = ""
    zone: Slug | None = None
    available: bool = True
    without: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Chip(_Part):
    """A note that is tapped instead of typed."""

    name: str = Field(min_length=1, max_length=40)
    name_en: str = Field(min_length=1, max_length=40)


class Category(_Part):
    """A page of the menu; without a zone its dishes print nowhere."""

    name: str
    name_en: str
    color: str = Field(pattern=r"^#[0-9a-f]{6}$")
    zone: Slug | None = None
    course: int | None = Field(None, ge=1, le=9)
    chips: tuple[Chip, ...] = ()
    dishes: tuple[Dish, ...]


class Zone(_Part):
    """A preparation area and the name of its printer, whose id is the zone's."""

    id: Slug
    name: str
    name_en: str
    printer: str


class Section(_Part):
    """Tables served together, numbered from first to last."""

    name: str
    name_en: str
    first_table: int
    last_table: int


class Person(_Part):
    """Somebody who signs in; the PIN is drawn when the taverna is made."""

    username: str
    name: str
    role: Literal["waiter", "manager"]


class Taverna(_Part):
    """The whole file."""

    zones: tuple[Zone, ...]
    sections: tuple[Section, ...]
    staff: tuple[Person, ...]
    ingredients: dict[str, Named]
    options: dict[str, Named]
    questions: dict[str, Question]
    categories: tuple[Category, ...]

    @model_validator(mode="after")
    def _every_name_is_known(self) -> Self:
        zones = {zone.id for zone in self.zones}
        for category in self.categories:
            for dish in category.dishes:
                named = {category.zone, dish.zone} - {None} - zones
                named |= set(dish.without) - self.ingredients.keys()
                named |= set(dish.extras) - self.options.keys()
                named |= set(dish.asks) - self.questions.keys()
                if named:
                    raise ValueError(f"{dish.name} names {', '.join(map(str, named))}, which the file does not explain")
        return self


def read_taverna(file: Path = FILE) -> Taverna:
    """The demo's taverna."""
    return Taverna.model_validate(tomllib.loads(file.read_text("utf-8")))
