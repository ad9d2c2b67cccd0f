"""Queries of every second and every tap read what they need, however many orders there ever were."""

from typing import Any

from sqlalchemy import event

from order_service.outbox_relay import WINDOW
from order_service.queries.print_queue import print_queue, printer_list
from order_service.store.print_jobs import owed_jobs
from order_service.stuck_jobs import StuckJobs
from tests.builders import Book


def plans_of(book: Book, call: Any) -> list[str]:
    """How SQLite goes about each statement of a call."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            said.append((statement, parameters))

    event.listen(book.database.reader, "before_cursor_execute", note)
    call()
    event.remove(book.database.reader, "before_cursor_execute", note)
    with book.database.reading() as connection:
        return [
            row[-1]
            for statement, parameters in said
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def reads_all_jobs(plan: str) -> bool:
    return plan.startswith("SCAN print_jobs") and "ix_print_jobs_open" not in plan


def test_the_relay_and_the_watchers_read_open_jobs_by_their_index(book: Book) -> None:
    book.fire(7)
    stuck = StuckJobs(
        book.database, book.writer, cause_of=lambda _: ("agent", ""), ask=lambda _: None, alert_after_s=1e9
    )

    def reading(query: Any) -> Any:
        def _read() -> None:
            with book.database.reading() as connection:
                query(connection)

        return _read

    for call in (
        reading(lambda connection: owed_jobs(connection, None, ("new", "sent"), WINDOW)),
        reading(lambda connection: owed_jobs(connection, "kitchen", ("accepted", "printing"), WINDOW)),
        reading(print_queue),
        reading(printer_list),
        stuck.sweep,
    ):
        plans = plans_of(book, call)
        assert any("ix_print_jobs_open" in plan for plan in plans), plans
        assert not [plan for plan in plans if reads_all_jobs(plan)], plans
