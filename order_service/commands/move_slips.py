"""Tell each zone that made something of it that the table changed: "6 -> 9"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from kernel.messages import TicketDocument
from order_service.commands.keep_lines import read_back
from order_service.commands.second_paper import stands_in
from order_service.domain.business_day import local_stamp
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.domain.ticket import in_courses, pieces_of
from order_service.store.business_days import running_day
from order_service.store.menu import read_routes
from order_service.store.orders import OrderRow
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe, tickets_of_lines
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MovedLine:
    """So much of a line, as it was before it moved."""

    row: Row[Any]
    quantity_milli: int

    @property
    def told_as(self) -> int:
        """The line that its ticket names."""
        key: int = self.row.cut_from or self.row.id
        return key


@dataclass(frozen=True)
class Move:
    """Lines that are served at another table now.

    Attributes:
        to: the order they are on, at its table.
        is_whole: everything of the old table moved, so a slip need not name lines.
    """

    from_label: str
    to: OrderRow
    lines: Sequence[MovedLine]
    by: Staff
    correlation_id: str
    is_whole: bool


def owe_move_slips(unit: UnitOfWork, move: Move, rules: HouseRules) -> list[str]:
    """A slip for each zone that was told of one of the lines; returns the ids of the jobs.

    Lines without a ticket (held, or of no zone) owe none, and what is printed stays printed: slips name no items.
    """
    tickets = tickets_of_lines(unit.connection, {line.told_as for line in move.lines})
    by_zone: dict[str, tuple[Any, list[MovedLine]]] = {}
    for line in move.lines:
        for job in tickets.get(line.told_as, []):
            latest, lines = by_zone.get(job.zone_id, (job, []))
            by_zone[job.zone_id] = (max(latest, job, key=lambda one: int(one.position)), [*lines, line])
    if not by_zone:
        return []
    routes = read_routes(unit.connection)
    told = [(zone_id, *by_zone[zone_id]) for zone_id in sorted(by_zone)]
    ways = [routes.of_slip(zone_id, job.meant_for or job.printer_id) for zone_id, job, _ in told]
    today = running_day(unit, rules)
    numbers = next_numbers(unit, [way.printer_id for way in ways], today)
    jobs = [
        NewJob(
            way.printer_id,
            zone_id,
            number,
            stands_in(_slip(unit, move, job.document, lines, number, rules), way),
            (),
            meant_for=way.home,
        )
        for (zone_id, job, lines), way, number in zip(told, ways, numbers, strict=True)
    ]
    origin = JobOrigin(move.to.id, None, today, move.correlation_id, move.by.id)
    return owe(unit, origin, jobs, rules.stale_after)


def _slip(
    unit: UnitOfWork, move: Move, original: dict[str, Any], lines: list[MovedLine], number: int, rules: HouseRules
) -> TicketDocument:
    read = [] if move.is_whole else [read_back(line.row, line.quantity_milli) for line in lines]
    in_one_list = [replace(line, course=None) for line in read]
    return TicketDocument(
        ticket_kind="move",
        zone_name=original["zone_name"],
        number=number,
        previous_number=number - 1 if number > 1 else None,
        about_number=original["number"],
        moved_from=move.from_label,
        table_label=move.to.table.label,
        section=move.to.table.section,
        waiter=move.by.name,
        fired_at_local=local_stamp(unit.now, rules.zone),
        courses=in_courses(in_one_list, {}) if read else (),
        pieces=pieces_of(read) if read else "",
        language=original.get("language", "el"),
    )
