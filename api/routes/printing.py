"""Printers, the print queue, and alerts."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.house import House
from api.problems import problem_answers
from api.schemas.printing import ActOnAlert, AlertOut, DivertJob, PrinterOut, PrintJobOut
from kernel.clock import monotonic_s
from kernel.ids import ULID_PATTERN
from kernel.topics import agent_user
from order_service.commands.reprint_ticket import act_on_alert, divert_ticket, print_again
from order_service.queries.print_queue import open_alerts, print_job, print_queue, printer_list
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api", tags=["printing"])

JobId = Annotated[str, Path(pattern=ULID_PATTERN)]
AlertId = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/printers/", responses=problem_answers(401))
async def list_printers(house: TheHouse, _who: Who) -> list[PrinterOut]:
    """Printers, whether their agents live, and what waits for them."""
    return [PrinterOut.model_validate(with_presence(house, row)) for row in await house.read(printer_list)]


@router.get("/print-jobs/", responses=problem_answers(401, 403))
async def list_print_jobs(house: TheHouse, _who: Manager) -> list[PrintJobOut]:
    """Tickets on their way or in trouble."""
    return [PrintJobOut.model_validate(row) for row in await house.read(print_queue)]


@router.post(
    "/print-jobs/{job_id}/again",
    status_code=201,
    response_model=PrintJobOut,
    responses=problem_answers(401, 403, 404, 409),
)
async def again(job_id: JobId, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Print a ticket once more, marked as a copy; one still on its way is only asked after."""

    def _again(unit: UnitOfWork) -> PrintJobOut:
        watched = print_again(unit, job_id, who, house.rules, tap.correlation_id)
        return PrintJobOut.model_validate(print_job(unit.connection, watched))

    return await once(house, tap, 201, _again)


@router.post(
    "/print-jobs/{job_id}/divert",
    status_code=201,
    response_model=PrintJobOut,
    responses=problem_answers(401, 403, 404, 409),
)
async def divert(job_id: JobId, body: DivertJob, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Move a ticket to another printer; its paper says where it was meant to be."""

    def _divert(unit: UnitOfWork) -> PrintJobOut:
        watched = divert_ticket(unit, job_id, body.printer_id, who, house.rules, tap.correlation_id)
        return PrintJobOut.model_validate(print_job(unit.connection, watched))

    return await once(house, tap, 201, _divert)


@router.get("/alerts/", responses=problem_answers(401))
async def list_alerts(house: TheHouse, who: Who) -> list[AlertOut]:
    """Tickets that are not on paper in time: a waiter's own, a manager's all."""
    return [AlertOut.model_validate(row) for row in await house.read(lambda c: open_alerts(c, who))]


@router.post("/alerts/{alert_id}/act", status_code=204, responses=problem_answers(401, 403, 404))
async def act(alert_id: AlertId, body: ActOnAlert, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Take care of an alert; who did what is kept."""

    def _act(unit: UnitOfWork) -> None:
        act_on_alert(unit, alert_id, body.action, body.reason, who, tap.correlation_id)

    return await once(house, tap, 204, _act)


def with_presence(house: House, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the printer list with its agent's presence and reason."""
    user = agent_user(row["id"])
    heard = house.board.heard.get(user)
    if heard is None:
        return row | {"presence": "unknown", "reason": ""}
    fresh = house.board.is_fresh(user, monotonic_s())
    presence = heard.state if heard.state != "online" or fresh else "offline"
    return row | {"presence": presence, "reason": heard.reason if fresh else ""}
