"""Reports read the days they are asked for, however many orders there ever were."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from order_service.queries.order_history import HistoryFilter, order_history
from order_service.queries.reports import adjustments_report, cash_up_page, sales_report, shift_report, x_report
from order_service.queries.table_trail import table_trail
from tests.builders import EVENING, RULES, Book

DAY = "2026-06-05"
GROWS = ("orders", "order_items", "rounds", "payments", "adjustments", "audit_log", "print_jobs", "print_log")
"""Tables with more rows every day."""

REPORTS: dict[str, Callable[[Connection], Any]] = {
    "x": lambda c: x_report(c, EVENING, RULES),
    "an old day": lambda c: shift_report(c, DAY, EVENING, RULES),
    "a year": lambda c: sales_report(c, "2025-06-05", DAY, "item"),
    "adjustments": lambda c: adjustments_report(c, DAY, DAY, "void", 0, 100),
    "purses": lambda c: cash_up_page(c, DAY, EVENING, RULES),
    "history": lambda c: order_history(c, HistoryFilter("2025-06-05", DAY)),
    "history of a table": lambda c: order_history(c, HistoryFilter("2025-06-05", DAY, table_id=3)),
    "history of a waiter": lambda c: order_history(c, HistoryFilter("2025-06-05", DAY, waiter_id=2)),
    "history by words": lambda c: order_history(c, HistoryFilter("2026-05-05", DAY, words="μουσακάς")),
    "trail": lambda c: table_trail(c, 1, EVENING - timedelta(hours=1), EVENING),
}


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_reads_a_table_that_grows_from_end_to_end(book: Book, name: str) -> None:
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            said.append((statement, parameters))

    book.fire(1)
    event.listen(book.database.reader, "before_cursor_execute", note)
    with book.database.reading() as connection:
        REPORTS[name](connection)
    event.remove(book.database.reader, "before_cursor_execute", note)
    with book.database.reading() as connection:
        plans = [
            row[-1]
            for statement, parameters in said
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert plans
    assert not [plan for plan in plans if plan.split()[0] == "SCAN" and plan.split()[1] in GROWS], plans
