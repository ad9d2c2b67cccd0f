"""The one writer: what it promises to those who wait."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from kernel.database import open_database
from kernel.errors import NotFound, StorageFull, Unavailable
from kernel.sqlite_file import open_sqlite
from order_service.commands.fire_round import fire_round
from order_service.store import tables as t
from order_service.store.answers import Answer, RequestKey, recall, remember
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import GROUP, WAITING, Writer, WriterBusy, WriterStopped
from tests.builders import Book
from tests.integration.order_service.conftest import OpenBook

PATIENCE_S = 20.0


def note(name: str, rev: int = 1) -> Any:
    """A command that leaves one small row."""

    def _note(unit: UnitOfWork) -> str:
        unit.connection.execute(insert(t.revisions), {"name": name, "rev": rev})
        unit.announce("menu", name)
        return name

    return _note


def notes(book: Book) -> set[str]:
    return {row["name"] for row in book.rows(t.revisions)} - {"menu"}


class Pause:
    """A command that holds the writer, so that what is queued meanwhile becomes one group."""

    def __init__(self, book: Book) -> None:
        self._go = threading.Event()
        self._in = threading.Event()
        self._book = book
        self.done: Future[None] | None = None

    def __enter__(self) -> "Pause":
        self.done = self._book.writer.submit(self._hold)
        assert self._in.wait(PATIENCE_S)
        return self

    def __exit__(self, *_details: object) -> None:
        self._go.set()
        assert self.done is not None
        self.done.result(PATIENCE_S)

    def _hold(self, _unit: UnitOfWork) -> None:
        self._in.set()
        assert self._go.wait(PATIENCE_S)


def test_a_result_comes_only_after_another_connection_can_see_the_row(any_book: Book) -> None:
    for number in range(20):
        assert any_book.writer.run(note(f"n{number}")) == f"n{number}"
        assert f"n{number}" in notes(any_book)


def test_events_are_told_after_the_commit_and_before_the_answer(open_book: OpenBook) -> None:
    book = open_book()
    assert book.writer.run(note("a")) == "a"
    assert [event.id for event in book.heard] == ["a"]


def test_commands_that_wait_together_share_one_commit(any_book: Book) -> None:
    with Pause(any_book):
        waiting = [any_book.writer.submit(note(f"n{number}")) for number in range(GROUP)]
    before = any_book.writer.commits
    assert [future.result(PATIENCE_S) for future in waiting] == [f"n{number}" for number in range(GROUP)]
    assert any_book.writer.commits - before <= 1


def refuse(unit: UnitOfWork) -> None:
    note("refused")(unit)
    unit.owes_tickets = True
    raise NotFound("no such dish")


def break_down(unit: UnitOfWork) -> None:
    note("broken")(unit)
    raise ZeroDivisionError


def clash(unit: UnitOfWork) -> None:
    note("clash")(unit)
    note("clash")(unit)


@pytest.mark.parametrize(("bad", "error"), [(refuse, NotFound), (break_down, ZeroDivisionError), (clash, Exception)])
def test_a_command_that_fails_leaves_no_trace_beside_its_neighbours(any_book: Book, bad: Any, error: Any) -> None:
    with Pause(any_book):
        waiting = [any_book.writer.submit(one) for one in (note("before"), bad, note("after"))]
    with pytest.raises(error):
        waiting[1].result(PATIENCE_S)
    assert (waiting[0].result(PATIENCE_S), waiting[2].result(PATIENCE_S)) == ("before", "after")
    assert notes(any_book) == {"before", "after"}
    assert sorted(event.id for event in any_book.heard) == ["after", "before"]
    assert any_book.wakes == 0


@pytest.mark.parametrize(("bad", "error"), [(refuse, NotFound), (break_down, ZeroDivisionError), (clash, Exception)])
def test_a_command_that_fails_alone_leaves_no_trace_and_the_next_is_kept(any_book: Book, bad: Any, error: Any) -> None:
    with pytest.raises(error):
        any_book.writer.run(bad)
    any_book.writer.run(note("next"))
    assert notes(any_book) == {"next"}
    assert [event.id for event in any_book.heard] == ["next"]


def test_a_listener_that_fails_loses_nobody_s_answer(book: Book) -> None:
    book.heard = None  # type: ignore[assignment]  # the listener will trip over this
    assert book.writer.run(note("a")) == "a"
    assert book.writer.run(note("b")) == "b"


def test_a_waiter_who_went_away_does_not_take_the_writer_along(book: Book) -> None:
    with Pause(book):
        gone = book.writer.submit(note("gone"))
        stays = book.writer.submit(note("stays"))
        assert gone.cancel()
    assert stays.result(PATIENCE_S) == "stays"
    assert book.writer.run(note("later")) == "later"
    assert notes(book) == {"stays", "later"}


def test_a_waiter_can_t_go_away_once_the_command_runs(book: Book) -> None:
    with Pause(book) as pause:
        assert pause.done is not None
        assert not pause.done.cancel()


def test_lazy_marks_join_the_next_group(book: Book) -> None:
    with Pause(book):
        lazy = [book.writer.submit_lazily(note(f"lazy{number}")) for number in range(5)]
        asked = book.writer.submit(note("asked"))
    before = book.writer.commits
    asked.result(PATIENCE_S)
    assert [future.result(PATIENCE_S) for future in lazy] == [f"lazy{number}" for number in range(5)]
    assert book.writer.commits - before <= 1


def test_a_lazy_mark_without_company_is_kept_all_the_same(book: Book) -> None:
    assert book.writer.submit_lazily(note("alone")).result(PATIENCE_S) == "alone"
    assert notes(book) == {"alone"}


def test_stopping_keeps_what_is_queued_and_refuses_what_comes_later(open_book: OpenBook) -> None:
    book = open_book()
    with Pause(book):
        waiting = [book.writer.submit(note(f"n{number}")) for number in range(3 * GROUP)]
        lazy = book.writer.submit_lazily(note("lazy"))
        stopper = threading.Thread(target=book.writer.stop)
        stopper.start()
    stopper.join(PATIENCE_S)
    assert not stopper.is_alive()
    assert {future.result(0) for future in waiting} | {lazy.result(0)} == notes(book)
    for late in (book.writer.submit(note("late")), book.writer.submit_lazily(note("late"))):
        with pytest.raises(WriterStopped):
            late.result(PATIENCE_S)
    book.writer.stop = lambda: None  # type: ignore[method-assign]  # the fixture would stop it again


def test_nobody_is_left_waiting_by_a_stop_in_the_middle_of_a_rush(open_book: OpenBook) -> None:
    book = open_book()
    futures: list[Future[str]] = []
    started = threading.Event()

    def rush(who: int) -> None:
        for number in range(200):
            futures.append(book.writer.submit(note(f"{who}-{number}")))
            started.set()

    with ThreadPoolExecutor(8) as pool:
        for who in range(8):
            pool.submit(rush, who)
        assert started.wait(PATIENCE_S)
        book.writer.stop()
    kept = set()
    for future in futures:
        try:
            kept.add(future.result(PATIENCE_S))
        except WriterStopped:
            continue
    assert kept == notes(book)
    book.writer.stop = lambda: None  # type: ignore[method-assign]


def test_a_full_queue_says_come_back_and_never_blocks(book: Book) -> None:
    with Pause(book):
        waiting = [book.writer.submit(lambda _unit: None) for _ in range(WAITING)]
        with pytest.raises(WriterBusy):
            book.writer.submit(note("too much")).result(PATIENCE_S)
    for future in waiting:
        future.result(PATIENCE_S)
    assert notes(book) == set()


# --- a failing disk


def fill_up(book: Book, spare_pages: int = 0) -> None:
    """Let the file grow no more, as on a full disk."""
    with book.database.writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {int(pages or 0) + spare_pages}")


def big(name: str) -> Any:
    def _big(unit: UnitOfWork) -> str:
        note(name)(unit)
        row = {"user_id": 1, "endpoint": "e", "key": name, "fingerprint": "f", "status": 201, "created_at": unit.now}
        unit.connection.execute(insert(t.idempotency_keys), row | {"body": "x" * 200_000})
        return name

    return _big


def test_a_full_disk_is_said_and_leaves_no_half_kept_round(book: Book) -> None:
    fill_up(book)
    before = notes(book)
    with pytest.raises(StorageFull):
        book.writer.run(big("a"))
    assert notes(book) == before
    assert book.rows(t.idempotency_keys) == []


def test_a_full_disk_in_the_middle_of_a_group_keeps_exactly_what_it_says_it_kept(book: Book) -> None:
    with Pause(book):
        fill_up_inside = book.writer.submit(
            lambda unit: unit.connection.exec_driver_sql("PRAGMA max_page_count = 1").close()
        )
        waiting = [book.writer.submit(work) for work in (note("a"), big("b"), note("c"), refuse, note("d"))]
    fill_up_inside.exception(PATIENCE_S)
    kept = set()
    for future in waiting:
        error = future.exception(PATIENCE_S)
        if error is None:
            kept.add(future.result())
        else:
            assert isinstance(error, StorageFull | NotFound), error
    assert notes(book) == kept
    assert kept == set()


def test_orders_are_taken_again_by_themselves_once_there_is_space(book: Book) -> None:
    fill_up(book)
    with pytest.raises(StorageFull):
        book.writer.run(big("a"))
    # the failed connection was given back with its limit, like a disk that was cleared
    assert book.writer.run(big("b")) == "b"
    assert book.fire(7).number == 1


def test_a_word_in_a_waiter_s_note_does_not_make_the_disk_full(book: Book) -> None:
    def cut_off(unit: UnitOfWork) -> None:
        unit.connection.execute(text("INSERT INTO nowhere VALUES (:note)"), {"note": "disk is full of disk i/o"})

    with pytest.raises(Exception, match="no such table") as error:
        book.writer.run(cut_off)
    assert not isinstance(error.value, StorageFull)


def test_a_failed_statement_s_values_stay_out_of_its_words(book: Book) -> None:
    def cut_off(unit: UnitOfWork) -> None:
        unit.connection.execute(text("INSERT INTO nowhere VALUES (:pin)"), {"pin": "4711-hush"})

    with pytest.raises(Exception, match="no such table") as error:
        book.writer.run(cut_off)
    assert "4711-hush" not in str(error.value)


def test_a_database_taken_away_by_another_program_is_a_wait_not_a_bug(book: Book) -> None:
    book.database.writer.dispose()
    with book.database.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = open_sqlite(book.database.path)  # of the same library: two of them in one process see no locks
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as error:
        book.writer.run(note("a"))
    assert not isinstance(error.value, StorageFull)
    other.execute("ROLLBACK")
    other.close()
    assert book.writer.run(note("b")) == "b"
    assert notes(book) == {"b"}


# --- several writers


def test_two_writers_on_one_book_lose_nothing_and_neither_finds_it_locked(any_book: Book) -> None:
    url = any_book.database.writer.url.set(drivername=any_book.database.writer.dialect.name)
    other_database = open_database(url.render_as_string(hide_password=False), Path("unused"))
    other = Writer(other_database, on_commit=lambda _events, _owes: None)
    other.start()

    def many(writer: Writer, name: str) -> None:
        for number in range(40):
            writer.run(note(f"{name}{number}"))

    with ThreadPoolExecutor(8) as pool:
        done = [
            pool.submit(many, writer, f"{w}.{i}.")
            for w, writer in enumerate((any_book.writer, other))
            for i in range(4)
        ]
    for one in done:
        one.result()
    other.stop()
    other_database.close()
    assert len(notes(any_book)) == 320


def test_fifty_threads_with_one_key_have_one_effect(any_book: Book) -> None:
    key = RequestKey(1, "POST /x", "key-00000001", "f")
    request = any_book.round(7)

    def once(unit: UnitOfWork) -> Answer:
        if (known := recall(unit, key)) is not None:
            return known
        fired = fire_round(unit, request, any_book.menus, any_book.rules)
        answer = Answer(201, str(fired.round_id))
        remember(unit, key, answer)
        return answer

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: any_book.writer.run(once), range(50)))
    assert len({answer.body for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1
    with any_book.database.reading() as connection:
        assert len(connection.execute(select(t.rounds)).all()) == 1
        assert len(connection.execute(select(t.print_jobs)).all()) == 1


def test_fifty_waiters_beside_a_busy_second_process_lose_no_round(any_book: Book) -> None:
    url = any_book.database.writer.url.set(drivername=any_book.database.writer.dialect.name)
    other_database = open_database(url.render_as_string(hide_password=False), Path("unused"))
    other = Writer(other_database, on_commit=lambda _events, _owes: None)
    other.start()
    served = threading.Event()

    def mark() -> int:
        """What the order service does beside the API: small commits, one after another."""
        number = 0
        while not served.is_set():
            other.run(note(f"mark{number}"))
            number += 1
        return number

    with ThreadPoolExecutor(51) as pool:
        marks = pool.submit(mark)
        waiters = [
            pool.submit(lambda n=n: [any_book.fire(1 + n % 20, by="eleni") for _ in range(3)]) for n in range(50)
        ]
        fired = [one for waiter in waiters for one in waiter.result()]
        served.set()
        marked = marks.result()
    other.stop()
    other_database.close()
    assert len({one.round_id for one in fired}) == 150 == len(any_book.rows(t.rounds))
    assert len(notes(any_book)) == marked > 0
