"""Guests change tables, and their lines with them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from kernel.errors import PosError
from order_service.commands.carry_lines import SameOrder
from order_service.commands.fire_held import FireHeld, fire_held
from order_service.commands.join_orders import JoinOrders, OrderHasPayments, join_orders
from order_service.commands.move_lines import LineNamedTwice, MoveLines, OnePlace, move_lines
from order_service.commands.move_order import MoveOrder, SameTable, move_order
from order_service.commands.open_order import TableNotFound
from order_service.commands.pay_lines import Pay, pay_lines
from order_service.commands.repeat_round import RepeatRound, repeat_round
from order_service.commands.reprint_ticket import print_again
from order_service.commands.void_line import ItemNotFound, VoidLine, void_line
from order_service.domain.menu import FractionOfPiece, InvalidQuantity
from order_service.domain.order import OrderAlreadyClosed, OrderChanged, TableHasOrder, TableNotActive
from order_service.domain.payment import ItemCancelled, ItemPaid, due_of, paid_of
from order_service.domain.permissions import NotYourOrder
from order_service.domain.pricing import AmountTooLarge
from order_service.queries.floor import floor
from order_service.queries.order_detail import order_detail
from order_service.queries.print_queue import print_queue
from order_service.store import tables as t
from order_service.store.check_lines import check_of
from tests.builders import Book

MOUSSAKA, SALAD, BEER = "Μουσακάς", "Χωριάτικη", "Μπίρα μαύρη 330 ml"


def table(book: Book, number: int) -> int:
    return book._tables[number]


def move(book: Book, order_id: int, to: int, by: str = "maria", rev: int | None = None) -> None:
    request = MoveOrder(order_id, table(book, to), book.staff(by), "tap-0002", rev)
    book.writer.run(lambda unit: move_order(unit, request, book.rules))


def give(book: Book, order_id: int, *lines: tuple[int, int | None], by: str = "maria", **where: Any) -> int:
    if "to" in where:
        where["table_id"] = table(book, where.pop("to"))
    request = MoveLines(order_id, lines, book.staff(by), "tap-0002", **where)
    return book.writer.run(lambda unit: move_lines(unit, request, book.rules))


def join(book: Book, order_id: int, into: int, by: str = "maria", rev: int | None = None) -> int:
    request = JoinOrders(order_id, into, book.staff(by), "tap-0002", rev)
    return book.writer.run(lambda unit: join_orders(unit, request, book.rules))


def pay(book: Book, order_id: int, *parts: tuple[int, int]) -> None:
    rev = detail(book, order_id)["rev"]
    request = Pay(order_id, book.staff(), "tap-0003", "cash", rev, parts=parts)
    book.writer.run(lambda unit: pay_lines(unit, request, book.rules))


def change(book: Book, of: Any, *where: Any, **values: Any) -> None:
    book.writer.run(lambda unit: unit.connection.execute(update(of).where(*where).values(**values)))


def detail(book: Book, order_id: int) -> dict[str, Any]:
    with book.database.reading() as connection:
        found = order_detail(connection, order_id, book.staff("eleni"))
    assert found is not None
    return found


def items(book: Book, order_id: int) -> list[tuple[str, str, bool]]:
    rounds = detail(book, order_id)["rounds"]
    return [(item["name"], item["quantity"], item["printed"]) for round_ in rounds for item in round_["items"]]


def slips(book: Book) -> list[tuple[str, str, str, list[str]]]:
    """Zone, from, to, lines of every move slip."""
    found = []
    for job in book.rows(t.print_jobs):
        document = job["document"]
        if document.get("ticket_kind") == "move":
            lines = [f"{line['quantity']} {line['name']}" for c in document.get("courses", []) for line in c["lines"]]
            found.append((job["zone_id"], document["moved_from"], document["table_label"], lines))
    return found


def all_printed(book: Book) -> None:
    change(book, t.print_jobs, state="printed")


# --- the whole table


def test_an_order_moves_to_a_free_table_and_every_zone_that_was_told_is_told(any_book: Book) -> None:
    fired = any_book.fire(6, any_book.line(MOUSSAKA), any_book.line(BEER))
    all_printed(any_book)
    any_book.heard.clear()
    move(any_book, fired.order.id, 9)
    assert slips(any_book) == [("bar", "6", "9", []), ("kitchen", "6", "9", [])]
    kitchen = next(job for job in any_book.rows(t.print_jobs) if job["zone_id"] == "kitchen")
    slip = any_book.rows(t.print_jobs)[-1]
    assert (slip["document"]["about_number"], slip["ticket_number"]) == (kitchen["ticket_number"], 2)
    assert (slip["item_ids"], slip["order_id"], slip["round_id"]) == ([], fired.order.id, None)
    assert items(any_book, fired.order.id) == [(MOUSSAKA, "1", True), (BEER, "1", True)]
    told = {(event.kind, event.id) for event in any_book.heard}
    assert {
        ("order", str(fired.order.id)),
        ("table", str(table(any_book, 6))),
        ("table", str(table(any_book, 9))),
    } <= told
    with any_book.database.reading() as connection:
        taken = [row["number"] for row in floor(connection, any_book.staff()) if row["order"]]
    assert taken == [9]
    assert any_book.fire(6).order.id != fired.order.id


def test_an_order_that_was_paid_in_part_moves_whole(book: Book) -> None:
    fired = book.fire(6, book.line(MOUSSAKA, "2"))
    pay(book, fired.order.id, (fired.lines[0].id, 1000))
    before = detail(book, fired.order.id)
    move(book, fired.order.id, 9)
    after = detail(book, fired.order.id)
    assert [after[key] for key in ("total", "paid_total", "status")] == [
        before[key] for key in ("total", "paid_total", "status")
    ]


def test_a_table_that_can_t_take_the_order_is_refused_and_nothing_happens(book: Book) -> None:
    order_id = book.fire(6).order.id
    niko_s = book.fire(8, by="nikos").order.id
    change(book, t.tables, t.tables.c.number == 19, is_active=False)
    before = [book.rows(of) for of in (t.orders, t.print_jobs, t.audit_log, t.ticket_counters)]
    wrong: list[tuple[type[PosError], Any]] = [
        (SameTable, lambda: move(book, order_id, 6)),
        (TableHasOrder, lambda: move(book, order_id, 8)),
        (TableNotActive, lambda: move(book, order_id, 19)),
        (NotYourOrder, lambda: move(book, niko_s, 9)),
        (OrderChanged, lambda: move(book, order_id, 9, rev=1)),
    ]
    for error, call in wrong:
        with pytest.raises(error):
            call()
    book._tables[99] = 4_000_000
    with pytest.raises(TableNotFound):
        move(book, order_id, 99)
    assert [book.rows(of) for of in (t.orders, t.print_jobs, t.audit_log, t.ticket_counters)] == before


def test_who_was_too_late_reads_who_moved_it_and_when(book: Book) -> None:
    order_id = book.fire(6).order.id
    move(book, order_id, 9, by="eleni", rev=2)
    with pytest.raises(OrderChanged) as refusal:
        move(book, order_id, 10, rev=2)
    changes: Any = refusal.value.facts["changes"]
    assert (changes[0]["who"], changes[0]["what"]) == ("Ελένη", "order_moved")


def test_a_ticket_printed_again_after_a_move_names_both_tables(book: Book) -> None:
    fired = book.fire(6)
    all_printed(book)
    move(book, fired.order.id, 9)
    by = book.staff()
    again = book.writer.run(lambda unit: print_again(unit, fired.tickets[0].job_id, by, book.rules, "tap-0007"))
    copy = book.job(again)["document"]
    assert (copy["table_label"], copy["moved_from"], copy["number"]) == ("9", "6", 1)


def test_two_phones_moving_at_once_leave_one_order_on_the_table(any_book: Book) -> None:
    first, second = any_book.fire(6).order.id, any_book.fire(7).order.id

    def tap(order_id: int) -> str:
        try:
            move(any_book, order_id, 9)
        except TableHasOrder as refusal:
            return refusal.code
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tap, (first, second))) == ["moved", "table-has-order"]
    assert sum(row["table_id"] == table(any_book, 9) for row in any_book.rows(t.orders)) == 1


# --- some lines


def test_a_split_opens_an_order_on_a_free_table(any_book: Book) -> None:
    fired = any_book.fire(6, any_book.line(MOUSSAKA, "3"), any_book.line(SALAD), any_book.line(BEER))
    all_printed(any_book)
    moussaka, _, beer = (line.id for line in fired.lines)
    new = give(any_book, fired.order.id, (moussaka, 1000), (beer, None), to=9, covers=2)
    assert items(any_book, fired.order.id) == [(MOUSSAKA, "2", True), (SALAD, "1", True)]
    assert items(any_book, new) == [(BEER, "1", True), (MOUSSAKA, "1", True)]
    assert (detail(any_book, new)["covers"], detail(any_book, new)["opened_by"]["name"]) == (2, "Μαρία")
    assert detail(any_book, new)["total"] + detail(any_book, fired.order.id)["total"] == fired.order.total_cents
    assert slips(any_book) == [("bar", "6", "9", [f"1 {BEER}"]), ("kitchen", "6", "9", [f"1 {MOUSSAKA}"])]


def test_the_tickets_of_a_line_go_with_it_wherever_it_moves(any_book: Book) -> None:
    fired = any_book.fire(6, any_book.line(MOUSSAKA, "2"), any_book.line(BEER))
    second = give(any_book, fired.order.id, (fired.lines[0].id, 1000), to=7)
    [part] = [item["id"] for round_ in detail(any_book, second)["rounds"] for item in round_["items"]]
    third = give(any_book, second, (part, None), to=8)
    assert items(any_book, third) == [(MOUSSAKA, "1", False)]
    all_printed(any_book)
    assert items(any_book, third) == [(MOUSSAKA, "1", True)]
    [round_] = detail(any_book, third)["rounds"]
    assert [ticket["job_id"] for ticket in round_["tickets"]] == [fired.tickets[0].job_id]
    assert [slip[1:3] for slip in slips(any_book)] == [("6", "7"), ("7", "8")]
    assert detail(any_book, second)["status"] == "closed"


def test_a_line_that_moved_and_is_cancelled_tells_the_kitchen(book: Book) -> None:
    fired = book.fire(6, book.line(MOUSSAKA), book.line(BEER))
    new = give(book, fired.order.id, (fired.lines[0].id, None), to=9)
    request = VoidLine(new, fired.lines[0].id, book.staff("eleni"), "tap-0004", "cold")
    book.writer.run(lambda unit: void_line(unit, request, book.rules))
    slip = book.rows(t.print_jobs)[-1]["document"]
    assert (slip["ticket_kind"], slip["table_label"], slip["about_number"]) == ("void", "9", 1)


def test_a_held_line_moves_without_a_slip_and_is_fired_at_its_new_table(book: Book) -> None:
    fired = book.fire(6, book.line(BEER), book.line(MOUSSAKA, hold=True))
    new = give(book, fired.order.id, (fired.lines[1].id, None), to=9)
    assert slips(book) == []
    request = FireHeld(new, book.staff(), "tap-0005")
    [job_id] = book.writer.run(lambda unit: fire_held(unit, request, book.menus, book.rules))
    assert book.job(job_id)["document"]["table_label"] == "9"
    again = RepeatRound(new, book.staff(), "tap-0006")
    done = book.writer.run(lambda unit: repeat_round(unit, again, book.menus, book.rules))
    assert [line.line.product.name for line in done[0].lines] == [MOUSSAKA]


def test_when_every_line_moves_the_table_is_free_and_its_guests_are_counted_where_they_sit(any_book: Book) -> None:
    fired = any_book.fire(6)
    change(any_book, t.orders, covers=3)
    there = any_book.fire(9).order.id
    change(any_book, t.orders, t.orders.c.id == there, covers=2)
    assert give(any_book, fired.order.id, (fired.lines[0].id, None), to=9) == there
    [source, target] = any_book.rows(t.orders)
    assert (source["status"], source["joined_into"], source["total_cents"], source["covers"]) == (
        "closed",
        there,
        0,
        None,
    )
    assert (target["covers"], target["total_cents"]) == (5, 2 * fired.order.total_cents)
    assert slips(any_book) == [("kitchen", "6", "9", [])]


def test_what_is_paid_stays_and_what_is_not_may_move(book: Book) -> None:
    fired = book.fire(6, book.line(BEER, "3"), book.line(MOUSSAKA))
    beer, moussaka = (line.id for line in fired.lines)
    pay(book, fired.order.id, (beer, 1000))
    for quantity in (None, 3000):
        with pytest.raises(ItemPaid):
            give(book, fired.order.id, (beer, quantity), to=9)
    new = give(book, fired.order.id, (beer, 2000), (moussaka, None), to=9)
    old, moved = detail(book, fired.order.id), detail(book, new)
    assert (old["status"], old["unpaid_total"]) == ("paid", 0)
    assert moved["paid_total"] == 0
    assert old["total"] + moved["total"] == fired.order.total_cents
    with pytest.raises(ItemPaid):
        give(book, fired.order.id, (beer, None), to=9)


def test_a_paid_order_that_gets_a_line_owes_again(book: Book) -> None:
    fired = book.fire(6, book.line(BEER), book.line(MOUSSAKA))
    there = book.fire(9, book.line(BEER))
    pay(book, there.order.id, (there.lines[0].id, 1000))
    assert detail(book, there.order.id)["status"] == "paid"
    give(book, fired.order.id, (fired.lines[1].id, None), to_order_id=there.order.id)
    assert detail(book, there.order.id)["status"] == "partially_paid"


def test_lines_that_can_t_move_are_refused_and_nothing_happens(book: Book) -> None:
    fired = book.fire(6, book.line(MOUSSAKA, "2"), book.line(BEER))
    order_id, first, second = fired.order.id, fired.lines[0].id, fired.lines[1].id
    niko_s = book.fire(8, by="nikos")
    gone = book.fire(10).order.id
    request = VoidLine(order_id, second, book.staff("eleni"), "tap-0004", "cold")
    book.writer.run(lambda unit: void_line(unit, request, book.rules))
    change(book, t.orders, t.orders.c.id == gone, status="closed")
    change(book, t.tables, t.tables.c.number == 19, is_active=False)
    wrong: list[tuple[type[PosError], Any]] = [
        (SameOrder, lambda: give(book, order_id, (first, None), to=6)),
        (SameOrder, lambda: give(book, order_id, (first, None), to_order_id=order_id)),
        (ItemNotFound, lambda: give(book, order_id, (niko_s.lines[0].id, None), to=9)),
        (ItemNotFound, lambda: give(book, order_id, (2**53 - 1, None), to=9)),
        (ItemCancelled, lambda: give(book, order_id, (second, None), to=9)),
        (OnePlace, lambda: give(book, order_id, (first, None))),
        (OnePlace, lambda: give(book, order_id, (first, None), to=9, to_order_id=order_id)),
        (LineNamedTwice, lambda: give(book, order_id, (first, 1000), (first, None), to=9)),
        (InvalidQuantity, lambda: give(book, order_id, (first, 3000), to=9)),
        (InvalidQuantity, lambda: give(book, order_id, (first, 0), to=9)),
        (FractionOfPiece, lambda: give(book, order_id, (first, 500), to=9)),
        (NotYourOrder, lambda: give(book, order_id, (first, None), to=8)),
        (NotYourOrder, lambda: give(book, niko_s.order.id, (niko_s.lines[0].id, None), to=6)),
        (OrderAlreadyClosed, lambda: give(book, order_id, (first, None), to_order_id=gone)),
        (TableNotActive, lambda: give(book, order_id, (first, None), to=19)),
        (OrderChanged, lambda: give(book, order_id, (first, None), to=9, rev=1)),
    ]
    watched = (t.orders, t.order_items, t.print_jobs, t.audit_log, t.ticket_counters, t.order_waiters)
    before = [book.rows(of) for of in watched]
    for error, call in wrong:
        with pytest.raises(error):
            call()
    assert [book.rows(of) for of in watched] == before


# --- joins


def test_two_tables_become_one_with_all_their_guests_waiters_and_lines(any_book: Book) -> None:
    maria_s = any_book.fire(6, any_book.line(MOUSSAKA), any_book.line(BEER))
    niko_s = any_book.fire(8, any_book.line(SALAD), by="nikos")
    change(any_book, t.orders, covers=2)
    assert join(any_book, maria_s.order.id, niko_s.order.id, by="eleni") == niko_s.order.id
    joined = detail(any_book, niko_s.order.id)
    assert joined["total"] == maria_s.order.total_cents + niko_s.order.total_cents
    assert (joined["covers"], {person["name"] for person in joined["waiters"]}) == (4, {"Μαρία", "Νίκος"})
    assert slips(any_book) == [("bar", "6", "8", []), ("kitchen", "6", "8", [])]
    ended = any_book.rows(t.orders)[0]
    assert (ended["status"], ended["joined_into"], ended["total_cents"]) == ("closed", niko_s.order.id, 0)
    assert any_book.fire(8, by="maria").order.id == niko_s.order.id  # she serves it now, too


def test_an_order_on_which_money_was_taken_can_t_end_in_another(book: Book) -> None:
    first = book.fire(6, book.line(BEER, "2"))
    second = book.fire(9)
    pay(book, first.order.id, (first.lines[0].id, 1000))
    with pytest.raises(OrderHasPayments):
        join(book, first.order.id, second.order.id)
    assert join(book, second.order.id, first.order.id) == first.order.id
    assert detail(book, first.order.id)["status"] == "partially_paid"


def test_joins_that_make_no_sense_are_refused(book: Book) -> None:
    order_id = book.fire(6).order.id
    niko_s = book.fire(8, by="nikos").order.id
    with pytest.raises(SameOrder):
        join(book, order_id, order_id)
    with pytest.raises(NotYourOrder):
        join(book, order_id, niko_s)
    with pytest.raises(OrderChanged):
        join(book, order_id, niko_s, by="eleni", rev=1)
    change(book, t.orders, t.orders.c.id == niko_s, status="closed")
    with pytest.raises(OrderAlreadyClosed):
        join(book, order_id, niko_s, by="eleni")


def test_an_order_of_a_million_takes_no_more(book: Book) -> None:
    dear = [book.line("Ποικιλία για δύο", "999")] * 25
    first, second = book.fire(6, *dear), book.fire(9, *dear)
    with pytest.raises(AmountTooLarge):
        join(book, first.order.id, second.order.id)
    assert detail(book, first.order.id)["status"] == "open"


def test_a_slip_in_the_queue_says_what_it_is(book: Book) -> None:
    move(book, book.fire(6).order.id, 9)
    with book.database.reading() as connection:
        assert print_queue(connection)[-1]["lines"] == ["6 -> 9"]


def test_an_order_s_page_takes_seven_reads_however_many_lines_moved_to_it(any_book: Book) -> None:
    fired = any_book.fire(6, *[any_book.line(note=str(number)) for number in range(30)])
    again = any_book.fire(6, *[any_book.line(note=str(number)) for number in range(30)])
    ids = [line.id for line in (*fired.lines, *again.lines)]
    new = give(any_book, fired.order.id, *[(item_id, None) for item_id in ids[10:40]], to=9)
    said: list[str] = []
    event.listen(any_book.database.reader, "before_cursor_execute", lambda *call: said.append(call[2]))
    assert len(items(any_book, new)) == 30
    reads = [one for one in said if one.startswith("SELECT") and "pin_hash" not in one and "assistant" not in one]
    assert len(reads) == 7, reads


def test_moving_lines_takes_as_many_statements_for_thirty_as_for_two(any_book: Book) -> None:
    lines = [any_book.line(note=str(number)) for number in range(34)]
    fired = any_book.fire(6, *lines)
    ids = [(line.id, None) for line in fired.lines]
    said: list[str] = []
    event.listen(any_book.database.writer, "before_cursor_execute", lambda *call: said.append(call[2]))
    give(any_book, fired.order.id, *ids[:2], to=9)
    few = len(said)
    give(any_book, fired.order.id, *ids[2:32], to=9)
    assert len(said) - few <= few


# --- nothing is lost, whatever moves


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["part", "whole", "join", "move", "pay", "discount"]),
        st.integers(0, 11),
        st.integers(0, 3),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=12,
)
PLACES = (1, 2, 3, 4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_moves_keep_every_cent_and_every_piece(book: Book, steps: list[tuple[str, int, int, int]]) -> None:
    change(book, t.orders, status="closed")
    first = book.fire(1, book.line(MOUSSAKA, "3"), book.line(BEER, "4"), by="eleni").order.id
    second = book.fire(2, book.line(SALAD, "2"), by="eleni").order.id
    known = {first, second}
    due, made = sums(book, known)
    for step, which, place, much in steps:
        active = book.rows(t.orders, t.orders.c.status.in_(("open", "partially_paid", "paid")))
        order = active[which % len(active)]
        lines = book.rows(t.order_items, t.order_items.c.order_id == order["id"])
        line = lines[which % len(lines)]
        try:
            if step == "part":
                give(book, order["id"], (line["id"], much * 1000), by="eleni", to=PLACES[place])
            elif step == "whole":
                give(book, order["id"], *[(one["id"], None) for one in lines], by="eleni", to=PLACES[place])
            elif step == "join":
                join(book, order["id"], active[place % len(active)]["id"], by="eleni")
            elif step == "move":
                move(book, order["id"], PLACES[place], by="eleni")
            elif step == "pay":
                pay(book, order["id"], (line["id"], 1000))
            elif not line["discount_cents"] and not line["paid_milli"]:
                off = line["line_total_cents"] * much // 7
                change(book, t.order_items, t.order_items.c.id == line["id"], discount_cents=off)
                change(book, t.orders, t.orders.c.id == order["id"], total_cents=order["total_cents"] - off)
                due -= off
        except PosError:
            pass
        known |= {row["id"] for row in book.rows(t.orders, t.orders.c.status != "closed")}
        assert sums(book, known) == (due, made)
        for row in book.rows(t.orders, t.orders.c.id.in_(known)):
            with book.database.reading() as connection:
                check = check_of(connection, row["id"])
            assert (row["total_cents"], row["paid_cents"]) == (due_of(check), paid_of(check))
            assert (row["status"] == "paid") <= (row["total_cents"] == row["paid_cents"])


def sums(book: Book, order_ids: set[int]) -> tuple[int, dict[str, int]]:
    """What all these orders cost together, and how much of each dish is on them."""
    made: dict[str, int] = {}
    for item in book.rows(t.order_items, t.order_items.c.order_id.in_(order_ids)):
        made[item["name"]] = made.get(item["name"], 0) + item["quantity_milli"]
    return sum(row["total_cents"] for row in book.rows(t.orders, t.orders.c.id.in_(order_ids))), made
