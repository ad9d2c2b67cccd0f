"""Jobs on disk before they are accepted: one SQLite file per printer. No threads; who calls it owns the transaction.

A job is `queued`, `sending` (bytes of it may have left) or `done`. Beside that phase stands the state told to the order
service, with a `seq` that grows each time there is something new to tell.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import ValidationError

from kernel.messages import JobState, PrinterSettings, PrintJob, Reason, SpoolCounts

AgentState = Literal["accepted", "printing", "printed", "unconfirmed", "failed", "uncertain", "cancelled"]
MAX_ATTEMPTS = 2
"""The first, and one automatic reprint under a banner."""
_MOST_PARSED = 32
"""Jobs kept ready beside the file; a longer queue is read from it, so that memory stays what it is."""

VERSION = 1
SCHEMA = """
CREATE TABLE job (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('queued', 'sending', 'done')),
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    seq INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    copies_possible INTEGER NOT NULL DEFAULT 0,
    is_cancel_wanted INTEGER NOT NULL DEFAULT 0,
    changed_at TEXT NOT NULL,
    told_seq INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX job_open ON job (phase, arrival) WHERE phase <> 'done';
CREATE INDEX job_untold ON job (arrival) WHERE told_seq < seq;
CREATE INDEX job_changed ON job (changed_at);
CREATE TABLE command (command_id TEXT PRIMARY KEY, obeyed_at TEXT NOT NULL);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_COLUMNS = "job_id, state, reason, seq, attempt, copies_possible, changed_at"


@dataclass(frozen=True, slots=True)
class Claimed:
    """The job whose turn it is; on disk it is `sending`.

    Attributes:
        attempt: 1 for the first time that bytes of it may leave.
        copies_possible: an earlier attempt may be on paper.
    """

    job: PrintJob
    attempt: int
    copies_possible: bool


