"""Who acts on an order: take over, add a colleague, let one go."""

from fastapi import APIRouter, Response
from pydantic import Field

from api.dependencies import TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.routes.orders import OrderId
from api.schemas.common import Id, OneLine, RequestBody
from api.schemas.orders import OrderOut
from order_service.commands.share_order import ShareOrder, add_waiter, remove_waiter, take_over
from order_service.queries.order_detail import order_detail
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/orders", tags=["orders"])

REFUSALS = problem_answers(401, 403, 404, 409)


class TakeOverIn(RequestBody):
    """Why, if there is something to say."""

    reason: OneLine = Field("", max_length=200)


class AddWaiterIn(RequestBody):
    """Who else serves the table."""

    waiter_id: Id


@router.post("/{order_id}/take-over", response_model=OrderOut, responses=problem_answers(401, 404, 409))
async def take_order_over(order_id: OrderId, body: TakeOverIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Serve a colleague's table from now on; the colleague, the managers and the books see who did."""
    request = ShareOrder(order_id, who, tap.correlation_id)

    def _take(unit: UnitOfWork) -> OrderOut:
        take_over(unit, request, body.reason)
        return OrderOut.model_validate(order_detail(unit.connection, order_id, who))

    return await once(house, tap, 200, _take)


@router.post("/{order_id}/waiters", response_model=OrderOut, responses=REFUSALS)
async def add_to_order(order_id: OrderId, body: AddWaiterIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Let a colleague serve the table, too."""
    request = ShareOrder(order_id, who, tap.correlation_id)

    def _add(unit: UnitOfWork) -> OrderOut:
        add_waiter(unit, request, body.waiter_id, house.rules)
        return OrderOut.model_validate(order_detail(unit.connection, order_id, who))

    return await once(house, tap, 200, _add)


@router.delete("/{order_id}/waiters/{waiter_id}", status_code=204, responses=REFUSALS)
async def remove_from_order(order_id: OrderId, waiter_id: OrderId, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """A colleague, or oneself, serves the table no more."""
    request = ShareOrder(order_id, who, tap.correlation_id)

    def _remove(unit: UnitOfWork) -> None:
        remove_waiter(unit, request, waiter_id, house.rules)

    return await once(house, tap, 204, _remove)
