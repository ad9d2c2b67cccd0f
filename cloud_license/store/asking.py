"""Who asks? One query for many boxes, on a connection of its own: this is what the cloud does all day.

A server is asked by a prepared statement without SQLAlchemy around it, which halves what a heartbeat costs the book
(tests/bench/cloud.py). SQLite, for development, is asked like everything else.
"""

from datetime import datetime
from typing import Final, Protocol

import psycopg

from cloud_license.domain.site import Standing
from cloud_license.store.sites import Asking, those_who_ask
from kernel.database import Database
from kernel.errors import Unavailable
from kernel.logging import get_logger
from kernel.postgresql_server import session_arguments

log = get_logger("asking")


class Finder(Protocol):
    """Looks up many sites; for one thread."""

    def find(self, site_ids: list[str]) -> dict[str, Asking]:
        """Those that are known, the deregistered ones included.

        Raises:
            Unavailable: the database does not answer.
        """

    def close(self) -> None:
        """Give the connection back."""


_Row = tuple[str, int, bool, bool, str | None, datetime | None, datetime, int, str]

QUERY: Final = """
SELECT s.site_id, s.serial, s.is_active, s.is_locked, s.lock_reason, s.lock_at, s.license_expires_at, s.offline_hours,
  k.secret_key_hash
FROM sites s JOIN site_keys k ON k.site_id = s.site_id
WHERE s.site_id = ANY(%s) AND k.revoked_at IS NULL
"""


def finder_of(database: Database) -> Finder:
    """How this kind of database looks up many sites."""
    return _FileFinder(database) if database.is_sqlite else _ServerFinder(database)


class _FileFinder:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, site_ids: list[str]) -> dict[str, Asking]:
        with self._database.reading() as connection:
            return those_who_ask(connection, site_ids)

    def close(self) -> None:
        pass


class _ServerFinder:
    def __init__(self, database: Database) -> None:
        address = database.reader.url.set(drivername="postgresql")
        self._address = address.render_as_string(hide_password=False)
        self._connection: psycopg.Connection[_Row] | None = None

    def find(self, site_ids: list[str]) -> dict[str, Asking]:
        kept = self._connection is not None
        try:
            return self._ask(site_ids)
        except psycopg.Error as error:
            self.close()
            if not kept:
                raise self._silent(error) from error
        try:  # a kept connection may be one that the server ended long ago
            return self._ask(site_ids)
        except psycopg.Error as error:
            self.close()
            raise self._silent(error) from error

    def _ask(self, site_ids: list[str]) -> dict[str, Asking]:
        if self._connection is None:
            self._connection = psycopg.connect(self._address, autocommit=True, **session_arguments())
        found: dict[str, Asking] = {}
        for row in self._connection.execute(QUERY, (site_ids,), prepare=True, binary=True):
            site_id, hashed = row[0], row[-1]
            if site_id in found:
                found[site_id] = Asking(found[site_id].standing, (*found[site_id].hashes, hashed))
            else:
                found[site_id] = Asking(Standing(*row[:-1]), (hashed,))
        return found

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @staticmethod
    def _silent(error: psycopg.Error) -> Unavailable:
        log.error("database_not_answering", error=str(error)[:200])
        return Unavailable("The database does not answer.")
