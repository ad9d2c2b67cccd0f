"""An order's life: how many guests, changed and cancelled lines, closed, cancelled."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.routes.checks import ItemId, milli
from api.routes.orders import OrderId
from api.schemas.checks import CloseIn, CoversIn, OrderPageOut, Reason, Rev
from api.schemas.orders import OrderOut, PreparationIn, QuantityText
from api.schemas.tables import OrderStatus
from order_service.commands.change_line import ChangeLine, change_line
from order_service.commands.close_order import CloseOrder, close_order
from order_service.commands.set_covers import SetCovers, set_covers
from order_service.commands.void_line import CancelOrder, VoidLine, cancel_order, void_line
from order_service.domain.permissions import Staff
from order_service.queries.order_detail import order_detail
from order_service.queries.order_list import MOST, OrderFilter, order_list
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/orders", tags=["orders"])

AnyId = Annotated[int, Query(ge=1, le=2**53 - 1)]
Day = Annotated[str, Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-06-05"])]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Why = Annotated[Reason, Query(description="Why; kept with what was done.")]
Part = Annotated[QuantityText, Query(description="So much of the line; all of it when not given.")]


@router.get("/", responses=problem_answers(401, 403))
async def list_orders(  # one argument a filter
    house: TheHouse,
    _who: Manager,
    status: OrderStatus | None = None,
    active: Annotated[bool, Query(description="Only those that occupy their tables.")] = False,
    table_id: AnyId | None = None,
    waiter_id: AnyId | None = None,
    day: Day | None = None,
    before: AnyId | None = None,
    limit: Limit = 50,
) -> OrderPageOut:
    """Orders, newest first; ask again with `before` for the next page."""
    wanted = OrderFilter(status, active, table_id, waiter_id, day, before, limit)
    return OrderPageOut.model_validate(await house.read(lambda connection: order_list(connection, wanted)))


@router.put("/{order_id}/covers", response_model=OrderOut, responses=problem_answers(401, 403, 404, 409))
async def count_covers(order_id: OrderId, body: CoversIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Say how many guests sit there."""
    request = SetCovers(order_id, who, tap.correlation_id, body.covers, body.rev)
    return await once(house, tap, 200, _then_order(order_id, who, lambda unit: set_covers(unit, request, house.rules)))


@router.post("/{order_id}/close", response_model=OrderOut, responses=problem_answers(401, 403, 404, 409))
async def close(order_id: OrderId, body: CloseIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Close what is paid; its table is free again. A manager closes with a reason what is not."""
    request = CloseOrder(order_id, who, tap.correlation_id, body.rev, body.force, body.reason or "")
    return await once(house, tap, 200, _then_order(order_id, who, lambda unit: close_order(unit, request, house.rules)))


@router.delete("/{order_id}", response_model=OrderOut, responses=problem_answers(401, 403, 404, 409))
async def cancel(
    order_id: OrderId,
    reason: Why,
    house: TheHouse,
    who: Manager,
    tap: TheTap,
    take_back_payments: Annotated[bool, Query(description="The guests got their money back.")] = False,
    rev: Annotated[Rev | None, Query()] = None,
) -> Response:
    """Cancel an order with all its lines; every zone that was told of them gets a slip."""
    request = CancelOrder(order_id, who, tap.correlation_id, reason, take_back_payments, rev)
    command = _then_order(order_id, who, lambda unit: cancel_order(unit, request, house.rules))
    return await once(house, tap, 200, command)


@router.delete("/{order_id}/items/{item_id}", response_model=OrderOut, responses=problem_answers(401, 403, 404, 409))
async def cancel_item(
    order_id: OrderId,
    item_id: ItemId,
    reason: Why,
    house: TheHouse,
    who: Manager,
    tap: TheTap,
    quantity: Part | None = None,
    rev: Annotated[Rev | None, Query()] = None,
) -> Response:
    """Cancel a line or a part of it; the zones that were told of it get a slip that quotes their ticket."""
    part = None if quantity is None else milli(quantity)
    request = VoidLine(order_id, item_id, who, tap.correlation_id, reason, part, rev)
    return await once(house, tap, 200, _then_order(order_id, who, lambda unit: void_line(unit, request, house.rules)))


@router.put(
    "/{order_id}/items/{item_id}/preparation", response_model=OrderOut, responses=problem_answers(401, 403, 404, 409)
)
async def change_item(
    order_id: OrderId, item_id: ItemId, body: PreparationIn, house: TheHouse, who: Who, tap: TheTap
) -> Response:
    """Have a line, or a part of it, made another way; the zones that were told of it get a slip: was, now."""
    request = ChangeLine(
        order_id,
        item_id,
        who,
        tap.correlation_id,
        body.note,
        None if body.removed_ingredient_ids is None else tuple(body.removed_ingredient_ids),
        None if body.choice_ids is None else tuple(body.choice_ids),
        None if body.quantity is None else milli(body.quantity),
        body.rev,
    )
    command = _then_order(order_id, who, lambda unit: change_line(unit, request, house.menus, house.rules))
    return await once(house, tap, 200, command)


def _then_order(order_id: int, who: Staff, command: Callable[[UnitOfWork], object]) -> Callable[[UnitOfWork], OrderOut]:
    def _run(unit: UnitOfWork) -> OrderOut:
        command(unit)
        return OrderOut.model_validate(order_detail(unit.connection, order_id, who))

    return _run
