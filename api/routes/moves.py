"""Hold and fire, the same again, and guests who change tables."""

from fastapi import APIRouter, Response

from api.dependencies import TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.routes.checks import milli
from api.routes.orders import OrderId
from api.routes.rounds import fired
from api.schemas.moves import FireHeldIn, JoinIn, MoveLinesIn, MoveOrderIn, RepeatedRoundOut, RepeatIn
from api.schemas.orders import OrderOut
from order_service.commands.fire_held import FireHeld, fire_held
from order_service.commands.join_orders import JoinOrders, join_orders
from order_service.commands.move_lines import MoveLines, move_lines
from order_service.commands.move_order import MoveOrder, move_order
from order_service.commands.repeat_round import RepeatRound, repeat_round
from order_service.domain.permissions import Staff
from order_service.queries.order_detail import order_detail
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/orders", tags=["orders"])

ANSWERS = problem_answers(401, 403, 404, 409)


@router.post("/{order_id}/fire", response_model=OrderOut, responses=ANSWERS)
async def fire_held_lines(order_id: OrderId, body: FireHeldIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Fire held lines: those named, those of a course, or all. They become a round, and its tickets are owed now."""
    request = FireHeld(order_id, who, tap.correlation_id, tuple(body.item_ids or ()), body.course, body.rev)

    def _fire(unit: UnitOfWork) -> OrderOut:
        fire_held(unit, request, house.menus, house.rules)
        return _order(unit, order_id, who)

    return await once(house, tap, 200, _fire)


@router.post("/{order_id}/repeat", status_code=201, response_model=RepeatedRoundOut, responses=ANSWERS)
async def repeat_last_round(order_id: OrderId, body: RepeatIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Send the last round's lines once more at today's prices; what can't be had is left out and named."""
    request = RepeatRound(order_id, who, tap.correlation_id, body.rev)

    def _repeat(unit: UnitOfWork) -> RepeatedRoundOut:
        done, again, left_out = repeat_round(unit, request, house.menus, house.rules)
        return RepeatedRoundOut.model_validate(fired(done, again).model_dump() | {"left_out": left_out})

    return await once(house, tap, 201, _repeat)


@router.post("/{order_id}/move", response_model=OrderOut, responses=ANSWERS)
async def move_to_table(order_id: OrderId, body: MoveOrderIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Move the whole order, payments and all, to a free table; zones that were told of it get a slip."""
    request = MoveOrder(order_id, body.table_id, who, tap.correlation_id, body.rev)

    def _move(unit: UnitOfWork) -> OrderOut:
        move_order(unit, request, house.rules)
        return _order(unit, order_id, who)

    return await once(house, tap, 200, _move)


@router.post("/{order_id}/move-lines", response_model=OrderOut, responses=ANSWERS)
async def move_some_lines(order_id: OrderId, body: MoveLinesIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Move unpaid lines, or parts of them, to another order or to a free table; answers the order they are on now."""
    lines = tuple((line.item_id, None if line.quantity is None else milli(line.quantity)) for line in body.items)
    request = MoveLines(order_id, lines, who, tap.correlation_id, body.table_id, body.order_id, body.covers, body.rev)
    return await once(house, tap, 200, lambda unit: _order(unit, move_lines(unit, request, house.rules), who))


@router.post("/{order_id}/join", response_model=OrderOut, responses=ANSWERS)
async def join_another(order_id: OrderId, body: JoinIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Add all of this order to another and free its table; answers the other. Refused once money was taken on it."""
    request = JoinOrders(order_id, body.order_id, who, tap.correlation_id, body.rev)
    return await once(house, tap, 200, lambda unit: _order(unit, join_orders(unit, request, house.rules), who))


def _order(unit: UnitOfWork, order_id: int, who: Staff) -> OrderOut:
    return OrderOut.model_validate(order_detail(unit.connection, order_id, who))
