"""Send a round: lines that print together."""

from dataclasses import dataclass, replace
from datetime import datetime

from kernel.errors import NotFound
from kernel.money import MAX_CENTS
from order_service.commands.keep_lines import item_row, sale
from order_service.commands.last_change import require_active
from order_service.commands.open_order import find_table, start_order
from order_service.commands.owe_tickets import FiredTicket, Firing, owe_tickets
from order_service.domain.house_rules import HouseRules
from order_service.domain.menu import ChosenLine, LineRequest, choose
from order_service.domain.order import after, charging
from order_service.domain.permissions import Staff, require_order
from order_service.domain.pricing import AmountTooLarge, line_total, unit_price
from order_service.domain.ticket import as_read
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.menu import MenuCache
from order_service.store.orders import (
    OrderRow,
    advance_order,
    insert_items,
    insert_round,
    order_by_id,
    waiters_of,
)
from order_service.store.unit_of_work import UnitOfWork


class OrderNotFound(NotFound):
    """No such order."""

    code = "order-not-found"
    hint = "Refresh the table; the order may be another one now."


@dataclass(frozen=True)
class FireRound:
    """A tap on Send, for the order on a table, or for one order wherever its guests sit now.

    With both given it is for `order_id`: the order that the phone saw on the table.
    """

    lines: tuple[LineRequest, ...]
    by: Staff
    correlation_id: str
    table_id: int | None = None
    order_id: int | None = None
    covers: int | None = None


@dataclass(frozen=True)
class FiredLine:
    """A line as it was kept."""

    id: int
    line: ChosenLine
    unit_cents: int
    total_cents: int


@dataclass(frozen=True)
class FiredRound:
    """What the tap did, complete enough to answer without another read."""

    order: OrderRow
    """As it stands now, this round included."""
    round_id: int
    number: int
    fired_at: datetime
    lines: tuple[FiredLine, ...]
    tickets: tuple[FiredTicket, ...]


def fire_round(unit: UnitOfWork, request: FireRound, menus: MenuCache, rules: HouseRules) -> FiredRound:
    """Add lines to an order and owe the kitchen its tickets: both are kept, or neither. Held lines get none yet.

    Raises:
        TableNotFound, TableNotActive, OrderNotFound, NotYourOrder, OrderAlreadyClosed,
        ProductNotFound, ProductNotAvailable, InvalidQuantity, FractionOfPiece, InvalidChoice,
        AmountTooLarge, TicketTooLong.
    """
    menu = menus.get(unit.connection)
    chosen = [choose(menu, line, running_day(unit, rules)) for line in request.lines]
    priced = [(line, cents := unit_price(line), line_total(cents, line.quantity)) for line in chosen]
    order = _order_for(unit, request, rules)
    added = sum(line_cents for _, _, line_cents in priced)
    status = after(order.status, charging(added))
    total = order.total_cents + added
    if total > MAX_CENTS:
        raise AmountTooLarge("An order can't cost more than a million.")
    number = order.rounds + 1
    round_id = insert_round(unit, order.id, number, request.by.id, request.correlation_id)
    sold = sale(unit, rules, order.table.section, request.by.id)
    item_ids = insert_items(
        unit, [item_row(order.id, round_id, line, cents, line_cents) | sold for line, cents, line_cents in priced]
    )
    firing = Firing(order, round_id, number, request.by, request.correlation_id, is_addition=number > 1)
    now = [(as_read(line), item_id) for line, item_id in zip(chosen, item_ids, strict=True) if not line.is_held]
    tickets = owe_tickets(unit, rules, menu, firing, [line for line, _ in now], [item_id for _, item_id in now])
    rev = advance_order(unit, order, status=status, total_cents=total, rounds_now=number)
    record(
        unit,
        request.by.id,
        "round_fired",
        f"order:{order.id}",
        {
            "rev": rev,
            "round": number,
            "item_ids": item_ids,
            "jobs": [ticket.job_id for ticket in tickets],
            "total_cents": total,
        },
        correlation_id=request.correlation_id,
    )
    unit.announce("order", order.id, rev)
    unit.announce("table", order.table.id, rev)
    return FiredRound(
        replace(order, status=status, rev=rev, rounds=number, total_cents=total),
        round_id,
        number,
        unit.now,
        tuple(FiredLine(i, line, cents, sum_) for i, (line, cents, sum_) in zip(item_ids, priced, strict=True)),
        tuple(tickets),
    )


def _order_for(unit: UnitOfWork, request: FireRound, rules: HouseRules) -> OrderRow:
    if request.order_id is not None:
        order = order_by_id(unit.connection, request.order_id)
        if order is None:
            raise OrderNotFound(f"There is no order {request.order_id}.")
    else:
        table, active = find_table(unit, request.table_id or 0)
        if active is None:
            return start_order(unit, table, request.covers, request.by, rules, request.correlation_id)
        order = active
    if order.opened_by != request.by.id and not request.by.manages:
        require_order(request.by, order.opened_by, waiters_of(unit.connection, order.id), order.owner_name)
    require_active(unit, order, rules)
    return order
