"""A tap on Send, on real databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, update

from kernel.errors import PosError
from order_service.commands.fire_round import OrderNotFound, fire_round
from order_service.commands.open_order import TableNotFound, open_order
from order_service.commands.settle_ticket import AlertNotFound, act_on_alert
from order_service.domain.menu import LineRequest, ProductNotAvailable
from order_service.domain.order import OrderAlreadyClosed, TableHasOrder, TableNotActive
from order_service.domain.permissions import NotYourOrder
from order_service.domain.pricing import AmountTooLarge
from order_service.domain.ticket import TicketTooLong
from order_service.queries.order_detail import order_detail
from order_service.store import tables as t
from order_service.store.audit import GENESIS, row_hash
from order_service.store.menu import menu_changed
from order_service.store.print_jobs import to_message
from tests.builders import Book
from tests.integration.order_service.conftest import OpenBook


def fire(book: Book, table: int, *lines: LineRequest, by: str = "maria", order_id: int | None = None) -> Any:
    request = book.round(table, *lines, by=by, order_id=order_id)
    return book.writer.run(lambda unit: fire_round(unit, request, book.menus, book.rules))


def change(book: Book, table: Any, *where: Any, **values: Any) -> None:
    book.writer.run(lambda unit: unit.connection.execute(update(table).where(*where).values(**values)))


def test_a_round_keeps_its_lines_and_owes_a_ticket_per_zone(any_book: Book) -> None:
    fired = any_book.fire(7, any_book.line("Μουσακάς", "2"), any_book.line("Μπίρα μαύρη 330 ml"))
    assert [job["printer_id"] for job in any_book.rows(t.print_jobs)] == ["kitchen", "bar"]
    assert any_book.states() == ["new", "new"]
    assert any_book.wakes == 1
    [order] = any_book.rows(t.orders)
    assert order["total_cents"] == sum(line.total_cents for line in fired.lines) == fired.order.total_cents
    assert (order["rev"], order["rounds"], order["status"]) == (2, 1, "open")
    assert {event.kind for event in any_book.heard} == {"order", "table"}


def test_a_ticket_read_back_from_the_book_is_the_one_that_was_written(any_book: Book) -> None:
    any_book.fire(7, any_book.line("Μουσακάς", "2", note="χωρίς\x00 αλάτι «μην» \U0001f336"))
    with any_book.database.reading() as connection:
        message = to_message(connection.execute(t.print_jobs.select()).one(), 600.0)
    [line] = message.document.courses[0].lines
    assert (line.quantity, line.name, line.note) == ("2", "Μουσακάς", "χωρίς αλάτι «μην» \U0001f336")
    assert message.document.table_label == "7"
    assert message.stale_after - message.fired_at == any_book.rules.stale_after


def test_a_second_round_joins_the_order_and_quotes_the_first_ticket(any_book: Book) -> None:
    first = any_book.fire(7)
    second = any_book.fire(7)
    assert second.order.id == first.order.id
    assert (second.number, second.order.total_cents) == (2, 2 * first.order.total_cents)
    document = any_book.rows(t.print_jobs)[1]["document"]
    assert (document["ticket_kind"], document["previous_number"], document["number"]) == ("addition", 1, 2)


def test_changing_the_menu_changes_no_order_but_the_next_round(any_book: Book) -> None:
    before = any_book.fire(7)
    dish = before.lines[0].line.product

    def dearer(unit: Any) -> None:
        unit.connection.execute(update(t.products).where(t.products.c.id == dish.id).values(base_price_cents=1))
        menu_changed(unit)

    any_book.writer.run(dearer)
    after = any_book.fire(7)
    assert [row["unit_price_cents"] for row in any_book.rows(t.order_items)] == [dish.base_price_cents, 1]
    assert after.order.total_cents == dish.base_price_cents + 1


def test_a_hundred_lines_are_one_round(any_book: Book) -> None:
    lines = [any_book.line("Μουσακάς", note=f"n{number}") for number in range(100)]
    fired = any_book.fire(7, *lines)
    items = any_book.rows(t.order_items)
    assert [item["id"] for item in items] == [line.id for line in fired.lines]
    assert [item["note"] for item in items] == [line.line.note for line in fired.lines]


def test_a_ticket_longer_than_the_wire_takes_is_refused_with_a_sentence_not_lost_later(any_book: Book) -> None:
    lines = [any_book.line("Μουσακάς", note=f"{number} " + "Ω" * 190) for number in range(100)]
    lines += [replace(line, note=line.note + "α") for line in lines]
    with pytest.raises(TicketTooLong):
        any_book.fire(7, *lines)
    assert any_book.rows(t.orders) == []


# --- refusals leave nothing


def closed_order(book: Book) -> int:
    order_id: int = book.fire(7).order.id
    change(book, t.orders, t.orders.c.id == order_id, status="closed")
    return order_id


def refusals(book: Book) -> list[tuple[type[PosError], Any]]:
    """What is wrong, as calls."""
    order_id = closed_order(book)
    change(book, t.tables, t.tables.c.number == 19, is_active=False)
    niko_s = book.fire(8, by="nikos").order.id
    gone = next(p for p in book._dishes.values() if not p.is_available)
    steak = replace(book.line(), quantity=Decimal(999))
    return [
        (OrderAlreadyClosed, lambda: fire(book, 7, order_id=order_id)),
        (OrderNotFound, lambda: fire(book, 7, order_id=4_000_000)),
        (TableNotActive, lambda: fire(book, 19)),
        (NotYourOrder, lambda: fire(book, 8)),
        (NotYourOrder, lambda: fire(book, 8, order_id=niko_s)),
        (ProductNotAvailable, lambda: fire(book, 9, book.line(), LineRequest(gone.id, Decimal(1)))),
        (AmountTooLarge, lambda: fire(book, 9, *[steak] * 100)),
    ]


def test_a_refused_round_leaves_nothing_behind(any_book: Book) -> None:
    wrong = refusals(any_book)
    everything = (t.orders, t.rounds, t.order_items, t.print_jobs, t.ticket_counters, t.audit_log, t.order_waiters)
    before = [any_book.rows(table) for table in everything]
    any_book.heard.clear()
    for error, call in wrong:
        with pytest.raises(error):
            call()
    assert [any_book.rows(table) for table in everything] == before
    assert any_book.heard == []


def test_an_unknown_table_is_named(any_book: Book) -> None:
    with pytest.raises(TableNotFound, match="4000"):
        any_book.writer.run(
            lambda unit: fire_round(unit, replace(any_book.round(7), table_id=4000), any_book.menus, any_book.rules)
        )


def test_a_manager_fires_on_anybody_s_table(any_book: Book) -> None:
    any_book.fire(8, by="nikos")
    assert any_book.fire(8, by="eleni").number == 2


def test_a_table_has_one_active_order_and_the_second_is_told_whose_it_is(any_book: Book) -> None:
    maria, nikos = any_book.staff("maria"), any_book.staff("nikos")
    table = any_book.round(7).table_id or 0
    any_book.writer.run(lambda unit: open_order(unit, table, 2, maria, any_book.rules, "c"))
    with pytest.raises(TableHasOrder, match=maria.name):
        any_book.writer.run(lambda unit: open_order(unit, table, None, nikos, any_book.rules, "c"))


def test_two_phones_opening_one_table_at_once_get_one_order(any_book: Book) -> None:
    with ThreadPoolExecutor(16) as pool:
        fired = list(pool.map(lambda _: any_book.fire(7), range(16)))
    assert len({one.order.id for one in fired}) == 1
    assert sorted(one.number for one in fired) == list(range(1, 17))
    assert any_book.rows(t.orders)[0]["total_cents"] == 16 * fired[0].lines[0].total_cents


# --- numbers


def test_ticket_numbers_have_no_gaps_whatever_is_refused_in_between(any_book: Book) -> None:
    gone = next(p for p in any_book._dishes.values() if not p.is_available)

    def tap(number: int) -> None:
        table = 1 + number % 12
        lines = [any_book.line(), any_book.line("Μπίρα μαύρη 330 ml")][: 1 + number % 2]
        if number % 3 == 0:
            lines.append(LineRequest(gone.id, Decimal(1)))
        try:
            any_book.fire(table, *lines, by="eleni")
        except ProductNotAvailable:
            assert number % 3 == 0

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(tap, range(60)))
    for printer in ("kitchen", "bar"):
        jobs = [job for job in any_book.rows(t.print_jobs) if job["printer_id"] == printer]
        assert [job["ticket_number"] for job in jobs] == list(range(1, len(jobs) + 1))


def test_numbers_begin_again_with_the_business_day(open_book: OpenBook) -> None:
    clock = [datetime(2026, 6, 5, 18, 0, tzinfo=UTC)]
    book = open_book(now=lambda: clock[0])
    book.fire(7)
    clock[0] = datetime(2026, 6, 6, 1, 59, tzinfo=UTC)  # 04:59 in Athens: still the same evening
    book.fire(7)
    clock[0] = datetime(2026, 6, 6, 2, 0, tzinfo=UTC)
    book.fire(7)
    jobs = book.rows(t.print_jobs)
    assert [(job["business_day"], job["ticket_number"]) for job in jobs] == [
        ("2026-06-05", 1),
        ("2026-06-05", 2),
        ("2026-06-06", 1),
    ]


def test_a_clock_that_goes_back_keeps_the_order_of_tickets(open_book: OpenBook) -> None:
    clock = [datetime(2026, 6, 5, 18, 0, tzinfo=UTC)]
    book = open_book(now=lambda: clock[0])
    first = book.fire(7)
    clock[0] = datetime(2026, 6, 5, 17, 0, tzinfo=UTC)
    second = book.fire(8)
    positions = {job["id"]: job["position"] for job in book.rows(t.print_jobs)}
    assert positions[first.tickets[0].job_id] < positions[second.tickets[0].job_id]


# --- what it costs


@contextmanager
def counted(book: Book) -> Iterator[list[str]]:
    """Every statement the writer sends."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(book.database.writer, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(book.database.writer, "before_cursor_execute", note)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_round_for_two_zones_takes_fifteen_statements_and_one_flush_at_most(any_book: Book, is_first: bool) -> None:
    any_book.fire(1)  # the menu is known
    if not is_first:
        any_book.fire(7)
    commits = any_book.writer.commits
    lines = [any_book.line(), any_book.line("Χωριάτικη"), any_book.line("Μπίρα μαύρη 330 ml")]
    with counted(any_book) as said:
        any_book.fire(7, *lines)
    assert len(said) <= 15, said
    assert any_book.writer.commits - commits == 1


