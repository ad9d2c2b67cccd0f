"""Tell each zone that lines which it was told of are taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from kernel.messages import TicketDocument
from order_service.commands.keep_lines import read_back
from order_service.commands.second_paper import stands_in
from order_service.commands.slip_head import slip_about
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.domain.ticket import in_courses, pieces_of
from order_service.store.business_days import running_day
from order_service.store.menu import read_routes
from order_service.store.orders import OrderRow
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe, tickets_of_lines
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Voided:
    """A part of a line, or all of it, that is taken back.

    Attributes:
        row: the line as it was sent.
        item_id: the cancelled line that keeps it.
    """

    row: Row[Any]
    item_id: int
    quantity_milli: int


def owe_void_slips(
    unit: UnitOfWork,
    order: OrderRow,
    voided: Sequence[Voided],
    by: Staff,
    reason: str,
    rules: HouseRules,
    correlation_id: str,
) -> list[str]:
    """A slip for each ticket that has one of the lines, quoting its number; returns the ids of the jobs.

    Whatever became of the ticket, its slip is owed: a job in state `new` may be with the agent already, and one that
    failed may be printed again. A line that no printer was ever told of (held, or without a zone) owes none.
    """
    ticket_of = tickets_of_lines(unit.connection, {one.row.cut_from or one.row.id for one in voided})
    shares: dict[str, tuple[Any, list[Voided]]] = {}
    for one in voided:
        for job in ticket_of.get(one.row.cut_from or one.row.id, []):
            shares.setdefault(job.id, (job, []))[1].append(one)
    if not shares:
        return []
    routes = read_routes(unit.connection)
    tickets = sorted(shares.values(), key=lambda share: share[0].position)
    ways = [routes.of_slip(job.zone_id, job.meant_for or job.printer_id, order.table.section_id) for job, _ in tickets]
    today = running_day(unit, rules)
    numbers = next_numbers(unit, [way.printer_id for way in ways], today)
    jobs = [
        NewJob(
            way.printer_id,
            job.zone_id,
            number,
            stands_in(
                _slip(TicketDocument.model_validate(job.document), lines, order, by, reason, number, unit, rules), way
            ),
            tuple(line.item_id for line in lines),
            meant_for=way.home,
        )
        for (job, lines), way, number in zip(tickets, ways, numbers, strict=True)
    ]
    owed = []
    for (original, _), job in zip(tickets, jobs, strict=True):  # a slip belongs to the round of its ticket
        origin = JobOrigin(original.order_id, original.round_id, today, correlation_id, by.id)
        owed += owe(unit, origin, [job], rules.stale_after)
    return owed


def _slip(
    original: TicketDocument,
    lines: list[Voided],
    order: OrderRow,
    by: Staff,
    reason: str,
    number: int,
    unit: UnitOfWork,
    rules: HouseRules,
) -> TicketDocument:
    read = [replace(read_back(line.row, line.quantity_milli), course=None) for line in lines]
    says = {"courses": in_courses(read, {}), "pieces": pieces_of(read), "reason": reason}
    return slip_about(original, order, by, unit.now, number, rules, "void", **says)
