"""Queries of every second and every tap read what they need, however many orders there ever were.

They are held against a book where nothing was ever counted (no ANALYZE), as on a box. `tests/bench/growth.py` measures
the same with a million orders.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from order_service.domain.order import ACTIVE
from order_service.outbox_relay import WINDOW
from order_service.queries.check import check
from order_service.queries.floor import floor
from order_service.queries.my_orders import my_orders
from order_service.queries.order_detail import order_detail
from order_service.queries.print_queue import open_alerts, print_queue, printer_list
from order_service.queries.reports import x_report
from order_service.store import tables as t
from order_service.store.print_jobs import owed_jobs
from order_service.stuck_jobs import StuckJobs
from tests.builders import Book

GROWING = {
    table.name
    for table in (
        t.orders,
        t.order_waiters,
        t.order_items,
        t.rounds,
        t.payments,
        t.payment_items,
        t.adjustments,
        t.print_jobs,
        t.print_log,
        t.alerts,
        t.audit_log,
        t.idempotency_keys,
        t.sales_totals,
    )
}
SMALL_INDEXES = ("uq_orders_active_table", "ix_print_jobs_open", "ix_print_jobs_trouble", "ix_alerts_open")
"""Hold only what is open or unsettled now, so that reading all of one is reading little."""
BY_TABLE_EVER = "USING INDEX ix_orders_table (table_id=?)"
"""All orders that a table ever had: no way to find the one that stands on it now."""


def plans_of(book: Book, engine: Engine, call: Callable[[], Any]) -> list[str]:
    """How SQLite goes about each statement of a call."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            said.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    call()
    event.remove(engine, "before_cursor_execute", note)
    assert said
    plans = []
    with book.database.reading() as connection:
        for statement, parameters in said:
            some = parameters[0] if isinstance(parameters, list) else parameters
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", some):
                plans.append(f"{row[-1]}{' LIMIT' if 'LIMIT' in statement else ''}")
    return plans


def reads_too_much(plan: str) -> bool:
    """A scan of what grows for ever, unless of the few that are open, or only for its last rows."""
    scanned = re.match(r"SCAN (\w+)", plan)
    if scanned is None:
        return BY_TABLE_EVER in plan
    is_end = plan.endswith(" LIMIT") and "INDEX" not in plan  # ORDER BY key DESC LIMIT n
    return scanned[1] in GROWING and not is_end and not any(index in plan for index in SMALL_INDEXES)


SCREENS: dict[str, Callable[[Connection, Book, int], Any]] = {
    "relay": lambda c, _book, _order: owed_jobs(c, None, ("new", "sent"), WINDOW),
    "relay, one printer": lambda c, _book, _order: owed_jobs(c, "kitchen", ("accepted", "printing"), WINDOW),
    "print queue": lambda c, _book, _order: print_queue(c),
    "printers": lambda c, _book, _order: printer_list(c),
    "alerts": lambda c, book, _order: open_alerts(c, book.staff()),
    "floor": lambda c, book, _order: floor(c, book.staff()),
    "my orders": lambda c, book, _order: my_orders(c, book.staff("nikos")),
    "order detail": lambda c, book, order: order_detail(c, order, book.staff()),
    "check": lambda c, book, order: check(c, order, book.staff()),
    "day report": lambda c, book, _order: x_report(c, book.now(), book.rules),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_reads_no_more_in_its_tenth_year(book: Book, screen: str) -> None:
    order_id = book.fire(7).order.id
    book.staff("nikos")

    def show() -> None:
        with book.database.reading() as connection:
            SCREENS[screen](connection, book, order_id)

    plans = plans_of(book, book.database.reader, show)
    assert not [plan for plan in plans if reads_too_much(plan)], plans


def test_a_tap_reads_no_more_in_its_tenth_year(book: Book) -> None:
    book.fire(7)
    plans = plans_of(book, book.database.writer, lambda: book.fire(7, book.line(), book.line("Μπίρα μαύρη 330 ml")))
    assert any("uq_orders_active_table" in plan for plan in plans), plans
    assert not [plan for plan in plans if reads_too_much(plan)], plans


def test_the_watchers_read_open_jobs_by_their_index(book: Book) -> None:
    book.fire(7)
    stuck = StuckJobs(
        book.database, book.writer, cause_of=lambda _: ("agent", ""), ask=lambda _: None, alert_after_s=1e9
    )
    plans = plans_of(book, book.database.reader, stuck.sweep)
    assert any("ix_print_jobs_open" in plan for plan in plans), plans
    assert not [plan for plan in plans if reads_too_much(plan)], plans


def test_the_words_for_active_are_the_domain_s() -> None:
    assert set(re.findall(r"'(\w+)'", str(t.IS_ACTIVE))) == set(ACTIVE)
