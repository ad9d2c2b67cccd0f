"""Cutting a line in two: a part is cancelled, given free or moved; what was paid stays with what stays."""

from dataclasses import replace

from order_service.domain.check import CheckLine, part_of, price_of_part
from order_service.domain.menu import InvalidQuantity
from order_service.domain.payment import ItemPaid


def cut(line: CheckLine, quantity_milli: int) -> tuple[CheckLine, CheckLine]:
    """Divide a line into (what stays, what goes); gross, discount and what is due add up to the line's.

    What goes is unpaid, and costs what paying that quantity now would cost. `id` is the line's in both.

    Raises:
        InvalidQuantity: nothing, or all of it or more: that is no cut.
        ItemPaid: a part of that quantity is paid.
    """
    if not 0 < quantity_milli < line.quantity_milli:
        raise InvalidQuantity("The part must be smaller than the line.", item_id=line.id)
    if quantity_milli > line.unpaid_milli:
        raise ItemPaid("A part of that is paid.", item_id=line.id)
    share = part_of(line.gross_cents, 0, quantity_milli, line.quantity_milli)
    if line.is_comped:
        gone_discount: int = part_of(line.discount_cents, 0, quantity_milli, line.quantity_milli)
        gone_gross: int = min(max(share, gone_discount), line.gross_cents - (line.discount_cents - gone_discount))
    else:
        gone_due = price_of_part(line, quantity_milli)
        gone_discount = min(max(0, share - gone_due), line.discount_cents)
        gone_gross = gone_due + gone_discount
    gone = replace(
        line,
        quantity_milli=quantity_milli,
        gross_cents=gone_gross,
        discount_cents=gone_discount,
        paid_milli=0,
        paid_cents=0,
    )
    stays = replace(
        line,
        quantity_milli=line.quantity_milli - quantity_milli,
        gross_cents=line.gross_cents - gone_gross,
        discount_cents=line.discount_cents - gone_discount,
    )
    return stays, gone
