"""Tickets that are too old to be made blindly come out on one slip, each with its number, when the printer is back."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.messages import LateTicket, TicketDocument, TicketLine
from order_service.domain.ticket import MAX_DOCUMENT_BYTES

IN_THE_KITCHEN = frozenset({"new", "addition", "void", "change", "move", "catch_up"})
"""Kinds that a cook still needs when they are late. A late bill, report or test is of no use to anybody."""

_ROOM = MAX_DOCUMENT_BYTES - 4096
"""Of one slip, its head aside."""


@dataclass(frozen=True)
class StaleTicket:
    """A ticket that is past its time, as it stands now. `may_be_out`: its own paper may be in the kitchen."""

    document: TicketDocument
    may_be_out: bool


def late_of(stale: StaleTicket) -> tuple[LateTicket, ...]:
    """What a slip says of a ticket; a slip that went stale itself gives back the tickets it stands for."""
    document = stale.document
    if document.ticket_kind == "catch_up":
        return tuple(
            late.model_copy(update={"may_be_out": late.may_be_out or stale.may_be_out}) for late in document.late
        )
    return (
        LateTicket.model_validate(
            {
                "number": document.number,
                "ticket_kind": document.ticket_kind,
                "zone_name": document.zone_name,
                "table_label": document.table_label,
                "moved_from": document.moved_from,
                "waiter": document.waiter,
                "fired_at_local": document.fired_at_local,
                "lines": _lines(document),
                "changes": document.changes,
                "cancelled": document.cancelled,
                "reason": document.reason,
                "may_be_out": stale.may_be_out,
            }
        ),
    )


def pages(groups: Sequence[tuple[LateTicket, ...]]) -> list[list[int]]:
    """Which groups stand on which slip: nearly always all on one, since a message holds hundreds of tickets."""
    found: list[list[int]] = [[]]
    room = _ROOM
    for index, group in enumerate(groups):
        size = sum(len(late.to_payload()) for late in group)
        if found[-1] and size > room:
            found.append([])
            room = _ROOM
        found[-1].append(index)
        room -= size
    return found


def _lines(document: TicketDocument) -> tuple[TicketLine, ...]:
    return tuple(line for course in document.courses for line in course.lines)
