"""How a paper will look: the very bytes that an agent would send, drawn as the printer would burn them."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import Manager, TheHouse
from api.problems import problem_answers
from api.schemas.previews import PreviewIn
from kernel.ids import SLUG_PATTERN, ULID_PATTERN
from kernel.messages import CopyMark, PrinterCapabilities, TicketDocument
from order_service.commands.second_paper import PrintJobNotFound
from order_service.domain.sample_papers import as_typed, sample_paper
from order_service.queries.places import printer_setup
from order_service.queries.print_queue import paper_of
from printer_agents.paper.preview import preview_png

router = APIRouter(prefix="/api", tags=["preview"])

Columns = Annotated[Literal["48", "42", "32"], Query(description="As its printer has them when left out.")]
PNG: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture, one pixel a dot.", "content": {"image/png": {}}}
}


@router.get(
    "/print-jobs/{job_id}/preview",
    response_class=Response,
    responses=PNG | problem_answers(401, 403, 404),
)
async def preview_ticket(
    job_id: Annotated[str, Path(pattern=ULID_PATTERN)],
    house: TheHouse,
    _who: Manager,
    columns: Columns | None = None,
) -> Response:
    """The picture of a ticket as its printer makes it, banners of copies included."""
    found = await house.read(lambda c: paper_of(c, job_id))
    if found is None:
        raise PrintJobNotFound("There is no such ticket.")
    document, spoken, mark = found
    return await _drawn(
        document, PrinterCapabilities.model_validate(spoken | ({"columns": int(columns)} if columns else {})), mark
    )


@router.post(
    "/printers/{printer_id}/preview",
    response_class=Response,
    responses=PNG | problem_answers(401, 403, 404),
)
async def preview_paper(
    printer_id: Annotated[str, Path(pattern=SLUG_PATTERN)], body: PreviewIn, house: TheHouse, _who: Manager
) -> Response:
    """A sample paper as this printer would make it, with settings that are not kept yet if some are sent."""
    setup = await house.read(lambda c: printer_setup(c, printer_id))
    products = (await house.read(house.menus.get)).products
    dishes = [products[key] for key in body.product_ids if key in products] or list(products.values())[:4]
    if body.dish is not None:
        dishes = [as_typed(body.dish.draft())]
    document = sample_paper(body.kind, setup["name"], dishes, body.note, body.language)
    spoken = PrinterCapabilities.model_validate(setup["capabilities"])
    return await _drawn(document, body.capabilities or spoken, "")


async def _drawn(document: TicketDocument, printer: PrinterCapabilities, mark: CopyMark) -> Response:
    picture = await asyncio.to_thread(preview_png, document, printer, mark)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "no-store"})
