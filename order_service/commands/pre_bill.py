"""Print what the guests of a table owe, on a printer of choice; the paper says that it is no receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Row

from kernel.errors import Invalid
from kernel.messages import Bill, BillExtra, BillLine, TicketDocument
from kernel.money import times, to_wire
from order_service.commands.house_papers import usable_printer
from order_service.commands.order_change import find_order
from order_service.commands.void_line import live_line
from order_service.domain.business_day import local_stamp
from order_service.domain.check import NothingToPay, equal_parts
from order_service.domain.house_rules import HouseRules
from order_service.domain.payment import due_of, paid_of
from order_service.domain.permissions import Staff
from order_service.domain.pricing import quantity_text
from order_service.domain.ticket import MAX_DOCUMENT_BYTES, TicketTooLong
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.check_lines import as_money, is_live, lines_of
from order_service.store.menu import read_routes
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe
from order_service.store.unit_of_work import UnitOfWork

_ON_PAPER = {"kg": " kg", "l": " L"}


@dataclass(frozen=True)
class RequestBill:
    """A tap on Bill.

    Attributes:
        item_ids: only these lines, for guests who pay apart; none means all.
        bills: the lines of each of several separate bills, printed one after another as `1/3`, `2/3` ...; what is on
            none of them is not printed.
    """

    order_id: int
    by: Staff
    correlation_id: str
    printer_id: str
    people: int = 1
    item_ids: tuple[int, ...] = ()
    language: Literal["el", "en"] = "el"
    rev: int | None = None
    bills: tuple[tuple[int, ...], ...] = ()


class LineOnTwoBills(Invalid):
    """A line can be on one of the separate bills only; split it first."""

    code = "line-on-two-bills"
    hint = "Put the line on one bill, or split it."


def request_bill(unit: UnitOfWork, request: RequestBill, rules: HouseRules) -> list[str]:
    """Owe the printer the bill, or the separate bills in their order; returns the ids of the jobs.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged, ItemNotFound, ItemCancelled.
        PrinterNotFound: no such printer in use.
        NothingToPay: there is nothing on the check.
        TicketTooLong.
        LineOnTwoBills.
    """
    order = find_order(unit, request, rules)
    printer = usable_printer(unit, request.printer_id)
    rows = lines_of(unit.connection, order.id)
    bills = request.bills or (request.item_ids,)
    named = [item_id for bill in request.bills for item_id in dict.fromkeys(bill)]
    if len(named) != len(set(named)):
        raise LineOnTwoBills("A line is on two of the bills.")
    chosen = [_lines_for(rows, bill, must_name=bool(request.bills)) for bill in bills]
    day = running_day(unit, rules)
    way = read_routes(unit.connection).of_printer(printer.id)
    numbers = next_numbers(unit, [way.printer_id] * len(chosen), day)
    papers = []
    for part, (live, number) in enumerate(zip(chosen, numbers, strict=True), start=1):
        document = TicketDocument(
            ticket_kind="pre_bill",
            zone_name=printer.zone_name,
            number=number,
            table_label=order.table.label,
            section=order.table.section,
            covers=order.covers,
            waiter=request.by.name,
            fired_at_local=local_stamp(unit.now, rules.zone),
            language=request.language,
            part=part,
            parts=len(chosen),
            bill=bill_of(live, rules, request.people, request.language),
        )
        if len(document.to_payload()) > MAX_DOCUMENT_BYTES:
            raise TicketTooLong("This bill is too long for one paper.")
        papers.append(NewJob(way.printer_id, printer.zone_id, number, document, (), meant_for=way.home))
    origin = JobOrigin(order.id, None, day, request.correlation_id, request.by.id)
    job_ids = owe(unit, origin, papers, rules.stale_after)
    details = {
        "jobs": job_ids,
        "printer": printer.id,
        "bills": [[row.id for row in live] for live in chosen] if request.bills or request.item_ids else [],
        "people": request.people,
    }
    record(unit, request.by.id, "bill_printed", f"order:{order.id}", details, correlation_id=request.correlation_id)
    unit.announce("order", order.id, order.rev)
    return job_ids


def _lines_for(rows: Sequence[Row[Any]], item_ids: Sequence[int], *, must_name: bool) -> list[Row[Any]]:
    """The lines of one bill: those named, or all that live."""
    named = [live_line(rows, item_id) for item_id in dict.fromkeys(item_ids)]
    live = named or ([] if must_name else [row for row in rows if is_live(row)])
    if not live:
        raise NothingToPay("There is nothing on this check.")
    return live


def bill_of(rows: Sequence[Row[Any]], rules: HouseRules, people: int, language: Literal["el", "en"]) -> Bill:
    """The bill of some lines; equal ones are one. It adds up: lines less discount less paid is the total."""
    lines = [as_money(row) for row in rows]
    gross = sum(0 if line.is_comped else line.gross_cents for line in lines)
    due, paid = due_of(lines), paid_of(lines)
    return Bill(
        restaurant=rules.restaurant_name,
        details=rules.restaurant_details,
        lines=_merged(rows, language),
        subtotal=to_wire(gross),
        discount=to_wire(gross - due) if gross > due else "",
        paid=to_wire(paid) if paid else "",
        total=to_wire(due - paid),
        parts=tuple(to_wire(part) for part in equal_parts(due - paid, people)) if people > 1 else (),
        logo=rules.logo.digest if rules.logo is not None else "",
    )


def _merged(rows: Sequence[Row[Any]], language: Literal["el", "en"]) -> tuple[BillLine, ...]:
    alike: dict[tuple[object, ...], list[Row[Any]]] = {}
    for row in rows:
        extras = tuple((extra["id"], extra["cents"]) for extra in row.options)
        key = (row.product_id, row.name, row.unit, row.unit_price_cents, row.is_comped, extras)
        alike.setdefault(key, []).append(row)
    return tuple(_line(group, language) for group in alike.values())


def _line(group: list[Row[Any]], language: Literal["el", "en"]) -> BillLine:
    first = group[0]
    milli = sum(row.quantity_milli for row in group)
    gross = sum(row.line_total_cents for row in group)
    measure = _ON_PAPER.get(first.unit, "")
    quantity = f"{milli // 1000}.{milli % 1000:03d}{measure}" if measure else quantity_text(milli)
    extras = [extra for extra in first.options if extra["cents"] > 0]
    base = first.unit_price_cents - sum(extra["cents"] for extra in extras)
    if base < 0 or first.is_comped:
        extras, base = [], first.unit_price_cents
    priced = [(extra, times(extra["cents"], Decimal(milli) / 1000)) for extra in extras]
    return BillLine(
        quantity=quantity,
        name=_name(first.name, first.name_en, language),
        unit_price=to_wire(base),
        amount=to_wire(0 if first.is_comped else gross - sum(cents for _, cents in priced)),
        extras=tuple(
            BillExtra(name=_name(extra["name"], extra["name_en"], language), amount=to_wire(cents))
            for extra, cents in priced
        ),
        is_free=first.is_comped,
    )


def _name(greek: str, english: str, language: Literal["el", "en"]) -> str:
    return english if language == "en" and english else greek
