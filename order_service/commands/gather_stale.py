"""Late tickets come out as one slip when their printer is back, instead of a flood that nobody can cook from."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from kernel.ids import new_ulid
from kernel.messages import TicketDocument
from order_service.commands.living_ticket import living_ticket
from order_service.commands.second_paper import end_job, may_be_out, stands_in
from order_service.domain.business_day import local_stamp
from order_service.domain.catch_up import IN_THE_KITCHEN, StaleTicket, late_of, pages
from order_service.domain.house_rules import HouseRules
from order_service.domain.routing import Destination
from order_service.store.alerts import settle_alert
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.menu import read_routes
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe
from order_service.store.tables import IN_TROUBLE, OLDEST_FIRST, print_jobs, printers, zones
from order_service.store.unit_of_work import UnitOfWork

AT_ONCE = 300
"""Tickets on the slips of one transaction; the rest follows at the next look."""


def gather_stale(unit: UnitOfWork, printer_id: str, rules: HouseRules) -> list[str]:
    """Owe the printer, or its stand-in, a slip that stands for all its tickets that went stale; returns its ids."""
    stale = select(print_jobs).where(IN_TROUBLE, print_jobs.c.printer_id == printer_id, print_jobs.c.reason == "stale")
    rows = unit.connection.execute(stale.order_by(OLDEST_FIRST).limit(AT_ONCE)).all()
    jobs = [dict(row._mapping) for row in rows]
    for job in jobs:
        if not is_kitchen_paper(job):
            end_job(unit, job, "dropped")  # its alert stays, for whoever waited for it
    return gather(
        unit, [job for job in jobs if is_kitchen_paper(job)], read_routes(unit.connection).of_printer(printer_id), rules
    )


def is_kitchen_paper(job: Mapping[str, Any]) -> bool:
    """A late bill, report or test is of no use to anybody."""
    return job["document"].get("ticket_kind", "new") in IN_THE_KITCHEN


def gather(
    unit: UnitOfWork, jobs: Sequence[Mapping[str, Any]], destination: Destination, rules: HouseRules
) -> list[str]:
    """End these, oldest first, and owe the slip that stands for them; several only when one message can't hold it."""
    if not jobs:
        return []
    late = [late_of(StaleTicket(living_ticket(unit, job), may_be_out(job))) for job in jobs]
    slips = pages(late)
    today = running_day(unit, rules)
    numbers = next_numbers(unit, [destination.printer_id] * len(slips), today)
    zone = unit.connection.execute(
        select(zones.c.id, zones.c.name)
        .join(printers, printers.c.zone_id == zones.c.id)
        .where(printers.c.id == destination.home)
    ).one()
    senders = {job["sender_id"] for job in jobs}
    origin = JobOrigin(
        None, None, today, f"catch-up-{new_ulid(unit.now)}", senders.pop() if len(senders) == 1 else None
    )
    papers = [
        NewJob(
            destination.printer_id,
            zone.id,
            number,
            stands_in(
                TicketDocument(
                    ticket_kind="catch_up",
                    zone_name=zone.name,
                    number=number,
                    previous_number=number - 1 if number > 1 else None,
                    table_label="",
                    fired_at_local=local_stamp(unit.now, rules.zone),
                    late=tuple(ticket for index in slip for ticket in late[index]),
                    part=part,
                    parts=len(slips),
                ),
                destination,
            ),
            (),
            meant_for=destination.home,
        )
        for part, (slip, number) in enumerate(zip(slips, numbers, strict=True), start=1)
    ]
    slip_ids = owe(unit, origin, papers, rules.stale_after)
    for slip, slip_id in zip(slips, slip_ids, strict=True):
        for job in (jobs[index] for index in slip):
            end_job(unit, job, "gathered", slip_id)
            settle_alert(unit, job["id"], "gathered")
            stood_for = print_jobs.c.replaced_by == job["id"]  # a slip that went stale itself hands its tickets on
            unit.connection.execute(update(print_jobs).where(stood_for).values(replaced_by=slip_id))
    record(
        unit,
        None,
        "tickets_gathered",
        f"printer:{destination.home}",
        {"slips": slip_ids, "jobs": [job["id"] for job in jobs], "printed_at": destination.printer_id},
        correlation_id=origin.correlation_id,
    )
    return slip_ids
