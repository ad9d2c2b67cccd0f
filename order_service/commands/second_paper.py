"""What a second paper of a ticket needs: the first one ends, its agent owes an answer, and the copy says what it is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from kernel.errors import NotFound
from kernel.ids import new_ulid
from kernel.messages import CopyMark, TicketDocument
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff, require_manager, require_order
from order_service.domain.print_job import HOLDS, OPEN_STATES, PAPER_STATES
from order_service.domain.routing import Destination
from order_service.store.audit import record
from order_service.store.orders import order_by_id, waiters_of
from order_service.store.print_jobs import JobOrigin, NewJob, owe
from order_service.store.tables import agent_commands, print_jobs, printers
from order_service.store.unit_of_work import UnitOfWork


class PrintJobNotFound(NotFound):
    """No such ticket."""

    code = "print-job-not-found"
    hint = "Refresh the list of tickets."


class PrinterNotFound(NotFound):
    """No such printer, or it is switched off."""

    code = "printer-not-found"
    hint = "Choose one of the printers in use."


def ticket_for(unit: UnitOfWork, job_id: str, by: Staff) -> dict[str, Any]:
    """A row of `print_jobs`, for somebody who may act on it.

    Raises:
        PrintJobNotFound, NotYourOrder.
        ManagersOnly: a paper of no order, sent by somebody else.
    """
    row = unit.connection.execute(select(print_jobs).where(print_jobs.c.id == job_id)).one_or_none()
    if row is None:
        raise PrintJobNotFound("There is no such ticket.")
    if not by.manages and row.sender_id != by.id:
        order = None if row.order_id is None else order_by_id(unit.connection, row.order_id)
        if order is None:
            require_manager(by)
        else:
            require_order(by, order.opened_by, waiters_of(unit.connection, order.id), order.owner_name)
    return dict(row._mapping)


def owe_copy(
    unit: UnitOfWork,
    job: Mapping[str, Any],
    document: TicketDocument,
    destination: Destination,
    rules: HouseRules,
) -> str:
    """Owe a second paper under the number of the first; its sender stays who sent the first. Returns its id."""
    if destination.printer_id != job["printer_id"] or destination.stand_in:
        document = stands_in(document, destination)
    if destination.printer_id != job["printer_id"] and is_held(job):
        first = select(printers.c.name).where(printers.c.id == job["printer_id"])
        document = document.model_copy(update={"held_at": unit.connection.scalar(first) or ""})
    origin = JobOrigin(job["order_id"], job["round_id"], job["business_day"], job["correlation_id"], job["sender_id"])
    copy = NewJob(
        destination.printer_id,
        job["zone_id"],
        job["ticket_number"],
        document,
        tuple(job["item_ids"]),
        mark_for(job),
        job["id"],
        destination.home,
    )
    return owe(unit, origin, [copy], rules.stale_after)[0]


def stands_in(document: TicketDocument, destination: Destination) -> TicketDocument:
    """`For KITCHEN, printed at BAR`; a paper that is back at its own printer says nothing of the kind."""
    if not destination.stand_in:
        return document.model_copy(update={"diverted_from": "", "printed_at": ""})
    return document.model_copy(update={"diverted_from": document.zone_name, "printed_at": destination.stand_in})


def mark_for(job: Mapping[str, Any]) -> CopyMark:
    """What the second paper must say of the first."""
    if job["state"] in PAPER_STATES:
        return "copy"
    return "possible_copy" if may_be_out(job) else ""


def may_be_out(job: Mapping[str, Any]) -> bool:
    """Whether its paper may have come out. Surely not when it failed before its first byte, and was no copy itself."""
    return not (job["state"] == "failed" and job["tries"] == 0 and not job["copy_mark"])


def is_held(job: Mapping[str, Any]) -> bool:
    """Its printer took it and waits for a hand: paper, cover. It goes on by itself with what it holds."""
    return job["state"] == "printing" and job["reason"] in HOLDS


def end_job(unit: UnitOfWork, job: Mapping[str, Any], state: str, replaced_by: str | None = None) -> None:
    """End it, for this state says why, and owe its agent a cancel if it may still print it."""
    unit.connection.execute(
        update(print_jobs)
        .where(print_jobs.c.id == job["id"])
        .values(state=state, replaced_by=replaced_by, updated_at=unit.now)
    )
    if job["state"] in OPEN_STATES:  # `new` too: it may have been rung a moment ago
        unit.connection.execute(
            insert(agent_commands),
            {
                "id": new_ulid(unit.now),
                "printer_id": job["printer_id"],
                "action": "cancel",
                "job_id": job["id"],
                "created_at": unit.now,
            },
        )
        unit.owes_tickets = True
    unit.announce("print_job", job["id"])
    if job["order_id"] is not None:
        unit.announce("order", job["order_id"])


def note_act(
    unit: UnitOfWork,
    job: Mapping[str, Any],
    by: Staff,
    action: str,
    details: dict[str, Any],
    correlation_id: str,
    reason: str = "",
) -> None:
    """Who did what to the ticket, in the audit log, under its order or else under its printer."""
    subject = f"printer:{job['printer_id']}" if job["order_id"] is None else f"order:{job['order_id']}"
    facts = {"job": job["id"], "printer": job["printer_id"], **details}
    record(unit, by.id, action, subject, facts, reason=reason, correlation_id=correlation_id)
    if job["order_id"] is not None:
        unit.announce("order", job["order_id"])
