"""The one writer: a thread that keeps commands in groups, one flush for all that wait."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kernel.clock import Now, utc_now
from kernel.database import Database
from kernel.database_faults import fault_behind, is_clash, is_full
from kernel.errors import PosError, StorageFull, Unavailable
from kernel.logging import get_logger
from kernel.messages import Event
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.write_lock import WriteLock

T = TypeVar("T")
Work = Callable[[UnitOfWork], T]

GROUP = 64
"""Commands in one transaction at most: a bound on how long the first of them waits."""
LINGER_S = 0.04
"""How long a mark that nobody waits for (`sent`, `accepted`) may wait for company."""
TRIES = 3
"""Of a group that another session of PostgreSQL stood in the way of."""
WAITING = 2000
"""Commands in the queue at most; past that the site is told to come back."""

log = get_logger("writer")


class WriterBusy(Unavailable):
    """The queue of commands is full."""

    code = "writer-busy"


class WriterStopped(Unavailable):
    """The process is going down."""

    code = "writer-stopped"


@dataclass
class _Entry:
    work: Work[Any]
    future: "Future[Any]"
    result: Any = None
    unit: UnitOfWork | None = None
    error: BaseException | None = None


class Writer:
    """Runs commands one after another in write transactions.

    A future resolves only after the commit that holds its command reached the disk. A command that is refused leaves
    no trace and does not touch its neighbours in the group (each has its own savepoint).

    Args:
        database: both engines; only `writer` is used.
        on_commit: called on this thread after each commit with its events and whether tickets are owed.
        now: wall clock.
    """

    def __init__(
        self, database: Database, *, on_commit: Callable[[list[Event], bool], None], now: Now = utc_now
    ) -> None:
        self._database = database
        self._on_commit = on_commit
        self._now = now
        self._queue: queue.Queue[_Entry | None] = queue.Queue()
        self._lazy: list[_Entry] = []
        self._lazy_since = 0.0
        self._lazy_lock = threading.Lock()
        self._door = threading.Lock()
        """Held while a command enters: none slips in behind the end of the queue, to be waited for in vain."""
        self._stopping = False
        self._sick = False
        self.commits = 0
        """Transactions flushed so far; tests count them."""
        self._lock = WriteLock(database.path.with_name(f"{database.path.name}.turn")) if database.path else None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    @property
    def waiting(self) -> int:
        """Commands in the queue."""
        return self._queue.qsize()

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, then end."""
        with self._door:
            self._stopping = True
            self._queue.put(None)
        self._thread.join()
        if self._lock is not None:
            self._lock.close()

    def submit(self, work: Work[T]) -> "Future[T]":
        """Queue a command somebody waits for. Never blocks; a full queue is the future's WriterBusy."""
        future: Future[T] = Future()
        with self._door:
            if self._stopping:
                future.set_exception(WriterStopped("The box is going down."))
            elif self._queue.qsize() >= WAITING:
                future.set_exception(WriterBusy("The box has more to write than it can."))
            else:
                self._queue.put(_Entry(work, future))
        return future

    def run(self, work: Work[T], timeout_s: float = 30.0) -> T:
        """Queue a command and wait for it; for threads, never for the event loop."""
        return self.submit(work).result(timeout_s)

    def submit_lazily(self, work: Work[T]) -> "Future[T]":
        """Queue a mark that joins the next group, or makes its own after LINGER_S."""
        future: Future[T] = Future()
        with self._door:
            if self._stopping:
                future.set_exception(WriterStopped("The box is going down."))
                return future
            with self._lazy_lock:
                if not self._lazy:
                    self._lazy_since = time.monotonic()
                self._lazy.append(_Entry(work, future))
                first = len(self._lazy) == 1
            if first:
                self._queue.put(_NUDGE)
        return future

    def _run(self) -> None:
        while True:
            entries, ended = self._next_group()
            # from here on nobody can cancel: a command whose asker went away before is not done at all
            entries = [entry for entry in entries if entry.future.set_running_or_notify_cancel()]
            if entries:
                self._keep(entries)
            if ended:
                return

    def _next_group(self) -> tuple[list[_Entry], bool]:
        """Wait for work; returns it and whether this is the end."""
        group: list[_Entry] = []
        ended = False
        timeout = self._lazy_timeout()
        try:
            first = self._queue.get(timeout=timeout) if timeout is None or timeout > 0 else self._queue.get_nowait()
            ended = self._sort(first, group)
        except queue.Empty:
            pass
        while len(group) < GROUP and not ended:
            try:
                ended = self._sort(self._queue.get_nowait(), group)
            except queue.Empty:
                break
        due = self._lazy_timeout()
        if group or ended or (due is not None and due <= 0):
            with self._lazy_lock:
                group.extend(self._lazy)
                self._lazy = []
        return group, ended

    def _sort(self, entry: _Entry | None, group: list[_Entry]) -> bool:
        if entry is not None and entry is not _NUDGE:
            group.append(entry)
        return entry is None

    def _lazy_timeout(self) -> float | None:
        with self._lazy_lock:
            if not self._lazy:
                return None
            return max(0.0, self._lazy_since + LINGER_S - time.monotonic())

    def _keep(self, entries: list[_Entry]) -> None:
        try:
            if self._sick:
                self._examine()
            with self._lock.held() if self._lock else contextlib.nullcontext():
                self._transact_past_clashes(entries)
        except Exception as error:  # the group's transaction failed as a whole
            failure = self._as_unavailable(error)
            for entry in entries:
                entry.future.set_exception(entry.error or failure)
            return
        self.commits += 1
        units = [entry.unit for entry in entries if entry.unit is not None and entry.error is None]
        try:
            self._on_commit([event for unit in units for event in unit.events], any(u.owes_tickets for u in units))
        except Exception:
            log.exception("commit_listener_failed")
        for entry in entries:
            if entry.error is not None:
                entry.future.set_exception(entry.error)
            else:
                entry.future.set_result(entry.result)

    def _transact_past_clashes(self, entries: list[_Entry]) -> None:
        """Again, from the beginning, when somebody's `psql` or backup stood in the way: nothing was kept."""
        for tries in range(1, TRIES + 1):
            try:
                self._transact(entries)
                return
            except DBAPIError as error:
                if tries == TRIES or not is_clash(error):
                    raise
                log.warning("group_tried_again", error=str(error.orig))
                for entry in entries:
                    entry.result = entry.unit = entry.error = None

    def _transact(self, entries: list[_Entry]) -> None:
        alone = len(entries) == 1
        with self._database.writer.connect() as connection, connection.begin() as transaction:
            if not self._database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(7051990)"))  # one writer at a time, like SQLite
            for entry in entries:
                self._attempt(entry, connection, alone)
            if alone and entries[0].error is not None:
                transaction.rollback()

    def _attempt(self, entry: _Entry, connection: Connection, alone: bool) -> None:
        entry.unit = UnitOfWork(connection, self._now())
        try:
            with contextlib.nullcontext() if alone else _savepoint(connection):
                entry.result = entry.work(entry.unit)
        except PosError as refusal:
            entry.error = refusal
        except Exception as error:  # a bug in one command must not take its neighbours down
            if (fault := fault_behind(error)) is not None:
                raise fault from None
            log.exception("command_failed")
            entry.error = error

    def _as_unavailable(self, error: Exception) -> Exception:
        """A failed flush is final for its group: reopen and examine before the next."""
        log.error("group_not_kept", error=str(error), exc_info=not isinstance(error, DBAPIError))
        self._sick = True
        self._database.writer.dispose()
        if isinstance(error, PosError):
            return error
        if isinstance(error, DBAPIError) and is_full(error):
            return StorageFull("The disk of the box is full.")
        return Unavailable("The database did not keep this.")

    def _examine(self) -> None:
        """After a failed write: look at the file before accepting more."""
        if self._database.is_sqlite:
            with self._database.reader.connect() as connection:
                answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if answer != "ok":
                log.critical("database_damaged", answer=str(answer))
                raise Unavailable("The database is damaged; restore the last backup.")
        self._sick = False
        log.info("writing_resumed")


@contextlib.contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """In plain SQL: SQLAlchemy names each savepoint anew and compiles three statements for it."""
    connection.exec_driver_sql("SAVEPOINT command")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
        connection.exec_driver_sql("RELEASE SAVEPOINT command")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT command")


_NUDGE = _Entry(lambda _unit: None, Future())
