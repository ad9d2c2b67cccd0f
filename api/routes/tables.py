"""The floor, and a Send from a table."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.routes.rounds import fired, line_requests
from api.schemas.orders import FiredRoundOut, TableRoundIn
from api.schemas.tables import TableGroupOut, TableOut
from order_service.commands.fire_round import FireRound, fire_round
from order_service.queries.floor import floor, sections

router = APIRouter(prefix="/api/tables", tags=["tables"])

TableId = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/", responses=problem_answers(401))
async def list_tables(house: TheHouse, who: Who) -> list[TableOut]:
    """Tables with their active orders."""
    return [TableOut.model_validate(row) for row in await house.read(lambda connection: floor(connection, who))]


@router.get("/groups", responses=problem_answers(401))
async def list_groups(house: TheHouse, _who: Who) -> list[TableGroupOut]:
    """Sections of the floor."""
    return [TableGroupOut.model_validate(row) for row in await house.read(sections)]


@router.post(
    "/{table_id}/rounds", status_code=201, response_model=FiredRoundOut, responses=problem_answers(401, 403, 404, 409)
)
async def send_round(table_id: TableId, body: TableRoundIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Send a round in one request: opens the table's order if there is none, adds the lines, owes the tickets."""
    request = FireRound(line_requests(body), who, tap.correlation_id, table_id, body.order_id, body.covers)
    return await once(house, tap, 201, lambda unit: fired(fire_round(unit, request, house.menus, house.rules), request))
