"""From fired lines to what each zone reads."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from kernel.errors import Invalid
from kernel.messages import MAX_PAYLOAD_BYTES, AlsoAt, TicketCourse, TicketDocument, TicketLine
from order_service.domain.business_day import local_stamp
from order_service.domain.menu import ChosenLine, Zone
from order_service.domain.pricing import quantity_text

MAX_DOCUMENT_BYTES = MAX_PAYLOAD_BYTES - 2048
"""Leaves room for the job around the document."""


class TicketTooLong(Invalid):
    """More words than one message to a printer's agent may have."""

    code = "ticket-too-long"
    hint = "Send the lines in two rounds."


@dataclass(frozen=True)
class ZoneTicket:
    """One zone's share of a round: indexes into the round's lines, in the order they were tapped."""

    zone: Zone
    line_indexes: tuple[int, ...]


@dataclass(frozen=True)
class TicketHead:
    """What all tickets of a round have in common."""

    table_label: str
    section: str
    covers: int | None
    waiter: str
    round_number: int
    fired_at: datetime


def share_out(lines: list[ChosenLine], zones: dict[str, Zone]) -> list[ZoneTicket]:
    """Which zone reads which lines; a zone without a printer, or a line without a zone, gives no ticket."""
    shares: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        for zone_id in line.product.zone_ids:
            if zone_id in zones and zones[zone_id].printer_id is not None:
                shares.setdefault(zone_id, []).append(index)
    return [ZoneTicket(zones[zone_id], tuple(indexes)) for zone_id, indexes in shares.items()]


def document_for(
    ticket: ZoneTicket,
    all_tickets: list[ZoneTicket],
    lines: list[ChosenLine],
    head: TicketHead,
    number: int,
    zone: ZoneInfo,
) -> TicketDocument:
    """The ticket's words. Equal preparations are one line with the sum of their quantities.

    Raises:
        TicketTooLong: it could never be sent, so the round is refused while somebody looks at it.
    """
    document = TicketDocument(
        ticket_kind="new" if head.round_number == 1 else "addition",
        zone_name=ticket.zone.name,
        number=number,
        previous_number=number - 1 if number > 1 else None,
        table_label=head.table_label,
        section=head.section,
        covers=head.covers,
        waiter=head.waiter,
        round_number=head.round_number,
        fired_at_local=local_stamp(head.fired_at, zone),
        courses=(TicketCourse(lines=_merged([lines[i] for i in ticket.line_indexes])),),
        pieces=pieces_of([lines[i] for i in ticket.line_indexes]),
        also_at=tuple(
            AlsoAt(zone_name=other.zone.name, pieces=pieces_of([lines[i] for i in other.line_indexes]))
            for other in all_tickets
            if other is not ticket
        ),
        part=all_tickets.index(ticket) + 1,
        parts=len(all_tickets),
    )
    if len(document.to_payload()) > MAX_DOCUMENT_BYTES:
        raise TicketTooLong(f"The ticket for {ticket.zone.name} is too long.")
    return document


def pieces_of(lines: list[ChosenLine]) -> str:
    """How many pieces: units count as themselves, each weighed line as one."""
    return str(sum(int(line.quantity) if line.quantity == int(line.quantity) else 1 for line in lines))


def _merged(lines: list[ChosenLine]) -> tuple[TicketLine, ...]:
    totals: dict[tuple[object, ...], Decimal] = {}
    first: dict[tuple[object, ...], ChosenLine] = {}
    for line in lines:
        preparation = (line.product.id, line.options, line.removed, line.choices, line.note)
        totals[preparation] = totals.get(preparation, Decimal(0)) + line.quantity
        first.setdefault(preparation, line)
    return tuple(_ticket_line(line, totals[preparation]) for preparation, line in first.items())


def _ticket_line(line: ChosenLine, quantity: Decimal) -> TicketLine:
    return TicketLine(
        quantity=quantity_text(int(quantity * 1000)),
        name=line.product.kitchen_name or line.product.name,
        removed=tuple(extra.name for extra in line.removed),
        extras=tuple(extra.name for extra in line.options),
        choices=tuple(f"{question.name}: {choice.name}" for question, choice in line.choices),
        note=line.note,
    )
