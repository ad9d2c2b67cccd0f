"""What is owed -> MQTT: rung until the agent says that it has it."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from kernel.clock import Monotonic, monotonic_s, utc_now
from kernel.database import Database
from kernel.ids import new_ulid
from kernel.logging import get_logger
from kernel.messages import AgentCommand, CopyMark, Message
from kernel.topics import Topics
from order_service.domain.print_job import next_ring_s
from order_service.store.print_jobs import fail_unsent, mark_sent, owed_jobs, printer_ids, to_message, whole_jobs
from order_service.store.tables import agent_commands
from order_service.store.writer import Writer

WINDOW = 50
"""Jobs of one printer that are rung and not yet answered, at most."""
ASK_HELLO_S = 3.0
CANCEL_FIRST_S = 1.5
"""A copy waits so long for the first printer's agent to say that it printed nothing: then it needs no banner."""
SWEEP_S = 1.0
"""The belt: how long a lost wake can delay a ring."""

_COMMANDS = select(agent_commands).where(agent_commands.c.done_at.is_(None))

log = get_logger("outbox_relay")

Publish = Callable[[str, Message], bool]


@dataclass
class _Ring:
    printer_id: str
    after_hello: str
    rings: int
    due_at: float


class OutboxRelay:
    """One thread that publishes owed jobs, oldest first per printer.

    Args:
        publish: hands a message to the broker; False means the link is down.
        may_act: holds the lease and the link is up.
        is_listening: an agent of this printer was heard lately, so that a silent job is worth ringing again.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        topics: Topics,
        publish: Publish,
        *,
        may_act: Callable[[], bool],
        is_listening: Callable[[str], bool],
        monotonic: Monotonic = monotonic_s,
    ) -> None:
        self._database = database
        self._writer = writer
        self._topics = topics
        self._publish = publish
        self._may_act = may_act
        self._is_listening = is_listening
        self._monotonic = monotonic
        self._rung: dict[str, _Ring] = {}
        self._rung_lock = threading.Lock()
        self._just_answered: set[str] = set()
        """Answered since this sweep read the book: what it read of them is old."""
        self._is_window_full = False
        """A job waits for an answer to make room for it."""
        self._commands_due: dict[str, float] = {}
        self._stale_at: dict[str, float] = {}
        self._held_since: dict[str, float] = {}
        self._hellos: dict[str, str] = {}
        """By printer, its agent's last hello since the link came up. No ring without: one that an agent hears while it
        connects would overtake the older ones it did not hear."""
        self._hello_asked_at: dict[str, float] = {}
        self._ask_after_taken: deque[str] = deque()
        self._wake = threading.Event()
        self._stopping = False
        self.published = 0
        """Jobs given to the broker so far; tests count them."""
        self._thread = threading.Thread(target=self._run, name="outbox-relay", daemon=True)

    def start(self) -> None:
        """Begin to ring."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present round of rings."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def wake(self) -> None:
        """Something new is owed. Any thread; costs nothing."""
        self._wake.set()

    def start_over(self) -> None:
        """The link came up (T1): what was said to agents may be lost, so each is asked for its hello."""
        self._hellos.clear()
        self._hello_asked_at.clear()
        self._commands_due.clear()
        self._wake.set()

    def heard_hello(self, printer_id: str, hello: str) -> None:
        """An agent came, or came back (T2): all that is open for its printer is rung, the oldest first.

        Taken jobs are rung too: what their agent said while nobody listened, it says again.

        Args:
            hello: its name; rings say that they follow it.
        """
        self._hellos[printer_id] = hello
        self._ask_after_taken.append(printer_id)
        with self._rung_lock:
            for job_id in [i for i, ring in self._rung.items() if ring.printer_id == printer_id]:
                del self._rung[job_id]
        self._commands_due.clear()
        self._wake.set()

    def answered(self, job_ids: Iterable[str]) -> None:
        """The book holds the agent's answer for these; room for more."""
        with self._rung_lock:
            for job_id in job_ids:
                self._rung.pop(job_id, None)
                self._just_answered.add(job_id)
            must_ring = self._is_window_full
        if must_ring:
            self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(SWEEP_S)
            self._wake.clear()
            try:
                if self._may_act():
                    self._ring()
            except Exception:  # one bad sweep must not end the relay; the next one tries again
                log.exception("relay_sweep_failed")

    def _ring(self) -> None:
        now = self._monotonic()
        with self._rung_lock:
            self._just_answered.clear()
            self._is_window_full = False
        hellos = self._hellos.copy()  # one heard from here on has all rung again by the next sweep, under its own name
        with self._database.reading() as connection:
            unheard = set(printer_ids(connection)) - hellos.keys()
            rows = owed_jobs(connection, None, ("new", "sent"), 2 * WINDOW)
            commands = list(connection.execute(_COMMANDS))
            self._forget_ended({row.id for row in rows}, {row.id for row in commands})
            self._stale_at = {row.id: self._stale_at.get(row.id, now + _seconds_left(row)) for row in rows}
            stale = [row.id for row in rows if self._stale_at[row.id] <= now]
            held = self._await_cancels(rows, commands, now)
            due = [
                row.id
                for row in rows
                if self._stale_at[row.id] > now and row.id not in held and self._take_turn(row, hellos, now)
            ]
            whole = whole_jobs(connection, stale + due)
        self._ask_for_hellos(unheard, now)
        while self._ask_after_taken:
            with self._database.reading() as connection:
                taken = owed_jobs(connection, self._ask_after_taken[0], ("accepted", "printing"), 20 * WINDOW)
                taken = whole_jobs(connection, [row.id for row in taken])
            self._ask_after_taken.popleft()
            self.ask_after(taken)
        for row in commands:
            due_at = self._commands_due.get(row.id)
            if due_at is None or (due_at <= now and self._is_listening(row.printer_id)):
                self._commands_due[row.id] = now + next_ring_s(1)
                self.command(row.printer_id, AgentCommand(command_id=row.id, action=row.action, job_ids=(row.job_id,)))
        for row in whole:
            if row.id in stale:
                self._set_aside(row, "stale")
        self._give_out([row for row in whole if row.id not in stale], hellos)

    def _await_cancels(self, rows: list[Any], commands: list[Any], now: float) -> set[str]:
        """Copies whose first agent is alive and has not answered its cancel yet; those of a silent one don't wait."""
        unanswered = {row.job_id for row in commands if self._is_listening(row.printer_id)}
        waiting = {row.id for row in rows if row.copy_of in unanswered}
        self._held_since = {job_id: self._held_since.get(job_id, now) for job_id in waiting}
        return {job_id for job_id, since in self._held_since.items() if now - since < CANCEL_FIRST_S}

    def _give_out(self, rows: list[Any], hellos: dict[str, str]) -> None:
        """Publish these, whose turn it is; what the link does not take is as if it had had no turn."""
        fresh = []
        for place, row in enumerate(rows):
            if row.id in self._just_answered:
                continue
            try:
                if not self._publish_job(row, row.copy_mark, hellos[row.printer_id]):
                    self._not_rung(other.id for other in rows[place:])
                    break
            except ValueError as error:  # too large or unreadable: set this one aside, in full view
                log.error("job_unsendable", job_id=row.id, error=str(error))
                self._not_rung([row.id])
                self._set_aside(row, "unprintable")
                continue
            self.published += 1
            if row.state == "new":
                fresh.append(row.id)
        if fresh:
            self._writer.submit_lazily(lambda unit: mark_sent(unit, fresh))

    def _publish_job(self, row: Any, copy_mark: CopyMark, after_hello: str) -> bool:
        stale_at = self._stale_at.get(row.id)
        left_s = _seconds_left(row) if stale_at is None else stale_at - self._monotonic()
        message = to_message(row, left_s).model_copy(update={"copy_mark": copy_mark, "after_hello": after_hello})
        return self._publish(self._topics.jobs(row.zone_id, row.printer_id), message)

    def _ask_for_hellos(self, printer_ids: Iterable[str], now: float) -> None:
        """Of agents that said none since the link came up: they may have been connected all the while."""
        for printer_id in printer_ids:
            asked_at = self._hello_asked_at.get(printer_id)
            if asked_at is None or (now - asked_at >= ASK_HELLO_S and self._is_listening(printer_id)):
                self._hello_asked_at[printer_id] = now
                self.command(printer_id, AgentCommand(command_id=new_ulid(utc_now()), action="hello"))

    def _set_aside(self, row: Any, reason: str) -> None:
        """Not sent blind: ended, in full view of sender and manager."""
        self._writer.run(lambda unit: fail_unsent(unit, dict(row._mapping), reason))

    def _not_rung(self, job_ids: Iterable[str]) -> None:
        with self._rung_lock:
            for job_id in job_ids:
                self._rung.pop(job_id, None)

    def _forget_ended(self, job_ids: set[str], command_ids: set[str]) -> None:
        """What was diverted, dropped or set aside takes no place in the window any more."""
        with self._rung_lock:
            for job_id in self._rung.keys() - job_ids:
                del self._rung[job_id]
        for command_id in list(self._commands_due.keys() - command_ids):
            self._commands_due.pop(command_id, None)

    def _take_turn(self, row: Any, hellos: dict[str, str], now: float) -> bool:
        job_id, printer_id, after_hello = row.id, row.printer_id, hellos.get(row.printer_id)
        if after_hello is None:
            return False
        with self._rung_lock:
            if job_id in self._just_answered:
                return False
            ring = self._rung.get(job_id)
            if ring is None or ring.after_hello != after_hello:
                if sum(1 for other in self._rung.values() if other.printer_id == printer_id) >= WINDOW:
                    self._is_window_full = True
                    return False
                self._rung[job_id] = _Ring(printer_id, after_hello, 1, now + next_ring_s(1))
                return True
            if ring.due_at > now or not self._is_listening(printer_id):
                return False
            ring.rings += 1
            ring.due_at = now + next_ring_s(ring.rings)
            log.info("job_rung_again", job_id=job_id, printer_id=printer_id, rings=ring.rings)
            return True

    def command(self, printer_id: str, command: AgentCommand) -> bool:
        """Send a command now; what must not be lost stands in `agent_commands` and is sent again."""
        return self._publish(self._topics.commands(printer_id), command)

    def ask_after(self, rows: list[Any]) -> None:
        """Ring taken jobs again, as possible copies: their agent answers where they stand and prints nothing.

        One that lost its spool prints them, and the paper says that the first one may have come out (T4).
        """
        for row in rows:
            if hello := self._hellos.get(row.printer_id):
                self._publish_job(row, row.copy_mark or "possible_copy", hello)


def _seconds_left(row: Any) -> float:
    """Until the job is stale, by the wall clock at first sight only: later jumps of that clock change nothing."""
    left: float = (row.stale_after - utc_now()).total_seconds()
    return left