class Spool:
    """One printer's jobs. Changed states gather in `changes` until `take_changes()`.

    Raises (each method): the database module's errors when the disk fails; nothing may be told after that.
    """

    def __init__(self, connection: Any, lock_descriptor: int) -> None:
        self._db = connection
        self._lock = lock_descriptor
        self._changes: dict[str, JobState] = {}
        self._parsed: dict[str, PrintJob] = {}
        self.trouble: Reason = ""
        """Why the printer prints nothing now; said beside `accepted`."""
        self.was_interrupted = False
        """The last process ended in the midst of a ticket."""
        self.is_paused = self._fact("paused") == "yes"

    # transaction

    def begin(self) -> None:
        """Open the transaction."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> list[JobState]:
        """Make it durable; only then may the returned states be said."""
        self._db.execute("COMMIT")
        changed, self._changes = list(self._changes.values()), {}
        return changed

    def close(self) -> None:
        """Close the file and let another agent have it."""
        self._db.close()
        os.close(self._lock)

    # jobs

    def accept(self, job: PrintJob, payload: bytes, now: datetime) -> None:
        """Keep a job, or answer with the present state of one that is known. Too old on arrival: failed, `stale`."""
        if self._row(job.job_id) is not None:
            self.say_again([job.job_id])
            return
        is_stale = now > job.stale_after
        phase, state = ("done", "failed") if is_stale else ("queued", "accepted")
        reason = "stale" if is_stale else self.trouble
        self._insert(job.job_id, payload, phase, state, reason, now)
        if not is_stale and len(self._parsed) < _MOST_PARSED:
            self._parsed[job.job_id] = job

    def claim(self, now: datetime) -> Claimed | None:
        """Mark the oldest queued job `sending`; stale ones met on the way end here."""
        while not self.is_paused:
            row = self._db.execute(
                "SELECT job_id, body, attempt, copies_possible FROM job WHERE phase = 'queued' ORDER BY arrival LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            job_id, body, attempt, copies_possible = row
            job = self._parsed.pop(job_id, None) or _parsed(body)
            if job is None:
                self.settle(job_id, "failed", "unprintable", now)
                continue
            if now > job.stale_after:
                self.settle(job_id, "uncertain" if attempt else "failed", "stale", now)
                continue
            self._db.execute("UPDATE job SET phase = 'sending', attempt = attempt + 1 WHERE job_id = ?", (job_id,))
            return Claimed(job, attempt + 1, bool(copies_possible))
        return None

    def give_back(self, claimed: Claimed, reason: Reason, now: datetime) -> None:
        """No byte of it was sent: queued again, as if never claimed."""
        job_id = claimed.job.job_id
        self._db.execute("UPDATE job SET phase = 'queued', attempt = attempt - 1 WHERE job_id = ?", (job_id,))
        if not self._cancel_if_wanted(job_id, now):
            self._parsed[job_id] = claimed.job
            self._say(job_id, "printing" if claimed.attempt > 1 else "accepted", reason, now)

    def doubt(self, claimed: Claimed, reason: Reason, now: datetime) -> None:
        """Bytes left and nobody knows what became of them: one marked reprint, then a person decides."""
        self._doubt(claimed.job.job_id, claimed.attempt, reason, now)

    def settle(self, job_id: str, state: AgentState, reason: Reason, now: datetime) -> None:
        """The job has reached its end."""
        self._db.execute("UPDATE job SET phase = 'done' WHERE job_id = ?", (job_id,))
        self._parsed.pop(job_id, None)
        self._say(job_id, state, reason, now)

    def note_printing(self, job_id: str, reason: Reason, now: datetime) -> None:
        """The job is on its way for longer than usual, or the printer holds it."""
        self._say(job_id, "printing", reason, now)

    def note_next(self, reason: Reason, now: datetime) -> None:
        """Why the oldest queued job waits; the others wait behind it."""
        row = self._db.execute(
            "SELECT job_id, attempt FROM job WHERE phase = 'queued' ORDER BY arrival LIMIT 1"
        ).fetchone()
        if row is not None:
            self._say(row[0], "printing" if row[1] else "accepted", reason, now)

    def recover(self, now: datetime) -> None:
        """After a start: what was being sent when the last process ended is in doubt."""
        rows = self._db.execute("SELECT job_id, attempt FROM job WHERE phase = 'sending' ORDER BY arrival").fetchall()
        self.was_interrupted = bool(rows)
        for job_id, attempt in rows:
            self._doubt(job_id, attempt, "power_cut", now)

    # commands

    def obey_once(self, command_id: str, now: datetime) -> bool:
        """Remember a command; False when it was obeyed before."""
        cursor = self._db.execute("INSERT OR IGNORE INTO command VALUES (?, ?)", (command_id, _text(now)))
        return bool(cursor.rowcount)

    def cancel(self, job_ids: tuple[str, ...], now: datetime) -> None:
        """Cancel what was not sent; what is being sent answers its state, and is not sent a second time.

        A job that never arrived is remembered as cancelled, so that it does nothing when it does arrive.
        """
        for job_id in job_ids:
            row = self._row(job_id)
            if row is None:
                self._insert(job_id, b"", "done", "cancelled", "cancelled", now)
            elif row[0] == "queued":
                self.settle(job_id, "cancelled", "cancelled", now)
            else:
                self._db.execute("UPDATE job SET is_cancel_wanted = 1 WHERE job_id = ? AND phase <> 'done'", (job_id,))
                self.say_again([job_id])

    def pause(self, wanted: bool) -> None:
        """Stop or go on claiming, across restarts."""
        self.is_paused = wanted
        self._keep_fact("paused", "yes" if wanted else "no")

    # what is known

    def say_again(self, job_ids: tuple[str, ...] | list[str]) -> None:
        """Tell the present states of these; silence for ids never seen."""
        for job_id in job_ids:
            row = self._db.execute(f"SELECT {_COLUMNS} FROM job WHERE job_id = ?", (job_id,)).fetchone()  # noqa: S608
            if row is not None:
                self._changes[job_id] = _state(row)

    def say_open(self) -> None:
        """Tell the present states of all jobs that have not ended."""
        self.say_again([row[0] for row in self._db.execute("SELECT job_id FROM job WHERE phase <> 'done'")])

    def say_untold(self, since: datetime) -> None:
        """Tell what was never handed to a live link, what changed after `since`, and what is open."""
        self.say_open()
        rows = self._db.execute(
            "SELECT job_id FROM job WHERE told_seq < seq UNION SELECT job_id FROM job WHERE changed_at > ?",
            (_text(since),),
        )
        self.say_again([row[0] for row in rows])

    def told(self, states: list[JobState]) -> None:
        """These were handed to a live link. Needs no commit of its own."""
        self._db.executemany(
            "UPDATE job SET told_seq = max(told_seq, ?) WHERE job_id = ?", [(one.seq, one.job_id) for one in states]
        )

    def counts(self) -> SpoolCounts:
        """What is not on paper."""
        rows = dict(self._db.execute("SELECT phase, count(*) FROM job WHERE phase <> 'done' GROUP BY phase").fetchall())
        doubtful = self._db.execute("SELECT count(*) FROM job WHERE state = 'uncertain'").fetchone()[0]
        return SpoolCounts(queued=rows.get("queued", 0), printing=rows.get("sending", 0), uncertain=doubtful)

    def prune(self, before: datetime) -> int:
        """Forget jobs that ended, and commands obeyed, before `before`; the number of jobs."""
        self._db.execute("DELETE FROM command WHERE obeyed_at < ?", (_text(before),))
        gone = self._db.execute("DELETE FROM job WHERE phase = 'done' AND changed_at < ?", (_text(before),))
        return int(gone.rowcount)

    @property
    def settings(self) -> PrinterSettings | None:
        """The printer's settings as last heard, so that a start without a broker still prints."""
        kept = self._fact("settings")
        return PrinterSettings.model_validate_json(kept) if kept else None

    def keep_settings(self, settings: PrinterSettings | None) -> None:
        """Remember them."""
        self._keep_fact("settings", settings.model_dump_json() if settings else "")

    def _doubt(self, job_id: str, attempt: int, reason: Reason, now: datetime) -> None:
        self._db.execute("UPDATE job SET copies_possible = 1, phase = 'queued' WHERE job_id = ?", (job_id,))
        if self._cancel_if_wanted(job_id, now):
            return
        if attempt >= MAX_ATTEMPTS:
            self.settle(job_id, "uncertain", reason, now)
        else:
            self._say(job_id, "printing", reason, now)

    def _cancel_if_wanted(self, job_id: str, now: datetime) -> bool:
        wanted = self._db.execute("SELECT is_cancel_wanted FROM job WHERE job_id = ?", (job_id,)).fetchone()[0]
        if wanted:
            self.settle(job_id, "cancelled", "cancelled", now)
        return bool(wanted)

    def _insert(self, job_id: str, body: bytes, phase: str, state: str, reason: Reason, now: datetime) -> None:
        self._db.execute(
            "INSERT INTO job (job_id, body, phase, state, reason, seq, changed_at) VALUES (?, ?, ?, ?, ?, 1, ?)",
            (job_id, body, phase, state, reason, _text(now)),
        )
        self._changes[job_id] = _state((job_id, state, reason, 1, 0, 0, _text(now)))

    def _say(self, job_id: str, state: AgentState, reason: Reason, now: datetime) -> None:
        row = self._db.execute(
            "UPDATE job SET state = ?, reason = ?, seq = seq + 1, changed_at = ? WHERE job_id = ?"  # noqa: S608
            f" RETURNING {_COLUMNS}",
            (state, reason, _text(now), job_id),
        ).fetchone()
        self._changes[job_id] = _state(row)

    def _row(self, job_id: str) -> Any:
        return self._db.execute("SELECT phase FROM job WHERE job_id = ?", (job_id,)).fetchone()

    def _fact(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def _keep_fact(self, name: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
        )


def _parsed(body: bytes) -> PrintJob | None:
    """A job of an earlier life; None when a newer program can't read what an older one kept."""
    try:
        return PrintJob.model_validate_json(body)
    except ValidationError:
        return None


def _state(row: Any) -> JobState:
    job_id, state, reason, seq, attempt, copies_possible, changed_at = row
    return JobState.model_construct(
        job_id=job_id,
        state=state,
        reason=reason,
        seq=seq,
        attempt=attempt,
        copies_possible=bool(copies_possible),
        at=datetime.fromisoformat(changed_at),
    )


def _text(moment: datetime) -> str:
    """UTC, fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
