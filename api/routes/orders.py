"""Orders."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.routes.rounds import fired, line_requests
from api.schemas.orders import FiredRoundOut, OpenOrderIn, OrderOut, OrderSummaryOut, RoundIn
from order_service.commands.fire_round import FireRound, OrderNotFound, fire_round
from order_service.commands.open_order import open_order
from order_service.queries.my_orders import my_orders
from order_service.queries.order_detail import order_detail
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/orders", tags=["orders"])

OrderId = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.post("/", status_code=201, response_model=OrderOut, responses=problem_answers(401, 404, 409))
async def open_on_table(body: OpenOrderIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Open an order on a free table."""

    def _open(unit: UnitOfWork) -> OrderOut:
        order = open_order(unit, body.table_id, body.covers, who, house.rules, tap.correlation_id)
        return OrderOut.model_validate(order_detail(unit.connection, order.id, who))

    return await once(house, tap, 201, _open)


@router.get("/my", responses=problem_answers(401))
async def list_my_orders(house: TheHouse, who: Who) -> list[OrderSummaryOut]:
    """Active orders that the signed-in person may act on as a waiter."""
    return [OrderSummaryOut.model_validate(row) for row in await house.read(lambda c: my_orders(c, who))]


@router.get("/{order_id}", responses=problem_answers(401, 403, 404))
async def read_order(order_id: OrderId, house: TheHouse, who: Who) -> OrderOut:
    """An order with its rounds, lines and where each ticket is."""
    detail = await house.read(lambda connection: order_detail(connection, order_id, who))
    if detail is None:
        raise OrderNotFound(f"There is no order {order_id}.")
    return OrderOut.model_validate(detail)


@router.post(
    "/{order_id}/items", status_code=201, response_model=FiredRoundOut, responses=problem_answers(401, 403, 404, 409)
)
async def add_items(order_id: OrderId, body: RoundIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Add a round to an order: items that print together."""
    request = FireRound(line_requests(body), who, tap.correlation_id, order_id=order_id)
    return await once(house, tap, 201, lambda unit: fired(fire_round(unit, request, house.menus, house.rules), request))
