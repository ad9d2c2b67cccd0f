"""A site's book leaves its file for a server: whole and once, or not at all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text, update

from kernel.database import Database, open_database
from kernel.errors import CannotStart
from order_service.queries.audit_trail import verify_chain
from order_service.store import tables as t
from order_service.store.migrate import migrate
from order_service.store.move_book import BookDiffers, BookNotEmpty, move_book
from tests.ports import free_port
from tests.postgres import Postgres
from tests.previous import unpack
from tests.site import ROOT

AN_OPTION = (
    insert(t.product_options)
    .values(product_id=1, name="διπλή", name_en="double", extra_cost_cents=100, sort_order=0)
    .returning(t.product_options.c.id)
)


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    """An empty database."""
    postgres.command("CREATE DATABASE newhome")
    yield postgres.url("newhome")
    postgres.command("DROP DATABASE newhome WITH (FORCE)")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A demo taverna's, with orders, a payment and tickets, and two printers that stand in for each other."""
    unpack(tmp_path / "data")
    path = tmp_path / "data" / "pos.db"
    database = open_database("", path)
    migrate(database)
    with database.writer.begin() as connection:
        for mine, other in (("kitchen", "bar"), ("bar", "kitchen")):
            connection.execute(update(t.printers).where(t.printers.c.id == mine).values(backup_id=other))
        removed = connection.scalar(AN_OPTION)
        connection.execute(t.product_options.delete().where(t.product_options.c.id == removed))
    database.close()
    return path


@pytest.fixture
def here(book: Path) -> Iterator[Database]:
    database = open_database("", book)
    yield database
    database.close()


@pytest.fixture
def there(url: str) -> Iterator[Database]:
    database = open_database(url, Path("unused"))
    yield database
    database.close()


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in t.metadata.sorted_tables
        }


def test_the_demo_taverna_moves_whole_by_one_command_and_its_file_stays_as_it_was(book: Path, url: str) -> None:
    before = book.read_bytes()
    moved = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "move-to-postgresql", url],
        cwd=book.parents[1],
        env=os.environ | {"PYTHONPATH": str(ROOT), "API_PORT": str(free_port())},
        capture_output=True,
        text=True,
    )
    assert moved.returncode == 0, moved.stderr
    assert "Moved 3 orders of 42.00 in all, 4 lines, 66 products, 4 people" in moved.stdout
    assert "DATABASE_URL=postgresql://pos@127.0.0.1" in moved.stdout
    assert book.read_bytes() == before
    here, there = open_database("", book), open_database(url, Path("unused"))
    assert everything(there) == everything(here)
    with there.writer.begin() as connection:
        assert verify_chain(connection, 0, 10_000)["ok"]
        highest = connection.scalar(select(func.max(t.product_options.c.id))) or 0
        assert connection.scalar(AN_OPTION) == highest + 2, "the number of a removed one is not given again"
    here.close()
    there.close()


def test_a_move_that_is_cut_off_leaves_no_row_and_can_be_made_again(here: Database, there: Database) -> None:
    class CutOff(Exception):
        pass

    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "INSERT INTO payments" in statement:
            raise CutOff

    event.listen(there.writer, "before_cursor_execute", cut)
    with pytest.raises(CutOff):
        move_book(here, there)
    event.remove(there.writer, "before_cursor_execute", cut)
    assert not any(everything(there).values())
    move_book(here, there)
    assert everything(there) == everything(here)
    with pytest.raises(BookNotEmpty, match="has rows in its table"):
        move_book(here, there)


def test_a_server_that_keeps_something_else_than_it_was_sent_gets_nothing(here: Database, there: Database) -> None:
    migrate(there)
    with there.writer.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION round_up() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN NEW.amount_cents := NEW.amount_cents + 1; RETURN NEW; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER thief BEFORE INSERT ON payments FOR EACH ROW EXECUTE FUNCTION round_up()")
        )
    with pytest.raises(BookDiffers, match="The table payments did not arrive as it was sent"):
        move_book(here, there)
    assert not any(everything(there).values())


def test_a_book_of_an_older_shape_is_told_to_start_once(tmp_path: Path, there: Database) -> None:
    unpack(tmp_path / "data")
    old = open_database("", tmp_path / "data" / "pos.db")
    with pytest.raises(CannotStart, match="start the site once with this version"):
        move_book(old, there)
    old.close()
