"""How a process opens its database: SQLite by default, PostgreSQL by address; one writing side, one reading side."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmpty
from sqlalchemy.pool import QueuePool

from kernel.database_faults import is_fault
from kernel.errors import CannotStart, Unavailable
from kernel.logging import get_logger
from kernel.postgresql_server import look_at_server, session_arguments
from kernel.sqlite_file import choose_sqlite, harden, mode_for

READERS = 8
WAIT_FOR_READER_S = 5.0


log = get_logger("database")


@dataclass(frozen=True)
class Database:
    """Two engines on one database.

    Attributes:
        writer: one connection; every transaction takes the write lock at its first word (`BEGIN IMMEDIATE`).
        reader: several connections that can't write.
        path: the SQLite file; None on PostgreSQL.
        warning: what health must say about this database's mode, or ''.
    """

    writer: Engine
    reader: Engine
    path: Path | None
    warning: str = ""

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is a file of ours rather than a server."""
        return self.path is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction: one consistent picture.

        Raises:
            Unavailable: the file or the server does not answer.
        """
        try:
            with self.reader.connect() as connection, connection.begin():
                yield connection
        except PoolEmpty as error:
            log.error("database_readers_busy")
            raise Unavailable("The box reads more than it can just now.") from error
        except DBAPIError as error:
            if not (isinstance(error, OperationalError) or is_fault(error)):
                raise
            if "no such" in str(error.orig) or "syntax" in str(error.orig):  # SQLite's words for a bug of ours
                raise
            log.error("database_not_answering", error=str(error.orig))
            raise Unavailable("The database does not answer.") from error

    def close(self) -> None:
        """Give all connections back."""
        self.writer.dispose()
        self.reader.dispose()


def open_database(url: str, default_path: Path) -> Database:
    """Open the database that `DATABASE_URL` names, or the SQLite file at `default_path`.

    Raises:
        CannotStart: no such kind of database, no answer, or a file that is no database.
    """
    address = database_address(url, default_path)
    if address.get_backend_name() == "sqlite":
        database = _open_sqlite(Path(str(address.database)))
    else:
        database = _open_postgresql(address)
    try:
        with database.writer.connect() as connection:
            if not database.is_sqlite:
                database = replace(database, warning=look_at_server(connection))
    except DBAPIError as error:
        where = database.path or address.render_as_string(hide_password=True)
        raise CannotStart(f"The database {where} can't be opened ({error.orig}).") from error
    return database


def database_address(url: str, default_path: Path) -> URL:
    """Which database is meant; a SQLite address always names its file.

    Raises:
        CannotStart: no such kind of database.
    """
    try:
        address = make_url(url) if url else URL.create("sqlite", database=str(default_path))
    except ArgumentError as error:
        raise CannotStart("DATABASE_URL must look like sqlite:///pos.db or postgresql://user@host/name.") from error
    match address.get_backend_name():
        case "sqlite":
            return address.set(database=address.database or str(default_path))
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise CannotStart(f"DATABASE_URL names '{other}'; sqlite and postgresql are supported.")


def _open_sqlite(path: Path) -> Database:
    module = choose_sqlite()
    mode = mode_for(module.sqlite_version_info)

    def engine(begin: str, **options: Any) -> Engine:
        made = create_engine(
            URL.create("sqlite+pysqlite", database=str(path)),
            module=module,
            poolclass=QueuePool,
            pool_timeout=WAIT_FOR_READER_S,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"isolation_level": None, "check_same_thread": False, "timeout": 5.0},
            **options,
        )

        @event.listens_for(made, "connect")
        def _harden(connection: Any, _record: object) -> None:
            harden(connection, mode)
            if begin == "BEGIN":
                connection.execute("PRAGMA query_only = 1").close()

        @event.listens_for(made, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return made

    return Database(engine("BEGIN IMMEDIATE", pool_size=1), engine("BEGIN", pool_size=READERS), path, mode.warning)


def _open_postgresql(address: URL) -> Database:
    options: dict[str, Any] = {
        "pool_pre_ping": True,
        "pool_timeout": WAIT_FOR_READER_S,
        "max_overflow": 0,
        "hide_parameters": True,  # a failed statement's values stay out of the log
        "connect_args": session_arguments(),
    }
    writer = create_engine(address, pool_size=1, **options)
    reader = create_engine(address, pool_size=READERS, **options).execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    return Database(writer, reader, None)
