"""From fired lines to what each zone reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from kernel.errors import Invalid
from kernel.messages import MAX_PAYLOAD_BYTES, AlsoAt, TicketCourse, TicketDocument, TicketLine
from order_service.domain.business_day import local_stamp
from order_service.domain.course import Course, course_title, named_courses
from order_service.domain.menu import ChosenLine, Unit, Zone
from order_service.domain.pricing import quantity_text
from order_service.domain.routing import Destination, Routes
from order_service.domain.search import fold

MAX_DOCUMENT_BYTES = MAX_PAYLOAD_BYTES - 2048
"""Leaves room for the job around the document."""

_ALLERGIES = ("αλλεργ", "allerg")
_UNIT_ON_PAPER: dict[Unit, str] = {"kg": " kg", "l": " L"}


class TicketTooLong(Invalid):
    """More words than one message to a printer's agent may have."""

    code = "ticket-too-long"
    hint = "Send the lines in two rounds."


@dataclass(frozen=True)
class ReadLine:
    """A line as a cook reads it: made at the tap, or from the book when it was held."""

    product_id: int
    name: str
    quantity: Decimal
    zone_ids: tuple[str, ...]
    unit: Unit = "piece"
    course: int | None = None
    extras: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ZoneTicket:
    """One zone's share of a round: indexes into the round's lines, in the order they were tapped."""

    zone: Zone
    line_indexes: tuple[int, ...]
    destination: Destination


@dataclass(frozen=True)
class TicketHead:
    """What all tickets of a round have in common."""

    table_label: str
    section: str
    covers: int | None
    waiter: str
    round_number: int
    fired_at: datetime
    is_addition: bool = False
    """The kitchen has read of this order before."""
    courses: dict[int, Course] = field(default_factory=named_courses)


def as_read(line: ChosenLine) -> ReadLine:
    """What a cook reads of a tap: what is made as always is not said."""
    return ReadLine(
        line.product.id,
        line.product.kitchen_name or line.product.name,
        line.quantity,
        line.product.zone_ids,
        line.product.unit,
        line.course,
        tuple(extra.name for extra in line.options),
        tuple(extra.name for extra in line.removed),
        tuple(f"{question.name}: {choice.name}" for question, choice in line.unusual_choices),
        line.note,
    )


def share_out(lines: Sequence[ReadLine], routes: Routes, section_id: int | None = None) -> list[ZoneTicket]:
    """Which zone reads which lines, and where; a zone without a printer, or a line without a zone, gives no ticket."""
    shares: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        for zone_id in line.zone_ids:
            shares.setdefault(zone_id, []).append(index)
    return [
        ZoneTicket(routes.zones[zone_id], tuple(indexes), destination)
        for zone_id, indexes in shares.items()
        if (destination := routes.of_zone(zone_id, section_id)) is not None
    ]


def document_for(
    ticket: ZoneTicket,
    all_tickets: list[ZoneTicket],
    lines: Sequence[ReadLine],
    head: TicketHead,
    number: int,
    zone: ZoneInfo,
) -> TicketDocument:
    """The ticket's words: courses in the order of service, equal preparations as one line with their sum.

    Raises:
        TicketTooLong: it could never be sent, so the round is refused while somebody looks at it.
    """
    mine = [lines[index] for index in ticket.line_indexes]
    document = TicketDocument(
        ticket_kind="addition" if head.is_addition else "new",
        zone_name=ticket.zone.name,
        number=number,
        previous_number=number - 1 if number > 1 else None,
        table_label=head.table_label,
        section=head.section,
        covers=head.covers,
        waiter=head.waiter,
        round_number=head.round_number,
        fired_at_local=local_stamp(head.fired_at, zone),
        courses=in_courses(mine, head.courses),
        pieces=pieces_of(mine),
        also_at=tuple(
            AlsoAt(zone_name=other.zone.name, pieces=pieces_of([lines[i] for i in other.line_indexes]))
            for other in all_tickets
            if other is not ticket
        ),
        part=all_tickets.index(ticket) + 1,
        parts=len(all_tickets),
        diverted_from=ticket.zone.name if ticket.destination.stand_in else "",
        printed_at=ticket.destination.stand_in,
    )
    if len(document.to_payload()) > MAX_DOCUMENT_BYTES:
        raise TicketTooLong(f"The ticket for {ticket.zone.name} is too long.")
    return document


def in_courses(lines: Sequence[ReadLine], courses: dict[int, Course]) -> tuple[TicketCourse, ...]:
    """Sections by course; lines of no course come first, since a heading above would claim them."""
    by_course = sorted(lines, key=lambda line: line.course or 0)
    return tuple(
        TicketCourse(name=course_title(number, courses), lines=_merged(list(group)))
        for number, group in groupby(by_course, key=lambda line: line.course)
    )


def pieces_of(lines: Sequence[ReadLine]) -> str:
    """How many pieces: units count as themselves, each weighed line as one."""
    counted = [line.unit not in _UNIT_ON_PAPER and line.quantity == int(line.quantity) for line in lines]
    return str(sum(int(line.quantity) if whole else 1 for line, whole in zip(lines, counted, strict=True)))


def _merged(lines: Sequence[ReadLine]) -> tuple[TicketLine, ...]:
    totals: dict[tuple[object, ...], Decimal] = {}
    first: dict[tuple[object, ...], ReadLine] = {}
    for line in lines:
        preparation = (line.product_id, line.name, line.unit, line.extras, line.removed, line.choices, line.note)
        totals[preparation] = totals.get(preparation, Decimal(0)) + line.quantity
        first.setdefault(preparation, line)
    return tuple(_ticket_line(line, totals[preparation]) for preparation, line in first.items())


def allergy_of(note: str) -> tuple[str, str]:
    """What of a note is an allergy, and the rest: `αλλεργία σε καρύδια, καθαρό τηγάνι` -> both parts.

    A phrase between commas that begins with the word, in Greek, English or Greeklish, with or without accents.
    """
    phrases = [phrase.strip() for phrase in re.split("[,;\n]", note)]
    told = [phrase for phrase in phrases if fold(phrase).startswith(_ALLERGIES)]
    if not told:
        return "", note
    return ", ".join(told), ", ".join(phrase for phrase in phrases if phrase and phrase not in told)


def _ticket_line(line: ReadLine, quantity: Decimal) -> TicketLine:
    milli = int(quantity * 1000)
    allergy, note = allergy_of(line.note)
    measure = _UNIT_ON_PAPER.get(line.unit, "")
    return TicketLine(
        quantity=f"{milli // 1000}.{milli % 1000:03d}{measure}" if measure else quantity_text(milli),
        name=line.name,
        removed=line.removed,
        extras=line.extras,
        choices=line.choices,
        note=note,
        allergy=allergy,
    )
