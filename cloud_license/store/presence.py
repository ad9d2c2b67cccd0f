"""When each box was last heard, and a short history of it: gathered in memory, written about once a second.

What a crash loses is a second of "last seen", which the next heartbeat says again.

History is a ring: one row for each window of WINDOW, WINDOWS of them a site, each written over when its turn comes
round. 100,000 sites keep 8,000,000 rows, however long they run.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Executable, text
from sqlalchemy.exc import SQLAlchemyError

from cloud_license.domain.report import Report
from kernel.database import Database
from kernel.logging import get_logger

WINDOW: Final = timedelta(hours=3)
WINDOWS: Final = 80
EVERY_S: Final = 1.0
MOST: Final = 50_000
"""Sites gathered at most; past that the oldest news is dropped."""

log = get_logger("presence")


@dataclass(frozen=True)
class Beat:
    """One heartbeat, as it is kept."""

    site_id: str
    at: datetime
    ip: str
    report: Report


@dataclass
class _Gathered:
    beat: Beat
    beats: int = 1


class PresenceBook:
    """Gathers beats and writes them on a thread of its own.

    Args:
        write: keeps many beats in one transaction (`writer_of`).
    """

    def __init__(self, write: Callable[[list[tuple[Beat, int]]], None]) -> None:
        self._write = write
        self._gathered: dict[str, _Gathered] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is gathered, then end."""
        self._stopping.set()
        self._thread.join()

    def note(self, beat: Beat) -> None:
        """Remember a heartbeat; costs no database."""
        with self._lock:
            known = self._gathered.pop(beat.site_id, None)
            self._gathered[beat.site_id] = _Gathered(beat, 1 if known is None else known.beats + 1)
            if len(self._gathered) > MOST:
                self._gathered.pop(next(iter(self._gathered)))

    def flush(self) -> None:
        """Write what is gathered now; what can't be written is dropped, for the next beat says it again."""
        with self._lock:
            gathered, self._gathered = self._gathered, {}
        if not gathered:
            return
        try:  # sorted: two workers that hold the same sites never wait for one another in a ring
            self._write([(gathered[site].beat, gathered[site].beats) for site in sorted(gathered)])
        except SQLAlchemyError as error:
            log.warning("presence_not_kept", sites=len(gathered), error=str(getattr(error, "orig", error))[:200])

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_S):
            self.flush()
        self.flush()


def slot_of(at: datetime) -> tuple[int, datetime]:
    """Where in the ring a time belongs, and when its window began."""
    number = int(at.timestamp() // WINDOW.total_seconds())
    return number % WINDOWS, datetime.fromtimestamp(number * WINDOW.total_seconds(), UTC)


def writer_of(database: Database) -> Callable[[list[tuple[Beat, int]]], None]:
    """How this kind of database keeps many beats."""
    return lambda beats: _keep(database, beats)


def _keep(database: Database, beats: list[tuple[Beat, int]]) -> None:
    with database.writer.connect() as connection, connection.begin():
        if database.is_sqlite:
            _keep_rows(connection, [_row(beat, count, naive=True) for beat, count in beats])
        else:
            connection.execute(_LAZY)
            _keep_columns(connection, [_row(beat, count, naive=False) for beat, count in beats])


def _row(beat: Beat, beats: int, *, naive: bool) -> dict[str, Any]:
    slot, window = slot_of(beat.at)

    def kept(at: datetime) -> Any:
        return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds") if naive else at

    return {
        "site_id": beat.site_id,
        "at": kept(beat.at),
        "ip": beat.ip[:45],
        "version": beat.report.version,
        "uptime_s": beat.report.uptime_s,
        "health": json.dumps(beat.report.health),
        "slot": slot,
        "window_at": kept(window),
        "beats": beats,
    }


def _keep_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    for statement in (_PRESENCE.format(source=_ONE_BEAT), _HISTORY.format(source=_ONE_WINDOW)):
        connection.execute(text(statement), rows)


def _keep_columns(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """All rows as one array a column: one statement, however many boxes were heard."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    for statement in (_PRESENCE_OF_MANY, _HISTORY_OF_MANY):
        connection.execute(statement, columns)


_LAZY: Executable = text("SET LOCAL synchronous_commit = off")

_PRESENCE = """
INSERT INTO site_presence (site_id, last_seen_at, last_seen_ip, version, uptime_s, health) {source}
ON CONFLICT (site_id) DO UPDATE SET last_seen_at = excluded.last_seen_at, last_seen_ip = excluded.last_seen_ip,
  version = excluded.version, uptime_s = excluded.uptime_s, health = excluded.health
WHERE site_presence.last_seen_at <= excluded.last_seen_at
"""
_HISTORY = """
INSERT INTO heartbeat_windows (site_id, slot, window_at, last_at, beats, ip, version, health) {source}
ON CONFLICT (site_id, slot) DO UPDATE SET
  beats = excluded.beats + CASE WHEN heartbeat_windows.window_at = excluded.window_at
    THEN heartbeat_windows.beats ELSE 0 END,
  window_at = excluded.window_at, last_at = excluded.last_at, ip = excluded.ip, version = excluded.version,
  health = excluded.health
WHERE heartbeat_windows.window_at <= excluded.window_at
"""
_ONE_BEAT = "VALUES (:site_id, :at, :ip, :version, :uptime_s, :health)"
_ONE_WINDOW = "VALUES (:site_id, :slot, :window_at, :at, :beats, :ip, :version, :health)"
_PRESENCE_OF_MANY: Executable = text(
    _PRESENCE.format(
        source="SELECT * FROM unnest(CAST(:site_id AS text[]), CAST(:at AS timestamptz[]), CAST(:ip AS text[]), "
        "CAST(:version AS text[]), CAST(:uptime_s AS bigint[]), CAST(:health AS json[]))"
    )
)
_HISTORY_OF_MANY: Executable = text(
    _HISTORY.format(
        source="SELECT * FROM unnest(CAST(:site_id AS text[]), CAST(:slot AS int[]), "
        "CAST(:window_at AS timestamptz[]), CAST(:at AS timestamptz[]), CAST(:beats AS int[]), CAST(:ip AS text[]), "
        "CAST(:version AS text[]), CAST(:health AS json[]))"
    )
)
