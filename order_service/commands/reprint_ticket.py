"""Print a ticket again, on its own printer or on another; every repeat says on paper what it is."""

from typing import Any

from sqlalchemy import insert, select, update

from kernel.errors import Conflict, NotFound
from kernel.ids import new_ulid
from kernel.messages import CopyMark, TicketDocument
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff, require_order
from order_service.domain.print_job import OPEN_STATES, JobEnded
from order_service.store.alerts import settle_alert, take_alert
from order_service.store.audit import record
from order_service.store.orders import order_by_id, waiters_of
from order_service.store.print_jobs import TELLS_OF_LINES, JobOrigin, NewJob, owe
from order_service.store.tables import MAX_KEY, agent_commands, alerts, print_jobs, printers
from order_service.store.unit_of_work import UnitOfWork


class PrintJobNotFound(NotFound):
    """No such ticket."""

    code = "print-job-not-found"
    hint = "Refresh the list of tickets."


class PrinterNotFound(NotFound):
    """No such printer, or it is switched off."""

    code = "printer-not-found"
    hint = "Choose one of the printers in use."


class SamePrinter(Conflict):
    """The ticket is waiting at that printer."""

    code = "same-printer"
    hint = "Choose another printer, or print it again on this one."


class AlertNotFound(NotFound):
    """No such alert, or somebody acted on it."""

    code = "alert-not-found"
    hint = "Somebody took care of it; refresh."


def print_again(unit: UnitOfWork, job_id: str, by: Staff, rules: HouseRules, correlation_id: str) -> str:
    """Print a ticket that ended once more, as a copy; one still on its way is not doubled: the loops keep asking.

    Returns:
        the id of the job to watch: a new one, or the same while it is on its way.
    """
    job = _job_for(unit, job_id, by)
    if job["state"] in OPEN_STATES:
        settle_alert(unit, job_id, "again", by.id)
        unit.owes_tickets = True  # wakes the relay, which rings what was not answered
        watched = job_id
    else:
        watched = _owe_copy(unit, job, job["printer_id"], by, rules, diverted=False)
        settle_alert(unit, job_id, "again", by.id)
    _note(unit, job, by, "ticket_reprinted", {"new_job": watched}, correlation_id)
    return watched


def divert_ticket(
    unit: UnitOfWork, job_id: str, printer_id: str, by: Staff, rules: HouseRules, correlation_id: str
) -> str:
    """Move a ticket to another printer: end the first job, owe its agent a cancel, owe the copy. Returns the new id."""
    job = _job_for(unit, job_id, by)
    if printer_id == job["printer_id"]:
        raise SamePrinter("The ticket waits at that printer already.")
    if unit.connection.scalar(select(printers.c.id).where(printers.c.id == printer_id, printers.c.is_active)) is None:
        raise PrinterNotFound(f"There is no printer '{printer_id}' in use.")
    if job["state"] in ("printed", "diverted", "cancelled", "dropped"):
        raise JobEnded(f"This ticket is {job['state']}.", state=job["state"])
    watched = _owe_copy(unit, job, printer_id, by, rules, diverted=True)
    _end(unit, job, "diverted")
    settle_alert(unit, job_id, "diverted", by.id)
    _note(unit, job, by, "ticket_diverted", {"new_job": watched, "to": printer_id}, correlation_id)
    return watched


def act_on_alert(unit: UnitOfWork, alert_id: int, action: str, reason: str, by: Staff, correlation_id: str) -> None:
    """`told_kitchen`: the ticket is taken back, so that it is not cooked twice; `seen`: only the alarm ends;
    `taken`: somebody is on it, and the others see who."""
    if alert_id > MAX_KEY:
        raise AlertNotFound(f"There is no open alert {alert_id}.")
    job_id = unit.connection.scalar(select(alerts.c.job_id).where(alerts.c.id == alert_id, alerts.c.acted_at.is_(None)))
    if job_id is None:
        raise AlertNotFound(f"There is no open alert {alert_id}.")
    job = _job_for(unit, job_id, by)
    if action == "told_kitchen" and job["state"] in OPEN_STATES:
        _end(unit, job, "dropped")
    if action == "taken":
        take_alert(unit, job_id, by.id)
    else:
        settle_alert(unit, job_id, action, by.id)
    _note(unit, job, by, "alert_acted_on", {"alert": alert_id, "action": action}, correlation_id, reason)


def _job_for(unit: UnitOfWork, job_id: str, by: Staff) -> dict[str, Any]:
    row = unit.connection.execute(select(print_jobs).where(print_jobs.c.id == job_id)).one_or_none()
    if row is None:
        raise PrintJobNotFound("There is no such ticket.")
    order = order_by_id(unit.connection, row.order_id)
    if order is not None and not by.manages and row.sender_id != by.id:
        require_order(by, order.opened_by, waiters_of(unit.connection, order.id), order.owner_name)
    return dict(row._mapping)


def _owe_copy(
    unit: UnitOfWork, job: dict[str, Any], printer_id: str, by: Staff, rules: HouseRules, *, diverted: bool
) -> str:
    document = _at_its_table(unit, TicketDocument.model_validate(job["document"]), job["order_id"])
    if diverted:
        document = document.model_copy(update={"diverted_from": document.zone_name})
    origin = JobOrigin(job["order_id"], job["round_id"], job["business_day"], job["correlation_id"], by.id)
    copy = NewJob(
        printer_id,
        job["zone_id"],
        job["ticket_number"],
        document,
        tuple(job["item_ids"]),
        _mark_for(job),
        job["id"],
    )
    return owe(unit, origin, [copy], rules.stale_after)[0]


def _at_its_table(unit: UnitOfWork, document: TicketDocument, order_id: int) -> TicketDocument:
    """A copy goes to the table where the guests sit now, and says where they sat."""
    order = order_by_id(unit.connection, order_id)
    if order is None or order.table.label == document.table_label or document.ticket_kind not in TELLS_OF_LINES:
        return document
    return document.model_copy(update={"table_label": order.table.label, "moved_from": document.table_label})


def _mark_for(job: dict[str, Any]) -> CopyMark:
    """What the second paper must say of the first."""
    if job["state"] == "printed":
        return "copy"
    surely_not_on_paper = job["state"] == "failed" and job["tries"] == 0 and not job["copy_mark"]
    return "" if surely_not_on_paper else "possible_copy"


def _end(unit: UnitOfWork, job: dict[str, Any], state: str) -> None:
    unit.connection.execute(
        update(print_jobs).where(print_jobs.c.id == job["id"]).values(state=state, updated_at=unit.now)
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


def _note(
    unit: UnitOfWork,
    job: dict[str, Any],
    by: Staff,
    action: str,
    details: dict[str, Any],
    correlation_id: str,
    reason: str = "",
) -> None:
    facts = {"job": job["id"], "printer": job["printer_id"], **details}
    record(unit, by.id, action, f"order:{job['order_id']}", facts, reason=reason, correlation_id=correlation_id)
    unit.announce("order", job["order_id"])
