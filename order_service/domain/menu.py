"""The menu as values, and what a tap may ask of it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kernel.errors import Conflict, Invalid
from order_service.domain.course import Course, named_courses

Unit = Literal["piece", "kg", "l", "portion"]
"""What a quantity counts; `kg` and `l` are measured, so their quantities have decimals."""


@dataclass(frozen=True)
class Extra:
    """An option, an ingredient to leave out, or a choice: a name and what it adds to the unit price."""

    id: int
    name: str
    name_en: str
    cents: int
    is_default: bool = False


@dataclass(frozen=True)
class PreferenceSet:
    """A question that takes from `min_choices` to `max_choices` answers; unanswered, its defaults answer it."""

    id: int
    name: str
    name_en: str
    choices: tuple[Extra, ...]
    min_choices: int = 1
    max_choices: int = 1

    @property
    def is_required(self) -> bool:
        """The guest must be asked: the defaults alone are not enough."""
        return sum(choice.is_default for choice in self.choices) < self.min_choices


@dataclass(frozen=True)
class Product:
    """A dish or drink as it is sold now."""

    id: int
    name: str
    name_en: str
    kitchen_name: str
    category_id: int
    category_name: str
    base_price_cents: int
    is_available: bool
    zone_ids: tuple[str, ...]
    options: tuple[Extra, ...] = ()
    ingredients: tuple[Extra, ...] = ()
    preference_sets: tuple[PreferenceSet, ...] = ()
    unit: Unit = "piece"
    vat_rate_bp: int = 1300
    """Hundredths of a percent, inside the price."""
    course: int | None = None
    """Its own, else its category's; 1 is served first."""
    out_on: str = ""
    """The business day for which it is out."""
    own_zone_ids: tuple[str, ...] | None = None
    """Where its own setting sends it, none of them for nowhere; None follows its category."""

    def is_out(self, today: str) -> bool:
        """86: out for this business day, and back by itself on the next."""
        return bool(self.out_on) and self.out_on == today

    def is_sold(self, today: str) -> bool:
        """On the menu, and not out for today."""
        return self.is_available and not self.is_out(today)


@dataclass(frozen=True)
class Zone:
    """A preparation area that reads tickets, and the printer that writes them; None when it has no printer."""

    id: str
    name: str
    name_en: str
    printer_id: str | None
    printer_name: str = ""
    section_printers: dict[int, str] = field(default_factory=dict)
    """Sections of the floor whose tickets come out at a printer of their own: the nearest bar."""


@dataclass(frozen=True)
class PrinterPlace:
    """A printer as routing sees it. `diverted_to`: the printer that prints its tickets for the time being."""

    id: str
    name: str
    is_active: bool = True
    diverted_to: str | None = None


@dataclass(frozen=True)
class Menu:
    """One consistent picture of what is sold and where it is made."""

    rev: int
    products: dict[int, Product]
    zones: dict[str, Zone]
    courses: dict[int, Course] = field(default_factory=named_courses)
    printers: dict[str, PrinterPlace] = field(default_factory=dict)


@dataclass(frozen=True)
class LineRequest:
    """One product as tapped."""

    product_id: int
    quantity: Decimal
    option_ids: tuple[int, ...] = ()
    removed_ingredient_ids: tuple[int, ...] = ()
    choice_ids: tuple[int, ...] = ()
    note: str = ""
    course: int | None = None
    """When it is served; None leaves that to the menu."""
    hold: bool = False
    """Kept for later: no ticket until somebody fires it."""


@dataclass(frozen=True)
class ChosenLine:
    """A request whose every id was found on the menu, choices completed by their defaults."""

    product: Product
    quantity: Decimal
    note: str
    options: tuple[Extra, ...] = field(default=())
    removed: tuple[Extra, ...] = field(default=())
    choices: tuple[tuple[PreferenceSet, Extra], ...] = field(default=())
    course: int | None = None
    is_held: bool = False

    @property
    def unusual_choices(self) -> tuple[tuple[PreferenceSet, Extra], ...]:
        """Answers that a cook must read: those of questions whose defaults were not simply left as they are."""
        answered: dict[int, set[int]] = {}
        for question, choice in self.choices:
            answered.setdefault(question.id, set()).add(choice.id)
        usual = {
            question.id
            for question, _ in self.choices
            if answered[question.id] == {choice.id for choice in question.choices if choice.is_default}
        }
        return tuple((question, choice) for question, choice in self.choices if question.id not in usual)


