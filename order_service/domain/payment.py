"""What a payment takes of which line. Quantities in thousandths, amounts in cents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kernel.errors import Conflict, Invalid
from kernel.money import Cents
from order_service.domain.check import AlreadyPaid, CheckLine, NothingToPay, price_of_part, spread
from order_service.domain.menu import InvalidQuantity

Tender = Literal["cash", "card", "other"]


class ItemNotOnOrder(Invalid):
    """The line named is not a line of this order, or was named twice."""

    code = "item-not-on-order"
    hint = "Refresh the check and choose from its lines."


class ItemCancelled(Conflict):
    """The line was cancelled."""

    code = "item-cancelled"
    hint = "Refresh the check; a manager took the line back."


class ItemPaid(Conflict):
    """What is paid stays as it is until its payment is taken back."""

    code = "item-paid"
    hint = "A manager takes the payment back first."


class AmountOverUnpaid(Invalid):
    """More money than is left to pay."""

    code = "amount-over-unpaid"
    hint = "Take at most what is left to pay; change is given from the till."


class SharesDoNotAddUp(Invalid):
    """The amounts of a split are not the amount that is paid."""

    code = "shares-do-not-add-up"
    hint = "Ask for the check again; its parts add up to the cent."


class RevisionNeeded(Invalid):
    """A payment of parts or of an amount says which check it was made for."""

    code = "revision-needed"
    hint = "Refresh the check and pay what it shows."


class PaymentAlreadyTakenBack(Conflict):
    """A payment is taken back once."""

    code = "payment-already-taken-back"
    hint = "Refresh the check; somebody took it back."


@dataclass(frozen=True)
class Portion:
    """A part of a line that one payment pays."""

    item_id: int
    quantity_milli: int
    amount_cents: int


@dataclass(frozen=True)
class Share:
    """One guest's money."""

    tender: Tender
    amount_cents: int


def portions_of_items(
    lines: Sequence[CheckLine], wanted: Iterable[tuple[int, int | None]], *, only_whole: bool = False
) -> list[Portion]:
    """Pay named lines: so much of each, or all that is left of it (None).

    Args:
        only_whole: refuse a line of which a part is paid; for phones that don't say which check they saw.

    Raises:
        ItemNotOnOrder: unknown, or named twice.
        InvalidQuantity: nothing of a line.
        AlreadyPaid: less than that is left.
        NothingToPay: all of it together costs nothing.
    """
    by_id = {line.id: line for line in lines}
    portions = []
    for item_id, quantity in wanted:
        line = by_id.pop(item_id, None)
        if line is None:
            raise ItemNotOnOrder(f"Line {item_id} is not on this check, or was named twice.", item_id=item_id)
        if line.paid_milli and (only_whole or not line.unpaid_milli):
            raise AlreadyPaid("This line is paid, or a part of it.", item_id=item_id)
        portion = line.unpaid_milli if quantity is None else quantity
        if portion < 0 or quantity == 0:
            raise InvalidQuantity("A part of a line is more than nothing.", item_id=item_id)
        portions.append(Portion(item_id, portion, price_of_part(line, portion)))
    if not any(portion.amount_cents for portion in portions):
        raise NothingToPay("There is nothing to pay of these lines.")
    return portions


def portions_of_amount(lines: Sequence[CheckLine], amount_cents: int) -> list[Portion]:
    """Pay an amount off the whole check: each unpaid line gives its share; a line's last cent takes its last crumb.

    Raises:
        NothingToPay: nothing is left, or an amount of nothing.
        AmountOverUnpaid: more than is left.
    """
    unpaid = [line for line in lines if line.unpaid_cents > 0]
    left = sum(line.unpaid_cents for line in unpaid)
    if not left or amount_cents <= 0:
        raise NothingToPay("There is nothing to pay.")
    if amount_cents > left:
        raise AmountOverUnpaid("That is more than is left to pay.", unpaid_cents=left)
    shares = spread(amount_cents, [line.unpaid_cents for line in unpaid])
    return [
        Portion(line.id, line.unpaid_milli * cents // line.unpaid_cents, cents)
        for line, cents in zip(unpaid, shares, strict=True)
        if cents
    ]


def divided(portions: Sequence[Portion], shares: Sequence[Share]) -> list[list[Portion]]:
    """Portions of each guest's share, in the order of `shares`.

    Raises:
        SharesDoNotAddUp: naming what they should add up to.
    """
    total = sum(portion.amount_cents for portion in portions)
    if sum(share.amount_cents for share in shares) != total or any(share.amount_cents <= 0 for share in shares):
        raise SharesDoNotAddUp("The shares don't add up to what is paid.", total_cents=total)
    left = [CheckLine(part.item_id, part.quantity_milli, part.amount_cents) for part in portions]
    given = []
    for share in shares:
        taken = portions_of_amount(left, share.amount_cents)
        left = pay(left, taken)
        given.append(taken)
    free = [Portion(part.item_id, part.quantity_milli, 0) for part in portions if not part.amount_cents]
    return [given[0] + free, *given[1:]]


def pay(lines: Sequence[CheckLine], portions: Iterable[Portion]) -> list[CheckLine]:
    """The lines once these portions are paid."""
    return _moved(lines, portions, 1)


def take_back(lines: Sequence[CheckLine], portions: Iterable[Portion]) -> list[CheckLine]:
    """The lines once these portions are given back."""
    return _moved(lines, portions, -1)


def due_of(lines: Iterable[CheckLine]) -> Cents:
    """What guests owe for these lines, paid or not."""
    return Cents(sum(line.due_cents for line in lines))


def paid_of(lines: Iterable[CheckLine]) -> Cents:
    """What was paid of them."""
    return Cents(sum(line.paid_cents for line in lines))


def _moved(lines: Sequence[CheckLine], portions: Iterable[Portion], sign: int) -> list[CheckLine]:
    by_item = {portion.item_id: portion for portion in portions}
    return [
        line
        if (portion := by_item.get(line.id)) is None
        else replace(
            line,
            paid_milli=line.paid_milli + sign * portion.quantity_milli,
            paid_cents=line.paid_cents + sign * portion.amount_cents,
        )
        for line in lines
    ]
