"""The cloud's database as the routes use it: commands one at a time, queries beside them, neither on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolEmpty

from kernel.clock import Now, utc_now
from kernel.database import READERS, Database
from kernel.database_faults import fault_behind, is_full
from kernel.errors import StorageFull, Unavailable
from kernel.logging import get_logger

T = TypeVar("T")

TURN: Final = 7051991
ONE_AT_A_TIME: Final = text(f"SELECT pg_advisory_xact_lock({TURN})")
"""Commands of all workers take turns on PostgreSQL, as they do on SQLite: the brake and the audit's chain count on it.

They are a person's clicks, a few a second at most; heartbeats take no part in it.
"""
TELL: Final = text("SELECT pg_notify('site_changed', :site)")

log = get_logger("book")


@dataclass
class UnitOfWork:
    """Handed to a command; commands never commit.

    Attributes:
        connection: inside a write transaction.
        now: aware UTC, one instant for the whole command.
        changed: sites whose box must hear of this, after the commit.
    """

    connection: Connection
    now: datetime
    changed: list[str] = field(default_factory=list)


class Book:
    """One database.

    Args:
        database: both engines.
        on_change: called on a thread after a commit with the sites it changed; on PostgreSQL nobody needs it, for
            there every worker hears it from the database (store/changes.py).
    """

    def __init__(self, database: Database, *, on_change: Callable[[str], None], now: Now = utc_now) -> None:
        self.database = database
        self._on_change = on_change
        self._now = now
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a reader's connection, off the event loop."""

        def _read() -> T:
            with self.database.reading() as connection:
                return query(connection)

        return await asyncio.get_running_loop().run_in_executor(self._readers, _read)

    async def write(self, command: Callable[[UnitOfWork], T]) -> T:
        """Run a command; returns after its commit reached the disk.

        Raises:
            Unavailable, StorageFull: the database did not keep it.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writer, self.keep, command)

    def keep(self, command: Callable[[UnitOfWork], T]) -> T:
        """The same for threads."""
        try:
            with self.database.writer.connect() as connection, connection.begin():
                if not self.database.is_sqlite:
                    connection.execute(ONE_AT_A_TIME)
                unit = UnitOfWork(connection, self._now())
                result = command(unit)
                if not self.database.is_sqlite:
                    for site in unit.changed:
                        connection.execute(TELL, {"site": site})
        except PoolEmpty as error:
            raise Unavailable("The cloud has more to write than it can just now.") from error
        except DBAPIError as error:
            if (fault := fault_behind(error)) is None and "locked" not in str(error.orig):
                raise
            log.error("change_not_kept", error=str(error.orig))
            self.database.writer.dispose()
            if fault is not None and is_full(fault):
                raise StorageFull("The disk of the database is full.") from error
            raise Unavailable("The database did not keep this.") from error
        if self.database.is_sqlite:
            for site in unit.changed:
                self._on_change(site)
        return result

    async def answers(self) -> None:
        """Raises Unavailable when the database does not answer."""
        await self.read(lambda connection: connection.exec_driver_sql("SELECT 1").close())

    def close(self) -> None:
        """Finish what runs, give everything back."""
        self._writer.shutdown()
        self._readers.shutdown()
        self.database.close()
