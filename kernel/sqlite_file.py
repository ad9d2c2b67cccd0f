"""How a SQLite file is opened: which library, which journal, and proof that it obeys."""

import fcntl
import os
import sqlite3 as stdlib_sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from kernel.errors import CannotStart

Version = tuple[int, int, int]


def choose_sqlite() -> ModuleType:
    """The DB-API module with the newest SQLite inside: `pysqlite3` where it is installed, else the standard one."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return stdlib_sqlite3
    bundled: ModuleType = dbapi2
    return bundled if bundled.sqlite_version_info > stdlib_sqlite3.sqlite_version_info else stdlib_sqlite3


def has_wal_reset_bug(version: Version) -> bool:
    """Say whether a checkpoint overlapping a commit can lose committed rows.

    Source: fixed in 3.51.3, back-ported to 3.50.7 and 3.44.6; https://www.sqlite.org/wal.html
    """
    if version < (3, 7, 0) or version >= (3, 51, 3):
        return False
    fixed_branches = {(3, 50): 7, (3, 44): 6}
    fixed_from = fixed_branches.get(version[:2])
    return fixed_from is None or version[2] < fixed_from


@dataclass(frozen=True)
class SqliteMode:
    """Journal and flush level that keep a committed row through a power cut."""

    journal: str
    synchronous: int
    """2 = FULL, 3 = EXTRA."""
    warning: str = ""


def mode_for(version: Version) -> SqliteMode:
    """WAL + FULL where the library is sound, DELETE + EXTRA where it is not (TRUST.md 2)."""
    if not has_wal_reset_bug(version):
        return SqliteMode("wal", 2)
    name = ".".join(map(str, version))
    return SqliteMode("delete", 3, f"SQLite {name} can lose rows in its fastest mode; a slower, safe one is used.")


def harden(connection: Any, mode: SqliteMode, *, busy_timeout_ms: int = 5000) -> None:
    """Set the PRAGMAs on a fresh DB-API connection and read each back.

    Raises:
        CannotStart: SQLite did not take one of them.
    """
    wanted: dict[str, int | str] = {
        "busy_timeout": busy_timeout_ms,
        "journal_mode": mode.journal,
        "synchronous": mode.synchronous,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }
    with _one_at_a_time(connection):
        for pragma, value in wanted.items():
            connection.execute(f"PRAGMA {pragma} = {value}").close()
            got = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            if str(got).lower() != str(value).lower():
                raise CannotStart(f"SQLite refused {pragma} = {value} (it says {got}). Is the disk writable?")


@contextmanager
def _one_at_a_time(connection: Any) -> Iterator[None]:
    """Let one connection at a time set itself up: of two that turn a new file to WAL, SQLite fails one at once.

    It sees that both hold what the other waits for, and asks no `busy_timeout`. The lock is the folder's: closing a
    second descriptor of the file itself would drop SQLite's own locks.
    """
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    if not file:  # in memory
        yield
        return
    folder = os.open(Path(file).parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def open_sqlite(path: Path) -> Any:
    """A hardened DB-API connection in autocommit mode; transactions are written out (`BEGIN IMMEDIATE`).

    Raises:
        CannotStart: the file can't be opened, is not a database, or is damaged beyond reading.
    """
    module = choose_sqlite()
    try:
        connection = module.connect(str(path), isolation_level=None, check_same_thread=False)
        harden(connection, mode_for(module.sqlite_version_info))
    except (module.DatabaseError, OSError) as error:
        raise CannotStart(
            f"{path} can't be opened as a database ({error}). Restore a backup, or move the file away."
        ) from error
    return connection
