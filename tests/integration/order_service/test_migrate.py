"""The book's shape is brought up to date on start."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kernel.database import Database, open_database
from kernel.errors import CannotStart
from order_service.store.migrate import migrate
from order_service.store.tables import metadata
from tests.builders import Book


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return open_database("", tmp_path / "pos.db")


def test_a_new_book_gets_every_table_once(empty: Database) -> None:
    assert migrate(empty)
    assert not migrate(empty)
    empty.close()


def test_migrations_and_tables_say_the_same(any_book: Book) -> None:
    with any_book.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_book_of_a_newer_version_is_refused_and_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CannotStart, match="newer version"):
        migrate(empty)
    with empty.reading() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"
    empty.close()


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    changed: list[bool] = []

    def start() -> None:
        database = open_database("", tmp_path / "pos.db")
        changed.append(migrate(database))
        database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(changed) == [False, False, False, True]