def test_statements_do_not_grow_with_the_lines_of_a_round(any_book: Book) -> None:
    any_book.fire(7)
    with counted(any_book) as one:
        any_book.fire(7)
    with counted(any_book) as many:
        any_book.fire(7, *[any_book.line(note=str(number)) for number in range(60)])
    assert len(many) == len(one)


# --- the audit log


def test_the_audit_log_s_hashes_chain_and_show_a_row_that_was_edited(any_book: Book) -> None:
    any_book.fire(7)
    any_book.fire(8, any_book.line(note="«ελληνικά»"))
    assert chain_breaks_at(any_book) is None
    change(any_book, t.audit_log, t.audit_log.c.action == "order_opened", reason="nothing to see")
    assert chain_breaks_at(any_book) is not None


def chain_breaks_at(book: Book) -> int | None:
    before = GENESIS
    for row in book.rows(t.audit_log):
        fields = [row[name] for name in ("user_id", "action", "subject", "details", "reason", "correlation_id")]
        if row["hash"] != row_hash(before, row["at"].isoformat(), *fields):
            return int(row["id"])
        before = row["hash"]
    return None


@pytest.mark.parametrize("unknown", [2**31 - 1, 2**31, 2**53 - 1])
def test_an_id_of_any_size_that_nobody_has_is_not_found(any_book: Book, unknown: int) -> None:
    with pytest.raises(OrderNotFound):
        fire(any_book, 7, order_id=unknown)
    wrong = replace(any_book.round(7), table_id=unknown)
    with pytest.raises(TableNotFound):
        any_book.writer.run(lambda unit: fire_round(unit, wrong, any_book.menus, any_book.rules))
    with pytest.raises(AlertNotFound):
        any_book.writer.run(lambda unit: act_on_alert(unit, unknown, "seen", "", any_book.staff(), "c"))
    with any_book.database.reading() as connection:
        assert order_detail(connection, unknown, any_book.staff()) is None
