"""What a line costs: integer cents, rounded once per line."""

from decimal import Decimal

from kernel.errors import Invalid
from kernel.money import MAX_CENTS, Cents, times
from order_service.domain.menu import ChosenLine


class AmountTooLarge(Invalid):
    """A line or an order over a million euros is a mistake."""

    code = "amount-too-large"
    hint = "Look at the quantity."


def unit_price(line: ChosenLine) -> Cents:
    """One unit with its options, choices and the price of what is left out; never below zero."""
    extras = [*line.options, *line.removed, *(choice for _, choice in line.choices)]
    return Cents(max(0, line.product.base_price_cents + sum(extra.cents for extra in extras)))


def line_total(unit_cents: int, quantity: Decimal) -> Cents:
    """Raises AmountTooLarge over MAX_CENTS."""
    total = times(unit_cents, quantity)
    if total > MAX_CENTS:
        raise AmountTooLarge("A line can't cost more than a million.")
    return total


def quantity_text(milli: int) -> str:
    """2000 -> `2`, 450 -> `0.450`."""
    return str(milli // 1000) if milli % 1000 == 0 else f"{milli // 1000}.{milli % 1000:03d}"
