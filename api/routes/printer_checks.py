"""The printer check: asks the agents' host, which alone talks to printers, and shows how far it is."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Manager, TheHouse, TheTap, once
from api.house import House
from api.problems import problem_answers
from api.schemas.places import Capabilities, PrinterSetupOut
from api.schemas.printer_checks import PrinterCheckIn, PrinterCheckOut
from kernel.clock import monotonic_s, utc_now
from kernel.errors import NotFound, Unavailable
from kernel.ids import SLUG_PATTERN, ULID_PATTERN, new_ulid
from kernel.messages import PrinterCheckRequest, PrinterCheckStop
from kernel.service_credentials import printers_elsewhere
from kernel.topics import agent_user
from order_service.commands.edit_printer import learn_capabilities
from order_service.domain.printer_words import AGENT_GONE, told_reason
from order_service.queries.places import known_macs, printer_setup
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api", tags=["printer check"])

CheckId = Annotated[str, Path(pattern=ULID_PATTERN)]
PrinterId = Annotated[str, Path(pattern=SLUG_PATTERN)]


class CheckNotFound(NotFound):
    """No such check, or it is long ago."""

    code = "printer-check-not-found"
    hint = "Start the check again."


class NobodyChecks(Unavailable):
    """The message could not be sent: the broker is away."""

    code = "printer-check-unavailable"
    hint = "Try again in a few seconds; the box restarts what is missing."


@router.post(
    "/printer-checks/", status_code=202, response_model=PrinterCheckOut, responses=problem_answers(401, 403, 404, 429)
)
async def start_printer_check(body: PrinterCheckIn, house: TheHouse, _who: Manager, tap: TheTap) -> Response:
    """Look for printers, or try something on one of them; read how far it is under the id in the answer."""
    house.check_pace.take("discover" if body.step == "discover" else "check")
    if body.step != "discover" and not body.printer_id:
        house.printer_doors.check(body.address, body.port)

    def _begin(unit: UnitOfWork) -> PrinterCheckOut:
        if body.printer_id:
            printer_setup(unit.connection, body.printer_id)
        return PrinterCheckOut.begun(new_ulid(unit.now), body.step)

    is_elsewhere = body.printer_id in printers_elsewhere(house.data_dir)
    if is_elsewhere and not house.board.is_fresh(agent_user(body.printer_id), monotonic_s()):
        raise NobodyChecks("The machine beside this printer, which alone talks to it, does not answer.")

    begun = await once(house, tap, 202, _begin)
    check_id = PrinterCheckOut.model_validate_json(bytes(begun.body)).id
    request = PrinterCheckRequest.model_validate(
        body.model_dump() | {"request_id": check_id, "asked_at": utc_now(), "capabilities": body.spoken}
    )
    house.checks.begin(request)
    if not house.link.publish(house.topics.check_requests, request):
        raise NobodyChecks("The printers' program can't be asked just now.")
    return begun


@router.get("/printer-checks/{check_id}", responses=problem_answers(401, 403, 404))
async def read_printer_check(check_id: CheckId, house: TheHouse, _who: Manager) -> PrinterCheckOut:
    """How far a check is, and what was found."""
    return _shown(house, check_id, await house.read(known_macs))


@router.post(
    "/printer-checks/{check_id}/stop",
    status_code=202,
    response_model=PrinterCheckOut,
    responses=problem_answers(401, 403, 404),
)
async def stop_printer_check(check_id: CheckId, house: TheHouse, _who: Manager, tap: TheTap) -> Response:
    """Want no more of a check that is under way: its last report says `cancelled`, unless it has ended meanwhile."""

    def _stop(unit: UnitOfWork) -> PrinterCheckOut:
        return _shown(house, check_id, known_macs(unit.connection))

    known = await once(house, tap, 202, _stop)
    if not house.link.publish(house.topics.check_requests, PrinterCheckStop(request_id=check_id)):
        raise NobodyChecks("The printers' program can't be told just now.")
    return known


def _shown(house: House, check_id: str, macs: dict[str, str]) -> PrinterCheckOut:
    known = house.checks.get(check_id)
    if known is None:
        raise CheckNotFound("There is no such check.")
    said = told_reason(known.reason)
    if house.checks.fell_silent(check_id):
        known, said = known.model_copy(update={"is_final": True, "reason": "silent"}), AGENT_GONE
    return PrinterCheckOut.of(known, said, told_reason(known.named), macs)


@router.patch(
    "/printers/{printer_id}/capabilities", response_model=PrinterSetupOut, responses=problem_answers(401, 403, 404)
)
async def learn_printer(
    printer_id: PrinterId, body: Capabilities, house: TheHouse, who: Manager, tap: TheTap
) -> Response:
    """Keep what a check found, and what a person read off its paper; all else stays as it is."""

    def _learn(unit: UnitOfWork) -> PrinterSetupOut:
        learn_capabilities(unit, printer_id, body.model_dump(mode="json", exclude_unset=True), who, tap.correlation_id)
        return PrinterSetupOut.model_validate(printer_setup(unit.connection, printer_id))

    return await once(house, tap, 200, _learn)
