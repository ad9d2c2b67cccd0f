"""Which site changed? PostgreSQL tells every worker (LISTEN); on SQLite a worker knows itself, or looks twice a second.

What is missed is not lost: a box that waits asks again within a minute and is then answered at once.
"""

import threading
from collections.abc import Callable
from typing import Final, Protocol

import psycopg

from kernel.database import Database
from kernel.logging import get_logger
from kernel.postgresql_server import session_arguments

CHANNEL: Final = "site_changed"
LOOK_EVERY_S: Final = 0.5
LONGEST_PAUSE_S: Final = 10.0

log = get_logger("changes")

SiteChanged = Callable[[str], None]
"""Called on a thread with a site's id, or '' when any may have changed."""


class Changes(Protocol):
    """Somebody who listens."""

    def start(self) -> None:
        """Begin to listen."""

    def stop(self) -> None:
        """End."""


def changes_of(database: Database, on_change: SiteChanged) -> Changes:
    """Whoever listens on this kind of database."""
    return _FileLook(database, on_change) if database.is_sqlite else _ServerTalk(database, on_change)


class _ServerTalk:
    """A connection of its own that waits for notices."""

    def __init__(self, database: Database, on_change: SiteChanged) -> None:
        address = database.reader.url.set(drivername="postgresql")
        self._address = address.render_as_string(hide_password=False)
        self._on_change = on_change
        self._stopping = threading.Event()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="changes", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._listening.wait(LONGEST_PAUSE_S)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = LOOK_EVERY_S
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._address, autocommit=True, **session_arguments()) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._listening.set()
                    pause = LOOK_EVERY_S
                    self._on_change("")  # whatever was said while nobody listened
                    while not self._stopping.is_set():
                        for notice in connection.notifies(timeout=LOOK_EVERY_S):
                            self._on_change(notice.payload)
            except psycopg.Error as error:
                log.warning("changes_not_heard", error=str(error)[:200], again_in_s=pause)
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)


class _FileLook:
    """SQLite says whether another process wrote: a number that changes; reading it costs microseconds."""

    def __init__(self, database: Database, on_change: SiteChanged) -> None:
        self._database = database
        self._on_change = on_change
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="changes", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        with self._database.reader.connect() as connection:
            known = 0
            while not self._stopping.wait(LOOK_EVERY_S):
                with connection.begin():
                    version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
                if version != known:
                    known = version
                    self._on_change("")