class ProductNotFound(Invalid):
    """No such product on the menu."""

    code = "product-not-found"
    hint = "Refresh the menu; the product was removed."


class ProductNotAvailable(Conflict):
    """86: out for today."""

    code = "product-not-available"
    hint = "Take it off the round, or ask the kitchen."


class InvalidQuantity(Invalid):
    """Zero, negative, too many, or finer than a thousandth."""

    code = "invalid-quantity"
    hint = "Choose a quantity from 0.001 to 999."


class FractionOfPiece(Invalid):
    """Half of something that is sold by the piece."""

    code = "fraction-of-piece"
    hint = "Choose a whole number; what is weighed or sold in portions has another unit on the menu."


class InvalidChoice(Invalid):
    """An option, ingredient or choice that this product does not have, or has had twice."""

    code = "invalid-choice"
    hint = "Open the dish again and choose from what it offers."


MAX_QUANTITY = Decimal(999)


def choose(menu: Menu, request: LineRequest, today: str = "") -> ChosenLine:
    """Find everything the tap names on the menu.

    Args:
        today: the business day, `YYYY-MM-DD`; what is out on it is refused.

    Raises:
        ProductNotFound, ProductNotAvailable, InvalidQuantity, FractionOfPiece, InvalidChoice: naming the product.
    """
    product = menu.products.get(request.product_id)
    if product is None:
        raise ProductNotFound(f"There is no product {request.product_id}.", product_id=request.product_id)
    if not product.is_sold(today):
        raise ProductNotAvailable(f"{product.name} is out for today.", product_id=product.id, name=product.name)
    known = request.quantity.is_finite()  # NaN compares with nothing
    if not known or not 0 < request.quantity <= MAX_QUANTITY or request.quantity != round(request.quantity, 3):
        raise InvalidQuantity(
            f"{request.quantity} is not a quantity of {product.name}.", product_id=product.id, name=product.name
        )
    if product.unit == "piece" and request.quantity != int(request.quantity):
        raise FractionOfPiece(f"{product.name} is sold by the piece.", product_id=product.id, name=product.name)
    return ChosenLine(
        product,
        request.quantity,
        printable_note(request.note),
        _pick(product, "option", product.options, request.option_ids),
        _pick(product, "ingredient", product.ingredients, request.removed_ingredient_ids),
        _answers(product, request.choice_ids),
        product.course if request.course is None else request.course,
        request.hold,
    )


def printable_note(note: str) -> str:
    """The note without control characters (a printer would obey them), white space folded."""
    return " ".join("".join(c if c.isprintable() else " " for c in note).split())


def _pick(product: Product, kind: str, offered: tuple[Extra, ...], ids: tuple[int, ...]) -> tuple[Extra, ...]:
    if len(set(ids)) != len(ids):
        raise InvalidChoice(f"The same {kind} of {product.name} was named twice.", product_id=product.id)
    by_id = {extra.id: extra for extra in offered}
    if missing := [wanted for wanted in ids if wanted not in by_id]:
        raise InvalidChoice(f"{product.name} has no {kind} {missing[0]}.", product_id=product.id, name=product.name)
    return tuple(extra for extra in offered if extra.id in ids)


def _answers(product: Product, ids: tuple[int, ...]) -> tuple[tuple[PreferenceSet, Extra], ...]:
    _pick(product, "choice", tuple(c for s in product.preference_sets for c in s.choices), ids)
    answers: list[tuple[PreferenceSet, Extra]] = []
    for question in product.preference_sets:
        chosen = [choice for choice in question.choices if choice.id in ids]
        if not chosen:
            chosen = [choice for choice in question.choices if choice.is_default]
        least, most = question.min_choices, question.max_choices
        if not least <= len(chosen) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise InvalidChoice(
                f"{product.name} takes {wanted} of {question.name}, not {len(chosen)}.",
                product_id=product.id,
                preference_set_id=question.id,
            )
        answers.extend((question, choice) for choice in chosen)
    return tuple(answers)
