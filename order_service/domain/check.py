"""What guests owe, and how an amount is divided.

Rounding rule of the house: a line is rounded once, half up. Whenever an amount is divided, the k-th part is the rounded
running sum minus what the parts before it took; so parts always add up to the whole, to the cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kernel.errors import Conflict, Invalid
from kernel.money import Cents


class AlreadyPaid(Conflict):
    """More of a line was to be paid than is left of it."""

    code = "already-paid"
    hint = "Refresh the check; somebody paid a part of it."


class NothingToPay(Invalid):
    """No line, or only lines that cost nothing more."""

    code = "nothing-to-pay"
    hint = "Choose lines that are not paid yet."


class DiscountTooLarge(Invalid):
    """More than is left to pay, or over a hundred percent."""

    code = "discount-too-large"
    hint = "Choose a smaller discount, or a comp."


@dataclass(frozen=True)
class CheckLine:
    """A live line as money. Quantities in thousandths, amounts in cents.

    Attributes:
        gross_cents: the line's price before discount and comp.
        discount_cents: taken off this line; at most gross.
        is_comped: served, not charged.
        paid_milli, paid_cents: how much of it was paid.
    """

    id: int
    quantity_milli: int
    gross_cents: int
    discount_cents: int = 0
    is_comped: bool = False
    paid_milli: int = 0
    paid_cents: int = 0

    @property
    def due_cents(self) -> int:
        """What the whole line costs the guests."""
        return 0 if self.is_comped else self.gross_cents - self.discount_cents

    @property
    def unpaid_cents(self) -> int:
        """What is left to pay of it."""
        return self.due_cents - self.paid_cents

    @property
    def unpaid_milli(self) -> int:
        """How much of its quantity is left to pay."""
        return self.quantity_milli - self.paid_milli


def part_of(total_cents: int, before: int, part: int, whole: int) -> Cents:
    """The share of `part` in `whole` when `before` were given out already; any unit, `whole` over 0."""
    return Cents(_rounded(total_cents, before + part, whole) - _rounded(total_cents, before, whole))


def spread(total_cents: int, weights: Sequence[int]) -> list[Cents]:
    """Divide an amount by weights (not all zero); the parts add up to it."""
    whole = sum(weights)
    parts, before = [], 0
    for weight in weights:
        parts.append(part_of(total_cents, before, weight, whole))
        before += weight
    return parts


def equal_parts(total_cents: int, people: int) -> list[Cents]:
    """An equal split: parts differ by a cent at most."""
    return spread(total_cents, [1] * people)


def price_of_part(line: CheckLine, quantity_milli: int) -> Cents:
    """What paying `quantity_milli` more of a line costs; the last part takes what the others left.

    Raises:
        AlreadyPaid: less than that is left.
    """
    if quantity_milli > line.unpaid_milli:
        raise AlreadyPaid("Less than that is left to pay of this line.", item_id=line.id)
    if quantity_milli == line.unpaid_milli:
        return Cents(line.unpaid_cents)
    return part_of(line.unpaid_cents, 0, quantity_milli, line.unpaid_milli)


def discount_parts(lines: Sequence[CheckLine], discount_cents: int) -> dict[int, Cents]:
    """Take an amount off the unpaid lines, in proportion to what is left to pay of each.

    Raises:
        NothingToPay: nothing is left to pay.
        DiscountTooLarge: more than is left to pay.
    """
    unpaid = [line for line in lines if line.unpaid_cents > 0]
    left = sum(line.unpaid_cents for line in unpaid)
    if not left:
        raise NothingToPay("Everything on this check is paid.")
    if discount_cents > left:
        raise DiscountTooLarge("The discount is larger than what is left to pay.", unpaid_cents=left)
    return dict(
        zip((line.id for line in unpaid), spread(discount_cents, [line.unpaid_cents for line in unpaid]), strict=True)
    )


def percent_of(total_cents: int, percent: Decimal) -> Cents:
    """A percentage from 0 to 100, rounded half up.

    Raises:
        DiscountTooLarge: outside of that.
    """
    if not 0 <= percent <= 100:
        raise DiscountTooLarge("A discount is between 0 and 100 percent.")
    return Cents(int((Decimal(total_cents) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)))


def vat_within(gross_cents: int, rate_bp: int) -> Cents:
    """The VAT inside a price that includes it; `rate_bp` in hundredths of a percent (1300 is 13 %)."""
    net = (Decimal(gross_cents) * 10_000 / (10_000 + rate_bp)).quantize(Decimal(1), ROUND_HALF_UP)
    return Cents(gross_cents - int(net))


def _rounded(total_cents: int, share: int, whole: int) -> int:
    exact = Decimal(total_cents) * share / whole
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
