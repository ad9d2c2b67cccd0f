"""The print queue: tickets on their way and in trouble, what is done about them, and alerts."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.schemas.printing import ActOnAlert, AlertOut, DivertJob, DropJob, PrintJobOut, PrintJobStoryOut
from kernel.ids import SLUG_PATTERN, ULID_PATTERN
from order_service.commands.reprint_ticket import divert_ticket, print_again
from order_service.commands.second_paper import PrintJobNotFound
from order_service.commands.settle_ticket import act_on_alert, came_out, drop_ticket
from order_service.domain.printer_words import told_reason
from order_service.queries.print_queue import Which, attempts_at, open_alerts, print_job, print_queue
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api", tags=["printing"])

JobId = Annotated[str, Path(pattern=ULID_PATTERN)]
AlertId = Annotated[int, Path(ge=1, le=2**53 - 1)]
OfPrinter = Annotated[str, Query(alias="printer", pattern=f"^$|{SLUG_PATTERN}", description="Only this printer's.")]


@router.get("/print-jobs/", responses=problem_answers(401, 403))
async def list_print_jobs(
    house: TheHouse, _who: Manager, which: Which | None = None, printer: OfPrinter = ""
) -> list[PrintJobOut]:
    """Tickets on their way and in trouble, oldest first; `which=ended` lists the last ones that ended."""
    return [PrintJobOut.model_validate(row) for row in await house.read(lambda c: print_queue(c, which, printer))]


@router.get("/print-jobs/{job_id}", responses=problem_answers(401, 403, 404))
async def read_print_job(job_id: JobId, house: TheHouse, _who: Manager) -> PrintJobStoryOut:
    """A ticket in any state, with all tries to print it."""
    found = await house.read(lambda c: (print_job(c, job_id), attempts_at(c, job_id)))
    if found[0] is None:
        raise PrintJobNotFound("There is no such ticket.")
    said = told_reason(found[0]["reason"])
    return PrintJobStoryOut.model_validate(
        found[0] | {"attempts": found[1], "sentence": said.el, "sentence_en": said.en}
    )


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


@router.post("/print-jobs/{job_id}/came-out", response_model=PrintJobOut, responses=problem_answers(401, 403, 404, 409))
async def paper_in_hand(job_id: JobId, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Somebody holds the paper: the ticket counts as printed by hand, and nothing of it is sent any more."""

    def _settle(unit: UnitOfWork) -> PrintJobOut:
        came_out(unit, job_id, who, tap.correlation_id)
        return PrintJobOut.model_validate(print_job(unit.connection, job_id))

    return await once(house, tap, 200, _settle)


@router.post("/print-jobs/{job_id}/drop", response_model=PrintJobOut, responses=problem_answers(401, 403, 404, 409))
async def drop(job_id: JobId, body: DropJob, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take a ticket back; nobody needs its paper. The reason is kept."""

    def _drop(unit: UnitOfWork) -> PrintJobOut:
        drop_ticket(unit, job_id, body.reason, who, tap.correlation_id)
        return PrintJobOut.model_validate(print_job(unit.connection, job_id))

    return await once(house, tap, 200, _drop)


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
