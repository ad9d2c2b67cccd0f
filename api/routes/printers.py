"""Printers as they are now: who prints what, pause, stand-ins, and the test page."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.house import House
from api.problems import problem_answers
from api.schemas.printing import DivertJob, PrinterOut, TestedOut, TryPrinter
from kernel.clock import monotonic_s
from kernel.ids import SLUG_PATTERN
from kernel.topics import agent_user
from order_service.commands.edit_printer import pause_printer
from order_service.commands.house_papers import print_test
from order_service.commands.stand_in import bring_back, divert_printer
from order_service.domain.print_job import OPEN_STATES, PAPER_STATES
from order_service.domain.printer import NoSuchPrinter
from order_service.domain.printer_words import PAPER_CAME, Presence, Sentence, printer_now, told_reason
from order_service.queries.print_queue import print_job, printer_list
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api", tags=["printers"])

PrinterId = Annotated[str, Path(pattern=SLUG_PATTERN)]

TRY_S = 8.0
"""How long a test page may take before the answer says what is known so far."""
_LOOK_S = 0.15


@router.get("/printers/", responses=problem_answers(401))
async def list_printers(house: TheHouse, _who: Who) -> list[PrinterOut]:
    """Printers, whether they print now and if not why, and what waits for them."""
    return [PrinterOut.model_validate(with_presence(house, row)) for row in await house.read(printer_list)]


@router.post("/printers/{printer_id}/pause", response_model=PrinterOut, responses=problem_answers(401, 403, 404))
async def pause(printer_id: PrinterId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Hold its tickets back until it is resumed; they are taken and wait."""

    def _pause(unit: UnitOfWork) -> PrinterOut:
        pause_printer(unit, printer_id, who, tap.correlation_id, wanted=True)
        return _shown(house, unit, printer_id)

    return await once(house, tap, 200, _pause)


@router.post("/printers/{printer_id}/resume", response_model=PrinterOut, responses=problem_answers(401, 403, 404))
async def resume(printer_id: PrinterId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Let its tickets come out again."""

    def _resume(unit: UnitOfWork) -> PrinterOut:
        pause_printer(unit, printer_id, who, tap.correlation_id, wanted=False)
        return _shown(house, unit, printer_id)

    return await once(house, tap, 200, _resume)


@router.post("/printers/{printer_id}/divert", response_model=PrinterOut, responses=problem_answers(401, 403, 404, 409))
async def divert_all(printer_id: PrinterId, body: DivertJob, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Send all that waits for it, and all that is to come, to another printer; papers say whose they are."""

    def _divert(unit: UnitOfWork) -> PrinterOut:
        divert_printer(unit, printer_id, body.printer_id, who, house.rules, tap.correlation_id)
        return _shown(house, unit, printer_id)

    return await once(house, tap, 200, _divert)


@router.post("/printers/{printer_id}/back", response_model=PrinterOut, responses=problem_answers(401, 403, 404, 409))
async def back(printer_id: PrinterId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Its tickets come out at itself again, those that still wait elsewhere included."""

    def _back(unit: UnitOfWork) -> PrinterOut:
        bring_back(unit, printer_id, who, house.rules, tap.correlation_id)
        return _shown(house, unit, printer_id)

    return await once(house, tap, 200, _back)


@router.post(
    "/printers/{printer_id}/test",
    status_code=201,
    response_model=TestedOut,
    responses=problem_answers(401, 403, 404, 429),
)
async def try_printer(printer_id: PrinterId, body: TryPrinter, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Print a test page and say what became of it: printed, or the real fault in words. One every few seconds."""
    house.test_pages.take(printer_id)

    def _try(unit: UnitOfWork) -> TestedOut:
        job_id = print_test(unit, printer_id, body.language, who, house.rules, tap.correlation_id)
        job = print_job(unit.connection, job_id) or {}
        return TestedOut.model_validate(job | {"is_printed": False, "sentence": "", "sentence_en": ""})

    owed = await once(house, tap, 201, _try)
    job_id = TestedOut.model_validate_json(bytes(owed.body)).job_id
    job, said = await _followed(house, job_id, printer_id)
    said_of = {"is_printed": job["state"] in PAPER_STATES, "sentence": said.el, "sentence_en": said.en}
    answer = TestedOut.model_validate(job | said_of).model_dump_json()
    replayed = {name: value for name, value in owed.headers.items() if name == "idempotent-replayed"}
    return Response(answer, 201, headers=replayed, media_type="application/json")


async def _followed(house: House, job_id: str, printer_id: str) -> tuple[dict[str, Any], Sentence]:
    """The job once it ended or its printer says why not, at the latest after TRY_S; and that in words."""
    until_s = monotonic_s() + TRY_S
    while True:
        job, [printer] = await house.read(
            lambda c: (print_job(c, job_id), [row for row in printer_list(c) if row["id"] == printer_id])
        )
        if job is None:
            raise NoSuchPrinter(f"There is no printer '{printer_id}'.")
        if job["state"] in PAPER_STATES:
            return job, PAPER_CAME
        if job["state"] not in OPEN_STATES:
            return job, told_reason(job["reason"] or job["state"])
        shown = with_presence(house, printer)
        if shown["state"] != "ready" or monotonic_s() >= until_s:
            unheard = told_reason(job["reason"] or "silent")
            said = Sentence(shown["sentence"], shown["sentence_en"]) if shown["state"] != "ready" else unheard
            return job, said
        await asyncio.sleep(_LOOK_S)


def with_presence(house: House, row: dict[str, Any]) -> dict[str, Any]:
    """A row of `printer_list` with what its agent says now."""
    user = agent_user(row["id"])
    heard = house.board.heard.get(user)
    fresh = house.board.is_fresh(user, monotonic_s())
    presence: Presence = "unknown"
    if heard is not None:
        presence = heard.state if heard.state != "online" or fresh else "offline"
    reason = heard.reason if heard is not None and fresh else ""
    now = printer_now(is_active=row["is_active"], is_paused=row["is_paused"], presence=presence, reason=reason)
    return row | {
        "presence": presence,
        "state": now.state,
        "reason": now.reason,
        "sentence": now.sentence.el,
        "sentence_en": now.sentence.en,
        "is_paper_low": heard is not None and fresh and heard.is_paper_low,
    }


def _shown(house: House, unit: UnitOfWork, printer_id: str) -> PrinterOut:
    """As the list shows it, after the change."""
    [row] = [one for one in printer_list(unit.connection) if one["id"] == printer_id]
    return PrinterOut.model_validate(with_presence(house, row))
