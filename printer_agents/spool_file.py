"""Where a printer's spool lies, and how one agent alone opens it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kernel.errors import CannotStart
from kernel.messages import PrinterSettings, SpoolCounts
from kernel.secret_file import sync_folder
from kernel.sqlite_file import open_sqlite
from printer_agents.spool import SCHEMA, VERSION, Spool

_CACHE_KB = 512
"""Of SQLite's pages: what is read next lies together, so that a long queue needs no more of them than a short one."""


class AlreadyRunning(CannotStart):
    """Another agent owns this printer; exit status 3."""

    code = "agent-already-running"
    hint = "Stop the other agent first; a printer has one."


def spool_path(data_dir: Path, printer: str) -> Path:
    """`spool/{printer}.db` in the data folder."""
    return data_dir / "spool" / f"{printer}.db"


def open_spool(data_dir: Path, printer: str, now: datetime, keep_ids: timedelta) -> Spool:
    """Lock, open, check and tidy a spool; what was in mid-print becomes doubtful.

    Raises:
        AlreadyRunning: another process holds this spool.
        CannotStart: the folder can't be written, the file is damaged or of a newer version.
    """
    path = spool_path(data_dir, printer)
    lock = _lock(path.with_suffix(".lock"), printer)
    try:
        connection = open_sqlite(path)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}").close()
        _check(connection, path)
        sync_folder(path.parent)
        spool = Spool(connection, lock)
        spool.begin()
        spool.recover(now)
        spool.prune(now - keep_ids)
        spool.commit()
    except BaseException:
        os.close(lock)
        raise
    return spool


def _lock(path: Path, printer: str) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotStart(f"The spool folder {path.parent} can't be written ({error.strerror}).") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise AlreadyRunning(f"An agent for the printer '{printer}' is already running on this machine.") from error
    return descriptor


def _check(connection: Any, path: Path) -> None:
    """Make a new file's tables; refuse one that is damaged or not ours."""
    try:
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and verdict == "ok":
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            version = VERSION
    except Exception as error:  # the module's DatabaseError: which module it is, only open_sqlite knows
        raise CannotStart(
            f"The spool {path} is damaged ({error}). Move it away and start again; open tickets are sent again."
        ) from error
    if verdict != "ok":
        raise CannotStart(
            f"The spool {path} is damaged ({verdict}). Move it away and start again; open tickets are sent again."
        )
    if version != VERSION:
        raise CannotStart(f"The spool {path} has format {version}, this program knows {VERSION}. Update the program.")


@contextmanager
def spool_lock(data_dir: Path, printer: str) -> Iterator[None]:
    """Keep the agents of this machine away from a printer.

    Raises:
        AlreadyRunning: one of them has it.
        CannotStart: the folder can't be written.
    """
    lock = _lock(spool_path(data_dir, printer).with_suffix(".lock"), printer)
    try:
        yield
    finally:
        os.close(lock)


def known_printers(data_dir: Path) -> dict[str, PrinterSettings]:
    """The printers whose agents ran here, by id, as their agents last heard of them."""
    return {printer: settings for printer, settings, _ in _spools(data_dir)}


def printers_with_open_jobs(data_dir: Path) -> list[str]:
    """Printers whose spool here still owes paper and knows an active printer to put it on."""
    return [
        printer
        for printer, settings, counts in _spools(data_dir)
        if settings.is_active and counts.queued + counts.printing
    ]


def _spools(data_dir: Path) -> Iterator[tuple[str, PrinterSettings, SpoolCounts]]:
    for path in sorted((data_dir / "spool").glob("*.db")):
        try:
            connection = open_sqlite(path)
        except CannotStart:
            continue  # its agent says so, in words, when it is wanted
        try:
            spool = Spool(connection, -1)
            printer, counts = spool.settings, spool.counts()
        except Exception:  # noqa: S112  # damaged: as above
            continue
        finally:
            connection.close()
        if printer is not None:
            yield path.stem, printer, counts
