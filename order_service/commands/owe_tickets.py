"""Owe each zone the ticket of lines that are fired now."""

from collections.abc import Sequence
from dataclasses import dataclass

from order_service.domain.house_rules import HouseRules
from order_service.domain.menu import Menu
from order_service.domain.permissions import Staff
from order_service.domain.routing import Routes
from order_service.domain.ticket import ReadLine, TicketHead, ZoneTicket, document_for, share_out
from order_service.store.business_days import running_day
from order_service.store.orders import OrderRow
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FiredTicket:
    """A ticket as it is owed."""

    job_id: str
    ticket: ZoneTicket
    number: int


@dataclass(frozen=True)
class Firing:
    """Who fires what of which round of an order."""

    order: OrderRow
    round_id: int
    round_number: int
    by: Staff
    correlation_id: str
    is_addition: bool
    """The kitchen has read of this order before."""


def owe_tickets(
    unit: UnitOfWork,
    rules: HouseRules,
    menu: Menu,
    firing: Firing,
    lines: Sequence[ReadLine],
    item_ids: Sequence[int],
) -> list[FiredTicket]:
    """Write a ticket for each zone that reads one of the lines.

    Args:
        item_ids: of the lines, in their order.

    Raises:
        TicketTooLong.
    """
    order = firing.order
    shares = share_out(lines, Routes(menu.zones, menu.printers), order.table.section_id)
    if not shares:
        return []
    printers = [share.destination.printer_id for share in shares]
    today = running_day(unit, rules)
    numbers = next_numbers(unit, printers, today)
    head = TicketHead(
        order.table.label,
        order.table.section,
        order.covers,
        firing.by.name,
        firing.round_number,
        unit.now,
        firing.is_addition,
        menu.courses,
    )
    jobs = [
        NewJob(
            printer,
            share.zone.id,
            number,
            document_for(share, shares, lines, head, number, rules.zone),
            tuple(item_ids[index] for index in share.line_indexes),
            meant_for=share.destination.home,
        )
        for share, printer, number in zip(shares, printers, numbers, strict=True)
    ]
    origin = JobOrigin(order.id, firing.round_id, today, firing.correlation_id, firing.by.id)
    job_ids = owe(unit, origin, jobs, rules.stale_after)
    return [FiredTicket(job_id, share, job.number) for job_id, share, job in zip(job_ids, shares, jobs, strict=True)]
