"""Tell each zone that a line which it was told of shall be made another way."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from kernel.messages import TicketChange, TicketDocument, TicketLine
from order_service.commands.keep_lines import read_back
from order_service.commands.second_paper import stands_in
from order_service.commands.slip_head import slip_about
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.domain.ticket import ReadLine, in_courses, pieces_of
from order_service.store.business_days import running_day
from order_service.store.menu import read_routes
from order_service.store.orders import OrderRow
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe, tickets_of_lines
from order_service.store.unit_of_work import UnitOfWork


def owe_change_slips(
    unit: UnitOfWork,
    order: OrderRow,
    row: Row[Any],
    wanted: dict[str, Any],
    quantity_milli: int,
    by: Staff,
    rules: HouseRules,
    correlation_id: str,
) -> list[str]:
    """A slip for each ticket that has the line, quoting its number; returns the ids of the jobs.

    Whatever became of the ticket, its slip is owed, as one that takes a line back is.

    Args:
        row: the line as it was sent.
        wanted: the columns that say how it is made, as they are now.
        quantity_milli: so much of it.
    """
    told_as = row.cut_from or row.id
    tickets = sorted(tickets_of_lines(unit.connection, {told_as}).get(told_as, []), key=lambda job: int(job.position))
    if not tickets:
        return []
    before = replace(read_back(row, quantity_milli), course=None)
    after = replace(read_back(row, quantity_milli, wanted), course=None)
    routes = read_routes(unit.connection)
    ways = [routes.of_slip(job.zone_id, job.meant_for or job.printer_id, order.table.section_id) for job in tickets]
    today = running_day(unit, rules)
    numbers = next_numbers(unit, [way.printer_id for way in ways], today)
    owed = []
    for job, way, number in zip(tickets, ways, numbers, strict=True):
        original = TicketDocument.model_validate(job.document)
        said = (TicketChange(before=_told(before), after=_told(after)),)
        slip = slip_about(
            original, order, by, unit.now, number, rules, "change", changes=said, pieces=pieces_of([after])
        )
        paper = NewJob(way.printer_id, job.zone_id, number, stands_in(slip, way), (told_as,), meant_for=way.home)
        origin = JobOrigin(job.order_id, job.round_id, today, correlation_id, by.id)
        owed += owe(unit, origin, [paper], rules.stale_after)
    return owed


def _told(line: ReadLine) -> TicketLine:
    [section] = in_courses([line], {})
    return section.lines[0]
