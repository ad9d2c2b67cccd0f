"""What a person does about a ticket in trouble without printing it: it came out, it is told by mouth, it is dropped."""

from typing import Literal

from sqlalchemy import select

from kernel.errors import NotFound
from order_service.commands.order_change import ReasonMissing
from order_service.commands.second_paper import end_job, note_act, ticket_for
from order_service.domain.permissions import Staff, require_manager
from order_service.domain.print_job import OPEN_STATES, TROUBLE_STATES, require_act
from order_service.store.alerts import settle_alert, take_alert
from order_service.store.tables import MAX_KEY, alerts
from order_service.store.unit_of_work import UnitOfWork

AlertAct = Literal["told_kitchen", "seen", "taken"]


class AlertNotFound(NotFound):
    """No such alert, or somebody acted on it."""

    code = "alert-not-found"
    hint = "Somebody took care of it; refresh."


def came_out(unit: UnitOfWork, job_id: str, by: Staff, correlation_id: str) -> None:
    """Somebody holds the paper in hand: the ticket counts as printed, and nothing of it is sent any more.

    Raises:
        PrintJobNotFound, NotYourOrder, ManagersOnly, JobEnded.
    """
    job = ticket_for(unit, job_id, by)
    require_act("came_out", job["state"])
    end_job(unit, job, "by_hand")
    settle_alert(unit, job_id, "by_hand", by.id)
    note_act(unit, job, by, "ticket_came_out", {"state": job["state"]}, correlation_id)


def drop_ticket(unit: UnitOfWork, job_id: str, reason: str, by: Staff, correlation_id: str) -> None:
    """Nobody needs its paper: it is taken back. A manager's, with a reason that is kept.

    Raises:
        ManagersOnly, ReasonMissing, PrintJobNotFound, JobEnded.
    """
    require_manager(by)
    if not reason:
        raise ReasonMissing("A dropped ticket needs a reason.")
    job = ticket_for(unit, job_id, by)
    require_act("drop", job["state"])
    end_job(unit, job, "dropped")
    settle_alert(unit, job_id, "dropped", by.id)
    note_act(unit, job, by, "ticket_dropped", {"state": job["state"]}, correlation_id, reason)


def act_on_alert(
    unit: UnitOfWork, alert_id: int, action: AlertAct, reason: str, by: Staff, correlation_id: str
) -> None:
    """Do something about an alert; who did what is kept.

    `told_kitchen`: the ticket is taken back, so that it is not cooked twice. `seen`: only the alarm ends. `taken`:
    it stays, and everybody reads who is on it.

    Raises:
        AlertNotFound, NotYourOrder, ManagersOnly.
    """
    job_id = None
    if alert_id <= MAX_KEY:
        is_open = select(alerts.c.job_id).where(alerts.c.id == alert_id, alerts.c.acted_at.is_(None))
        job_id = unit.connection.scalar(is_open)
    if job_id is None:
        raise AlertNotFound(f"There is no open alert {alert_id}.")
    job = ticket_for(unit, job_id, by)
    if action == "taken":
        take_alert(unit, job_id, by.id)
    else:
        if action == "told_kitchen" and job["state"] in (*OPEN_STATES, *TROUBLE_STATES):
            end_job(unit, job, "dropped")
        settle_alert(unit, job_id, action, by.id)
    note_act(unit, job, by, "alert_acted_on", {"alert": alert_id, "action": action}, correlation_id, reason)
