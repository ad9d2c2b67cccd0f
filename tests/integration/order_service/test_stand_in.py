"""A printer that another one stands in for, and late tickets on one slip: the book is real, clocks are handed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kernel.messages import LateTicket, TicketDocument
from order_service.commands.edit_zone import set_section_printers
from order_service.commands.gather_stale import gather_stale
from order_service.commands.reprint_ticket import divert_ticket, print_again
from order_service.commands.settle_ticket import came_out, drop_ticket
from order_service.commands.stand_in import NotDiverted, StandsIn, bring_back, divert_printer
from order_service.commands.void_line import VoidLine, void_line
from order_service.domain.print_job import JobEnded
from order_service.domain.stand_in import STEADY_S
from order_service.print_results import apply_states
from order_service.printer_watch import PrinterWatch
from order_service.queries.order_detail import order_detail
from order_service.queries.print_queue import print_queue
from order_service.store import tables as t
from tests.builders import Book
from tests.integration.order_service.answers import an_answer

BEER = "Μπίρα μαύρη 330 ml"


def run(book: Book, command: Callable[..., Any], *arguments: Any) -> Any:
    return book.writer.run(lambda unit: command(unit, *arguments))


def divert(book: Book, printer: str = "kitchen", to: str = "bar", by: str | None = "eleni") -> Any:
    return run(book, divert_printer, printer, to, book.staff(by) if by else None, book.rules, "c")


def a_ticket(book: Book, table: int = 7, dish: str = "Μουσακάς") -> str:
    return str(book.fire(table, book.line(dish)).tickets[0].job_id)


def answer(book: Book, job_id: str, state: str, reason: str = "", attempt: int = 0, printer: str = "kitchen") -> None:
    said = an_answer(job_id, state, seq=9, attempt=attempt, reason=reason, printer=printer)
    run(book, apply_states, said)


def paper(book: Book, job_id: str) -> TicketDocument:
    return TicketDocument.model_validate(book.job(job_id)["document"])


# --- one printer for another


def test_what_waits_and_what_is_to_come_goes_to_the_stand_in_and_says_whose_it_is(any_book: Book) -> None:
    waiting, printed = a_ticket(any_book), a_ticket(any_book)
    answer(any_book, printed, "printed", attempt=1)
    [moved] = divert(any_book)
    assert (any_book.job(waiting)["state"], any_book.job(waiting)["replaced_by"]) == ("diverted", moved)
    assert any_book.job(printed)["state"] == "printed"
    assert (any_book.job(moved)["printer_id"], any_book.job(moved)["meant_for"]) == ("bar", "kitchen")
    assert any_book.job(moved)["ticket_number"] == any_book.job(waiting)["ticket_number"]
    later = paper(any_book, a_ticket(any_book))
    assert (later.zone_name, later.diverted_from, later.printed_at) == ("Κουζίνα", "Κουζίνα", "Μπαρ")
    assert later.number == 1, "numbers are the printer's, without gaps"
    assert [row["action"] for row in any_book.rows(t.agent_commands)] == ["cancel"]


def test_a_printer_that_is_back_gets_its_tickets_again_and_those_that_still_wait(any_book: Book) -> None:
    divert(any_book)
    waiting, beer = a_ticket(any_book), a_ticket(any_book, dish=BEER)
    [home] = run(any_book, bring_back, "kitchen", any_book.staff("eleni"), any_book.rules, "c")
    assert (any_book.job(home)["printer_id"], any_book.job(home)["copy_of"]) == ("kitchen", waiting)
    assert paper(any_book, home).diverted_from == ""
    assert any_book.job(beer)["state"] == "new", "the bar's own ticket stays"
    assert any_book.job(a_ticket(any_book))["printer_id"] == "kitchen"
    with pytest.raises(NotDiverted):
        run(any_book, bring_back, "kitchen", any_book.staff("eleni"), any_book.rules, "c")


def test_tickets_never_go_in_circles(book: Book) -> None:
    with pytest.raises(StandsIn):
        divert(book, "kitchen", "kitchen")
    divert(book)
    with pytest.raises(StandsIn):
        divert(book, "bar", "kitchen")


def test_cancel_and_move_slips_go_where_the_ticket_was_read(book: Book) -> None:
    fired = book.fire(7)
    divert(book)
    eleni = book.staff("eleni")
    run(book, void_line, VoidLine(fired.order.id, fired.lines[0].id, eleni, "c", "wrong table"), book.rules)
    slip = book.rows(t.print_jobs)[-1]
    assert (slip["printer_id"], slip["meant_for"]) == ("bar", "kitchen")
    assert (slip["document"]["ticket_kind"], slip["document"]["printed_at"]) == ("void", "Μπαρ")


def test_a_section_has_its_own_printer_for_a_zone(any_book: Book) -> None:
    with any_book.database.reading() as connection:
        table = t.tables.c
        section = connection.scalar(select(table.group_id).where(table.number == 7))
        others = select(table.number).where(table.group_id != section).limit(1)
        elsewhere = connection.scalar(others)
    near = {section: "bar"}
    run(any_book, set_section_printers, "kitchen", near, any_book.staff("eleni"), "c")
    here, there = any_book.job(a_ticket(any_book, 7)), any_book.job(a_ticket(any_book, elsewhere))
    assert (here["printer_id"], there["printer_id"]) == ("bar", "kitchen")
    assert (here["meant_for"], here["document"].get("diverted_from", "")) == (None, "")


# --- a copy of what stands now


def test_a_copy_asks_for_nothing_that_was_cancelled_since(any_book: Book) -> None:
    fired = any_book.fire(7, any_book.line("Μουσακάς", "2"), any_book.line("Χωριάτικη"))
    job_id = fired.tickets[0].job_id
    answer(any_book, job_id, "printed", attempt=1)
    eleni = any_book.staff("eleni")
    for line, quantity in zip(fired.lines, (1000, None), strict=True):
        run(any_book, void_line, VoidLine(fired.order.id, line.id, eleni, "c", "left", quantity), any_book.rules)
    copy = paper(any_book, run(any_book, print_again, job_id, eleni, any_book.rules, "c"))
    assert [(line.quantity, line.name) for line in copy.courses[0].lines] == [("1", "Μουσακάς")]
    assert [(line.quantity, line.name) for line in copy.cancelled] == [("1", "Χωριάτικη"), ("1", "Μουσακάς")]
    assert copy.pieces == "1"


def test_a_ticket_settled_by_hand_ends_once_with_its_reason(book: Book) -> None:
    out, gone = a_ticket(book), a_ticket(book)
    eleni = book.staff("eleni")
    run(book, came_out, out, eleni, "c")
    run(book, drop_ticket, gone, "guests left", eleni, "c")
    assert (book.job(out)["state"], book.job(gone)["state"]) == ("by_hand", "dropped")
    with pytest.raises(JobEnded):
        run(book, divert_ticket, out, "bar", eleni, book.rules, "c")
    last = book.rows(t.audit_log)[-1]
    assert (last["action"], last["reason"], last["user_id"]) == ("ticket_dropped", "guests left", eleni.id)
    with book.database.reading() as connection:
        kept = {row["job_id"]: row["acts"] for row in print_queue(connection, "ended")}
    assert kept == {out: ("again",), gone: ()}


# --- late tickets on one slip


def make_stale(book: Book, *job_ids: str) -> None:
    for job_id in job_ids:
        answer(book, job_id, "failed", "stale")


def late_on(book: Book, slip_id: str) -> tuple[LateTicket, ...]:
    return paper(book, slip_id).late


def test_late_tickets_come_out_on_one_slip_that_quotes_their_numbers(any_book: Book) -> None:
    late = [a_ticket(any_book, table) for table in (7, 8, 9)]
    fresh = a_ticket(any_book)
    make_stale(any_book, *late)
    [slip] = run(any_book, gather_stale, "kitchen", any_book.rules)
    job = any_book.job(slip)
    assert (job["ticket_number"], job["order_id"], job["printer_id"]) == (5, None, "kitchen")
    assert [(one.number, one.table_label, one.may_be_out) for one in late_on(any_book, slip)] == [
        (1, "7", False),
        (2, "8", False),
        (3, "9", False),
    ]
    assert [(any_book.job(one)["state"], any_book.job(one)["replaced_by"]) for one in late] == [("gathered", slip)] * 3
    assert any_book.job(fresh)["state"] == "new"
    assert any_book.alerts() == []
    assert run(any_book, gather_stale, "kitchen", any_book.rules) == []


def test_a_waiter_sees_a_late_ticket_where_its_slip_is(any_book: Book) -> None:
    fired = any_book.fire(7)
    job_id = fired.tickets[0].job_id
    make_stale(any_book, job_id)
    [slip] = run(any_book, gather_stale, "kitchen", any_book.rules)

    def seen() -> tuple[str, bool, int]:
        with any_book.database.reading() as connection:
            order = order_detail(connection, fired.order.id, any_book.staff())
        assert order is not None
        [one] = order["rounds"]
        return one["tickets"][0]["custody"], one["items"][0]["printed"], one["tickets"][0]["slip_number"]

    assert seen() == ("received", False, 2)
    answer(any_book, slip, "printed", attempt=1)
    assert seen() == ("on_paper", True, 2)


def test_a_late_ticket_whose_line_was_cancelled_is_quoted_without_it(book: Book) -> None:
    fired = book.fire(7)
    job_id = fired.tickets[0].job_id
    eleni = book.staff("eleni")
    run(book, void_line, VoidLine(fired.order.id, fired.lines[0].id, eleni, "c", "left"), book.rules)
    make_stale(book, job_id)
    [slip] = run(book, gather_stale, "kitchen", book.rules)
    [late] = late_on(book, slip)
    assert (late.number, late.lines, [line.name for line in late.cancelled]) == (1, (), ["Μουσακάς"])


def test_a_late_ticket_that_may_be_out_says_so_and_a_late_slip_hands_its_tickets_on(book: Book) -> None:
    sure, doubtful = a_ticket(book), a_ticket(book)
    make_stale(book, sure)
    answer(book, doubtful, "uncertain", "stale", attempt=1)
    [slip] = run(book, gather_stale, "kitchen", book.rules)
    assert [one.may_be_out for one in late_on(book, slip)] == [False, True]
    make_stale(book, slip)
    [second] = run(book, gather_stale, "kitchen", book.rules)
    assert [(one.number, one.may_be_out) for one in late_on(book, second)] == [(1, False), (2, True)]
    assert {book.job(one)["replaced_by"] for one in (sure, doubtful, slip)} == {second}


def test_tickets_that_are_late_when_they_are_diverted_go_as_one_slip(any_book: Book) -> None:
    late, fresh = a_ticket(any_book), a_ticket(any_book)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    t_jobs = t.print_jobs
    any_book.writer.run(
        lambda unit: unit.connection.execute(update(t_jobs).where(t_jobs.c.id == late).values(stale_after=long_ago))
    )
    copy, slip = divert(any_book)
    assert (any_book.job(late)["state"], any_book.job(fresh)["state"]) == ("gathered", "diverted")
    assert (any_book.job(slip)["printer_id"], any_book.job(slip)["meant_for"]) == ("bar", "kitchen")
    assert any_book.job(copy)["copy_of"] == fresh
    assert paper(any_book, slip).diverted_from == "Κουζίνα"


# --- by itself


@dataclass
class Floor:
    """A book, its watch, and what a test decides about printers and time."""

    book: Book
    clock_s: float = 1000.0
    ready: set[str] = field(default_factory=lambda: {"kitchen", "bar"})

    def __post_init__(self) -> None:
        self.watch = PrinterWatch(
            self.book.database, self.book.writer, self.book.rules, self.ready.__contains__, lambda: self.clock_s
        )

    def look(self, later_s: float = 0.0) -> None:
        self.clock_s += later_s
        self.watch.sweep()

    def stand_in(self) -> Any:
        [row] = self.book.rows(t.printers, t.printers.c.id == "kitchen")
        return row["diverted_to"]


@pytest.fixture
def floor(any_book: Book) -> Floor:
    values = {"backup_id": "bar", "takeover_after_s": 30}
    any_book.writer.run(
        lambda unit: unit.connection.execute(update(t.printers).where(t.printers.c.id == "kitchen").values(values))
    )
    return Floor(any_book)


def test_a_backup_takes_over_after_its_time_and_gives_back_when_the_printer_is_back_for_good(floor: Floor) -> None:
    floor.look()
    floor.ready.discard("kitchen")
    job_id = a_ticket(floor.book)
    floor.look()
    floor.look(29.0)
    assert floor.stand_in() is None
    floor.look(1.0)
    assert (floor.stand_in(), floor.book.job(job_id)["state"]) == ("bar", "diverted")
    floor.ready.add("kitchen")
    floor.look()
    floor.look(STEADY_S - 1)
    assert floor.stand_in() == "bar"
    floor.look(1.0)
    assert floor.stand_in() is None
    told = [row["action"] for row in floor.book.rows(t.audit_log) if row["user_id"] is None]
    assert told[-2:] == ["printer_diverted", "printer_back"]


def test_what_a_manager_diverted_stays_until_a_manager_brings_it_back(floor: Floor) -> None:
    divert(floor.book)
    floor.look()
    floor.look(3600.0)
    assert floor.stand_in() == "bar"


def test_late_tickets_wait_for_their_printer_and_come_out_as_one_slip(floor: Floor) -> None:
    floor.ready.discard("kitchen")
    late = [a_ticket(floor.book) for _ in range(3)]
    make_stale(floor.book, *late)
    floor.look()
    assert [floor.book.job(one)["state"] for one in late] == ["failed"] * 3
    floor.ready.add("kitchen")
    floor.look()
    assert [floor.book.job(one)["state"] for one in late] == ["gathered"] * 3
    slips = [row for row in floor.book.rows(t.print_jobs) if row["document"].get("ticket_kind") == "catch_up"]
    assert [len(slip["document"]["late"]) for slip in slips] == [3]
