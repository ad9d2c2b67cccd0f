"""Take money: for lines, for parts of lines, or an amount off the check; and take a payment back."""

from dataclasses import dataclass

from kernel.errors import NotFound
from order_service.commands.order_change import find_order, keep_change
from order_service.domain.business_day import local_stamp
from order_service.domain.check import AlreadyPaid, CheckLine
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import PAID, after
from order_service.domain.payment import (
    ItemCancelled,
    PaymentAlreadyTakenBack,
    Portion,
    RevisionNeeded,
    Share,
    Tender,
    divided,
    due_of,
    paid_of,
    pay,
    portions_of_amount,
    portions_of_items,
    take_back,
)
from order_service.domain.permissions import Staff, require_manager
from order_service.store.business_days import running_day
from order_service.store.check_lines import (
    as_money,
    check_of,
    insert_payment,
    is_live,
    keep_lines,
    lines_of,
    mark_taken_back,
    payments_of,
    portions_of,
    who_paid,
)
from order_service.store.unit_of_work import UnitOfWork


class PaymentNotFound(NotFound):
    """No such payment on this order."""

    code = "payment-not-found"
    hint = "Refresh the check."


@dataclass(frozen=True)
class Pay:
    """A tap on Pay: whole lines, quantities of lines (thousandths), or an amount; one of the three.

    Attributes:
        shares: the guests' parts when several pay it; none means one payment of all.
    """

    order_id: int
    by: Staff
    correlation_id: str
    tender: Tender
    rev: int | None = None
    item_ids: tuple[int, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    amount_cents: int | None = None
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class TakeBack:
    """A payment is undone: what it paid is owed again."""

    order_id: int
    payment_id: int
    by: Staff
    correlation_id: str
    reason: str
    rev: int | None = None


def pay_lines(unit: UnitOfWork, request: Pay, rules: HouseRules) -> list[int]:
    """Keep the payment, or one for each share; returns their ids.

    A phone that names whole lines only need not say which check it saw, as long as nothing of them is paid.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged, RevisionNeeded.
        ItemNotOnOrder, ItemCancelled, AlreadyPaid, NothingToPay, AmountOverUnpaid, SharesDoNotAddUp.
    """
    order = find_order(unit, request, rules)
    if order.status == PAID:
        raise AlreadyPaid("Everything on this check is paid.", **_payer(unit, order.id, rules))
    if request.rev is None and not request.item_ids:
        raise RevisionNeeded("Say which revision of the check this pays.")
    rows = lines_of(unit.connection, order.id)
    lines = [as_money(row) for row in rows if is_live(row)]
    cancelled = {row.id for row in rows if not is_live(row)}
    for item_id in (*request.item_ids, *(item_id for item_id, _ in request.parts)):
        if item_id in cancelled:
            raise ItemCancelled(f"Line {item_id} was cancelled.", item_id=item_id)
    portions = _portions(unit, request, lines, rules)
    shares = request.shares or (Share(request.tender, sum(portion.amount_cents for portion in portions)),)
    paid = pay(lines, portions)
    day = running_day(unit, rules)
    payment_ids = [
        insert_payment(unit, order.id, share.tender, part, request.by.id, day)
        for share, part in zip(shares, divided(portions, shares), strict=True)
    ]
    keep_lines(unit, lines, paid)
    keep_change(
        unit,
        order,
        request,
        "payment_taken",
        {
            "payments": payment_ids,
            "amounts_cents": [share.amount_cents for share in shares],
            "tenders": [share.tender for share in shares],
            "items": [[part.item_id, part.quantity_milli, part.amount_cents] for part in portions],
        },
        status=after(order.status, "pay_some" if paid_of(paid) < due_of(paid) else "pay_rest"),
        total_cents=due_of(paid),
        paid_cents=paid_of(paid),
    )
    return payment_ids


def take_payment_back(unit: UnitOfWork, request: TakeBack, rules: HouseRules) -> None:
    """Undo a payment; it stays in the book, marked.

    Raises:
        ManagersOnly, OrderNotFound, OrderAlreadyClosed, PaymentNotFound, PaymentAlreadyTakenBack.
    """
    require_manager(request.by)
    order = find_order(unit, request, rules)
    payment = next((row for row in payments_of(unit.connection, order.id) if row.id == request.payment_id), None)
    if payment is None:
        raise PaymentNotFound(f"There is no payment {request.payment_id} on this order.")
    if payment.taken_back_at is not None:
        raise PaymentAlreadyTakenBack(
            f"{payment.backer} took it back.",
            who=payment.backer,
            at=local_stamp(payment.taken_back_at, rules.zone),
        )
    lines = check_of(unit.connection, order.id)
    given_back = take_back(lines, portions_of(unit.connection, payment.id))
    mark_taken_back(unit, payment.id, request.by.id, request.reason, running_day(unit, rules))
    keep_lines(unit, lines, given_back)
    keep_change(
        unit,
        order,
        request,
        "payment_taken_back",
        {"payment": payment.id, "amount_cents": payment.amount_cents, "tender": payment.tender},
        request.reason,
        status=after(order.status, "take_back_some" if paid_of(given_back) else "take_back_all"),
        total_cents=due_of(given_back),
        paid_cents=paid_of(given_back),
    )


def _portions(unit: UnitOfWork, request: Pay, lines: list[CheckLine], rules: HouseRules) -> list[Portion]:
    if request.amount_cents is not None:
        return portions_of_amount(lines, request.amount_cents)
    wanted = [*((item_id, None) for item_id in request.item_ids), *request.parts]
    try:
        return portions_of_items(lines, wanted, only_whole=request.rev is None)
    except AlreadyPaid as refusal:
        item_id = refusal.facts.get("item_id")
        known = who_paid(unit.connection, item_id) if isinstance(item_id, int) else None
        if known is None:
            raise
        name, at = known
        facts = {"who": name, "what": "payment_taken", "at": local_stamp(at, rules.zone)}
        raise AlreadyPaid(f"{name} took money for this line.", item_id=item_id, **facts) from None


def _payer(unit: UnitOfWork, order_id: int, rules: HouseRules) -> dict[str, str]:
    """Who took the last standing payment: members of a refusal."""
    standing = [row for row in payments_of(unit.connection, order_id) if row.taken_back_at is None]
    if not standing:
        return {}
    last = standing[-1]
    return {"who": last.taker, "what": "payment_taken", "at": local_stamp(last.taken_at, rules.zone)}
