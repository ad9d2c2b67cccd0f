"""The check of an order: paying, taking back, what is taken off."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.routes.orders import OrderId
from api.schemas.checks import ChargeAgainIn, CheckOut, CompIn, DiscountIn, PayIn, PreBillIn, PreBillOut, TakeBackIn
from kernel.errors import Invalid
from kernel.money import from_wire
from order_service.commands.comp_line import ChargeAgain, Comp, Discount, charge_again, comp_line, discount
from order_service.commands.fire_round import OrderNotFound
from order_service.commands.pay_lines import Pay, TakeBack, pay_lines, take_payment_back
from order_service.commands.pre_bill import RequestBill, request_bill
from order_service.domain.payment import Share
from order_service.domain.permissions import Staff
from order_service.queries.check import check
from order_service.queries.print_queue import print_job
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/orders", tags=["checks"])

ItemId = Annotated[int, Path(ge=1, le=2**53 - 1)]
PaymentId = Annotated[int, Path(ge=1, le=2**53 - 1)]
People = Annotated[int, Query(ge=1, le=50, description="Equal parts to divide what is left into.")]


class ChooseOne(Invalid):
    """Of several ways to say it, exactly one is taken."""

    code = "choose-one"
    hint = "Send exactly one of the named fields."


@router.get("/{order_id}/check", responses=problem_answers(401, 403, 404))
async def read_check(order_id: OrderId, house: TheHouse, who: Who, people: People = 1) -> CheckOut:
    """What each line costs, what is paid, what is left, in equal parts and by VAT rate."""
    found = await house.read(lambda connection: check(connection, order_id, who, people))
    if found is None:
        raise OrderNotFound(f"There is no order {order_id}.")
    return CheckOut.model_validate(found)


@router.post("/{order_id}/pay", status_code=201, response_model=CheckOut, responses=problem_answers(401, 403, 404, 409))
async def pay(order_id: OrderId, body: PayIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Take money; answers with the check as it stands now."""
    if sum((bool(body.item_ids), bool(body.parts), body.amount is not None)) != 1:
        raise ChooseOne("Send one of item_ids, parts and amount.")
    request = Pay(
        order_id,
        who,
        tap.correlation_id,
        body.tender,
        body.rev,
        tuple(body.item_ids),
        tuple((part.item_id, milli(part.quantity)) for part in body.parts),
        None if body.amount is None else from_wire(body.amount),
        tuple(Share(share.tender, from_wire(share.amount)) for share in body.shares),
    )
    return await once(house, tap, 201, _then_check(order_id, who, lambda unit: pay_lines(unit, request, house.rules)))


@router.post(
    "/{order_id}/payments/{payment_id}/take-back",
    response_model=CheckOut,
    responses=problem_answers(401, 403, 404, 409),
)
async def take_back(
    order_id: OrderId, payment_id: PaymentId, body: TakeBackIn, house: TheHouse, who: Who, tap: TheTap
) -> Response:
    """Undo a payment; what it paid is owed again. The payment stays in the book, marked."""
    request = TakeBack(order_id, payment_id, who, tap.correlation_id, body.reason, body.rev)
    command = _then_check(order_id, who, lambda unit: take_payment_back(unit, request, house.rules))
    return await once(house, tap, 200, command)


@router.post("/{order_id}/items/{item_id}/comp", response_model=CheckOut, responses=problem_answers(401, 403, 404, 409))
async def comp(order_id: OrderId, item_id: ItemId, body: CompIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Served, not charged: a line or a part of it. Managers; waiters where the house allows it."""
    quantity = None if body.quantity is None else milli(body.quantity)
    request = Comp(order_id, item_id, who, tap.correlation_id, body.reason, quantity, body.rev)
    return await once(house, tap, 200, _then_check(order_id, who, lambda unit: comp_line(unit, request, house.rules)))


@router.post("/{order_id}/discount", response_model=CheckOut, responses=problem_answers(401, 403, 404, 409))
async def take_off(order_id: OrderId, body: DiscountIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Take something off a line or off all that is unpaid. Managers; waiters where the house allows it."""
    if (body.percent is None) == (body.amount is None):
        raise ChooseOne("Send one of percent and amount.")
    request = Discount(
        order_id,
        who,
        tap.correlation_id,
        body.reason,
        body.item_id,
        None if body.percent is None else Decimal(body.percent),
        None if body.amount is None else from_wire(body.amount),
        body.rev,
    )
    return await once(house, tap, 200, _then_check(order_id, who, lambda unit: discount(unit, request, house.rules)))


@router.post("/{order_id}/charge-again", response_model=CheckOut, responses=problem_answers(401, 403, 404, 409))
async def charge(order_id: OrderId, body: ChargeAgainIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Undo discounts and comps of unpaid lines. Managers; waiters where the house allows it."""
    request = ChargeAgain(order_id, who, tap.correlation_id, body.reason, tuple(body.item_ids), body.rev)
    command = _then_check(order_id, who, lambda unit: charge_again(unit, request, house.rules))
    return await once(house, tap, 200, command)


@router.post(
    "/{order_id}/pre-bill",
    status_code=201,
    response_model=PreBillOut,
    responses=problem_answers(401, 403, 404, 409),
)
async def print_bill(order_id: OrderId, body: PreBillIn, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Print what the guests owe; the paper says that it is no receipt. Answers with the job to watch."""
    request = RequestBill(
        order_id,
        who,
        tap.correlation_id,
        body.printer_id,
        body.people,
        tuple(body.item_ids),
        body.language,
        body.rev,
        tuple(map(tuple, body.bills)),
    )

    def _print(unit: UnitOfWork) -> PreBillOut:
        job_ids = request_bill(unit, request, house.rules)
        first = print_job(unit.connection, job_ids[0]) or {}
        return PreBillOut.model_validate(first | {"job_ids": job_ids})

    return await once(house, tap, 201, _print)


def milli(quantity: str) -> int:
    """`0.450` -> 450."""
    return int(Decimal(quantity) * 1000)


def _then_check(order_id: int, who: Staff, command: Callable[[UnitOfWork], object]) -> Callable[[UnitOfWork], CheckOut]:
    def _run(unit: UnitOfWork) -> CheckOut:
        command(unit)
        return CheckOut.model_validate(check(unit.connection, order_id, who))

    return _run
