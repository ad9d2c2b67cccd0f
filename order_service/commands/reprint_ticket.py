"""Print a ticket again, on its own printer or on another; every repeat says on paper what it is."""

from sqlalchemy import select

from kernel.errors import Conflict
from order_service.commands.living_ticket import living_ticket, require_something_to_make
from order_service.commands.second_paper import (
    PrinterNotFound,
    end_job,
    note_act,
    owe_copy,
    ticket_for,
)
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.domain.print_job import OPEN_STATES, TROUBLE_STATES, require_act
from order_service.domain.routing import Destination
from order_service.store.alerts import settle_alert
from order_service.store.menu import read_routes
from order_service.store.tables import printers
from order_service.store.unit_of_work import UnitOfWork


class SamePrinter(Conflict):
    """The ticket is waiting at that printer."""

    code = "same-printer"
    hint = "Choose another printer, or print it again on this one."


def print_again(unit: UnitOfWork, job_id: str, by: Staff, rules: HouseRules, correlation_id: str) -> str:
    """Print a ticket that ended once more, as a copy; one still on its way is not doubled: the loops keep asking.

    What was cancelled since is not asked for again. Where its printer has a stand-in, that one prints it.

    Returns:
        the id of the job to watch: a new one, or the same while it is on its way.

    Raises:
        PrintJobNotFound, NotYourOrder, ManagersOnly, NothingToMake.
        JobEnded: it is on another paper, or somebody took it back.
    """
    job = ticket_for(unit, job_id, by)
    if job["state"] in OPEN_STATES:
        unit.owes_tickets = True  # wakes the relay, which rings what was not answered
        watched = job_id
    else:
        require_act("again", job["state"])
        document = living_ticket(unit, job)
        require_something_to_make(document)
        home = job["meant_for"] or job["printer_id"]
        watched = owe_copy(unit, job, document, read_routes(unit.connection).of_printer(home), rules)
        if job["state"] in TROUBLE_STATES:
            end_job(unit, job, "replaced", watched)
    settle_alert(unit, job_id, "again", by.id)
    note_act(unit, job, by, "ticket_reprinted", {"new_job": watched}, correlation_id)
    return watched


def divert_ticket(
    unit: UnitOfWork, job_id: str, printer_id: str, by: Staff, rules: HouseRules, correlation_id: str
) -> str:
    """Move a ticket to another printer: end the first job, owe its agent a cancel, owe the copy. Returns the new id.

    Raises:
        PrintJobNotFound, NotYourOrder, ManagersOnly, SamePrinter, PrinterNotFound, JobEnded, NothingToMake.
    """
    job = ticket_for(unit, job_id, by)
    if printer_id == job["printer_id"]:
        raise SamePrinter("The ticket waits at that printer already.")
    to = unit.connection.execute(
        select(printers.c.id, printers.c.name).where(printers.c.id == printer_id, printers.c.is_active)
    ).one_or_none()
    if to is None:
        raise PrinterNotFound(f"There is no printer '{printer_id}' in use.")
    require_act("divert", job["state"])
    document = living_ticket(unit, job)
    require_something_to_make(document)
    home = job["meant_for"] or job["printer_id"]
    watched = owe_copy(unit, job, document, Destination(to.id, to.name, home), rules)
    end_job(unit, job, "diverted", watched)
    settle_alert(unit, job_id, "diverted", by.id)
    note_act(unit, job, by, "ticket_diverted", {"new_job": watched, "to": printer_id}, correlation_id)
    return watched
