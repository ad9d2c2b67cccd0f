"""PostgreSQL as the site's database: a restart, a neighbour in the way, a server that is not fit."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update

from kernel.database import READERS, open_database
from kernel.errors import CannotStart, Unavailable
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book, fill_book
from tests.postgres import Postgres, PostgresMissing

PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def own_server() -> Iterator[Postgres]:
    """One that may be stopped, and that flushes."""
    try:
        server = Postgres()
    except PostgresMissing as missing:
        missing.leave_out()
    yield server
    server.remove()


@pytest.fixture
def book(own_server: Postgres, tmp_path: Path) -> Iterator[Book]:
    with own_server.database("filled", fill_book) as url:
        # a copied sequence counts on a log that only its template has: a crash before a checkpoint would set it back
        own_server.command("CHECKPOINT")
        book = Book(open_database(url, tmp_path / "none"))
        yield book
        book.close()


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_after_a_restart_orders_are_taken_again_and_none_that_was_kept_is_lost(
    own_server: Postgres, book: Book, how: str
) -> None:
    book.fire(7)
    own_server.stop(how=how)
    with pytest.raises(Unavailable):
        book.fire(7)
    with pytest.raises(Unavailable):
        book.rows(t.orders)
    own_server.start()
    assert book.fire(7).number == 2
    assert [row["number"] for row in book.rows(t.rounds)] == [1, 2]


def test_a_restart_between_two_taps_costs_neither(own_server: Postgres, book: Book) -> None:
    book.fire(7)
    book.rows(t.orders)
    own_server.stop()
    own_server.start()
    assert book.fire(7).number == 2
    assert len(book.rows(t.rounds)) == 2


def test_a_session_ended_in_the_middle_of_a_command_keeps_nothing_of_its_group(book: Book) -> None:
    def cut_off(unit: UnitOfWork) -> None:
        unit.connection.execute(insert(t.revisions), {"name": "half", "rev": 1})
        unit.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Unavailable):
        book.writer.run(cut_off)
    assert "half" not in {row["name"] for row in book.rows(t.revisions)}
    assert book.fire(7).number == 1


def test_a_deadlock_with_another_program_is_tried_again_and_kept(own_server: Postgres, book: Book) -> None:
    book.fire(7)
    other = own_server.engine(str(book.database.writer.url.database))
    we_hold, they_hold = threading.Event(), threading.Event()
    tries = []

    def ours(unit: UnitOfWork) -> None:
        tries.append(1)
        unit.connection.execute(text("SET LOCAL deadlock_timeout = '100ms'"))
        unit.connection.execute(update(t.tables).where(t.tables.c.number == 1).values(label="ours"))
        we_hold.set()
        assert they_hold.wait(PATIENCE_S)
        unit.connection.execute(update(t.tables).where(t.tables.c.number == 2).values(label="ours"))

    def theirs() -> None:
        with other.begin() as connection:
            connection.execute(text("SET LOCAL deadlock_timeout = '1min'"))  # so that we are the one who is ended
            connection.execute(update(t.tables).where(t.tables.c.number == 2).values(label="theirs"))
            they_hold.set()
            assert we_hold.wait(PATIENCE_S)
            connection.execute(update(t.tables).where(t.tables.c.number == 1).values(label="theirs"))

    neighbour = threading.Thread(target=theirs)
    neighbour.start()
    book.writer.run(ours)
    neighbour.join(PATIENCE_S)
    assert len(tries) == 2
    assert [row["label"] for row in book.rows(t.tables, t.tables.c.number < 3)] == ["ours", "ours"]
    other.dispose()


def test_a_forgotten_lock_of_another_program_is_a_wait_not_a_standstill(own_server: Postgres, book: Book) -> None:
    other = own_server.engine(str(book.database.writer.url.database))

    def impatient(unit: UnitOfWork) -> None:
        unit.connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
        unit.connection.execute(update(t.tables).values(label="x"))

    with other.begin() as connection:
        connection.execute(text("LOCK TABLE tables"))
        with pytest.raises(Unavailable):
            book.writer.run(impatient)
    assert book.fire(7).number == 1
    other.dispose()


def test_more_readers_than_there_are_connections_are_told_to_come_back(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book.database.reader.pool, "_timeout", 0.05)
    held = [book.database.reader.connect() for _ in range(READERS)]
    with pytest.raises(Unavailable), book.database.reading():
        pass
    for connection in held:
        connection.close()
    assert book.rows(t.orders) == []


def test_a_mistake_of_ours_stays_a_mistake_on_postgresql(book: Book) -> None:
    with pytest.raises(Exception, match="nowhere") as error, book.database.reading() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(error.value, Unavailable)


def test_a_database_that_would_garble_greek_stops_the_start(own_server: Postgres, tmp_path: Path) -> None:
    own_server.command("CREATE DATABASE western ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    with pytest.raises(CannotStart, match="UTF8"):
        open_database(own_server.url("western"), tmp_path / "none")


def test_health_is_warned_of_a_server_that_does_not_flush(
    own_server: Postgres, postgres: Postgres, tmp_path: Path
) -> None:
    for server, is_warned in ((own_server, False), (postgres, True)):
        with server.database("filled", fill_book) as url:
            database = open_database(url, tmp_path / "none")
            assert ("fsync" in database.warning) == is_warned
            database.close()
