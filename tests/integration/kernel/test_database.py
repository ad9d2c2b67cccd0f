"""How a database is opened: a real file, and what stands in its way."""

import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from kernel.database import open_database
from kernel.errors import CannotStart, Unavailable
from kernel.sqlite_file import SqliteMode, choose_sqlite, harden, mode_for, open_sqlite

PRAGMAS = {"foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 5000}


def test_both_sides_of_a_file_are_hardened_as_the_library_allows(tmp_path: Path) -> None:
    database = open_database("", tmp_path / "pos.db")
    mode = mode_for(choose_sqlite().sqlite_version_info)
    wanted = PRAGMAS | {"journal_mode": mode.journal, "synchronous": mode.synchronous}
    for engine in (database.writer, database.reader):
        with engine.connect() as connection:
            got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert got == wanted
    assert database.warning == mode.warning
    database.close()


@pytest.mark.parametrize("mode", [SqliteMode("wal", 2), SqliteMode("delete", 3)])
def test_either_mode_is_read_back_from_the_file(tmp_path: Path, mode: SqliteMode) -> None:
    connection = choose_sqlite().connect(str(tmp_path / "any.db"), isolation_level=None)
    harden(connection, mode)
    assert connection.execute("PRAGMA journal_mode").fetchone() == (mode.journal,)
    assert connection.execute("PRAGMA synchronous").fetchone() == (mode.synchronous,)
    connection.close()


def test_connections_that_open_a_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    module, journals = choose_sqlite(), []
    mode = mode_for(module.sqlite_version_info)

    def open_it(file: str, gate: threading.Barrier) -> None:
        gate.wait()
        connection = module.connect(file, isolation_level=None)
        harden(connection, mode)
        journals.append(connection.execute("PRAGMA journal_mode").fetchone()[0])
        connection.close()

    files, at_once = 60, 4
    for number in range(files):
        asked = (str(tmp_path / f"{number}.db"), threading.Barrier(at_once))
        threads = [threading.Thread(target=open_it, args=asked) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert journals == [mode.journal] * files * at_once


def test_a_pragma_that_sqlite_does_not_take_stops_the_start(tmp_path: Path) -> None:
    memory = choose_sqlite().connect(":memory:", isolation_level=None)  # has no write-ahead log
    with pytest.raises(CannotStart, match="journal_mode"):
        harden(memory, SqliteMode("wal", 2))
    memory.close()


def test_a_reader_can_t_write(tmp_path: Path) -> None:
    database = open_database("", tmp_path / "pos.db")
    with pytest.raises(Unavailable), database.reading() as connection:
        connection.exec_driver_sql("CREATE TABLE x (y)")
    with database.reader.connect() as connection, pytest.raises(DBAPIError, match="readonly"):
        connection.exec_driver_sql("CREATE TABLE x (y)")
    database.close()


def test_a_reader_sees_one_picture_however_long_it_looks(tmp_path: Path) -> None:
    database = open_database("", tmp_path / "pos.db")
    if mode_for(choose_sqlite().sqlite_version_info).journal != "wal":
        pytest.skip("without a write-ahead log a writer waits for readers")
    with database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE x (y)")
    with database.reading() as looking:
        assert looking.exec_driver_sql("SELECT count(*) FROM x").scalar() == 0
        with database.writer.begin() as connection:
            connection.exec_driver_sql("INSERT INTO x VALUES (1)")
        assert looking.exec_driver_sql("SELECT count(*) FROM x").scalar() == 0
    with database.reading() as looking:
        assert looking.exec_driver_sql("SELECT count(*) FROM x").scalar() == 1
    database.close()


def test_our_own_mistake_in_a_query_stays_a_mistake(tmp_path: Path) -> None:
    database = open_database("", tmp_path / "pos.db")
    with pytest.raises(DBAPIError, match="no such table"), database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    database.close()


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://me:hush@host/db", "mysql"),
        ("no address at all", "DATABASE_URL"),
        ("postgresql://pos:hush@127.0.0.1:1/pos", "127.0.0.1"),
        ("sqlite:////nowhere/at/all/pos.db", "nowhere"),
    ],
)
def test_a_database_that_can_t_be_opened_stops_the_start_and_keeps_the_password(
    tmp_path: Path, url: str, word: str
) -> None:
    with pytest.raises(CannotStart, match=word) as refusal:
        open_database(url, tmp_path / "pos.db")
    assert "hush" not in refusal.value.detail


def test_a_file_that_is_no_database_stops_the_start_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "pos.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(CannotStart, match=r"pos\.db"):
        open_database("", path)
    with pytest.raises(CannotStart, match=r"pos\.db"):
        open_sqlite(path)
    assert path.read_text() == "Dear diary, " * 1000


def test_a_folder_in_place_of_the_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "pos.db").mkdir()
    with pytest.raises(CannotStart, match=r"pos\.db"):
        open_database("", tmp_path / "pos.db")
