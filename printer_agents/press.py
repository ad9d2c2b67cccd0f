"""The thread that owns the printer's socket: takes the next job, sends it, waits for paper, says what became of it."""

import contextlib
import random
import threading
from collections.abc import Callable

from kernel.clock import Monotonic, Now, monotonic_s, utc_now
from kernel.logging import get_logger
from kernel.messages import PrinterSettings, PrintJob, Reason
from printer_agents.loan import Loan
from printer_agents.paper.escpos import ask_status
from printer_agents.paper.sheet import Sheet, sheet_of
from printer_agents.preflight import ask_how_it_is, outlive_a_break
from printer_agents.printer_link import PrinterGone, PrinterLink, address_of
from printer_agents.printing import Ask, Ended, Flight, backoff_s
from printer_agents.settings import AgentSettings
from printer_agents.spool import Claimed
from printer_agents.spool_writer import SpoolWriter

_FIRST_CHECK_S = 0.5
_LISTEN_S = 0.25
"""Longest wait that a stop has to sit out."""

log = get_logger("press")


class Press:
    """One printer's printing thread.

    Args:
        printer_id: for the log.
        writer: where jobs come from and results go.
        numbers: waits.
        on_trouble: told why the printer prints nothing, and '' when it does again.
        on_crash: told when a bug ended the thread; a ticket on its way is doubtful then.
        on_paper_low: told at each check whether the roll is near its end.
    """

    def __init__(
        self,
        printer_id: str,
        writer: SpoolWriter,
        numbers: AgentSettings,
        on_trouble: Callable[[Reason], None],
        on_crash: Callable[[BaseException], None],
        on_paper_low: Callable[[bool], None],
        now: Now = utc_now,
        clock: Monotonic = monotonic_s,
    ) -> None:
        self._writer = writer
        self._numbers = numbers
        self._on_trouble = on_trouble
        self._on_crash = on_crash
        self._on_paper_low = on_paper_low
        self._now = now
        self._clock = clock
        self._log = log.bind(printer_id=printer_id)
        self._printer: PrinterSettings | None = None
        self._link: PrinterLink | None = None
        self._linked_at_s = 0.0
        self._is_idle = False
        self._prepared: tuple[Claimed, PrinterSettings, Sheet] | None = None
        self._trouble: Reason = ""
        self._has_leftovers = writer.was_interrupted
        """The printer may hold what is left of a ticket that broke off, and answer for it later."""
        self._failures = 0
        self._nudged = threading.Event()
        self.loan = Loan(self._nudge)
        """For whoever else must talk to the printer."""
        self._stop_by_s: float | None = None
        self._quiet_since_s = clock()
        self._check_at_s = clock() + _FIRST_CHECK_S
        self._thread = threading.Thread(target=self._run, name=f"press-{printer_id}", daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def configure(self, printer: PrinterSettings | None) -> None:
        """Use these settings from the next ticket on; None means that there is no such printer."""
        self._printer = printer
        self._nudge()

    def prepare(self, job: PrintJob) -> None:
        """Lay a job out on the caller's thread, while the disk is busy with it and the printer has nothing to do."""
        printer = self._printer
        if printer is not None and self._is_idle:
            first = Claimed(job, attempt=1, copies_possible=False)
            with contextlib.suppress(Exception):  # a bug in our layout: said when it is this ticket's turn
                self._prepared = (first, printer, _sheet_of(printer, first))

    def stop(self) -> None:
        """Let a ticket on its way come out, within the grace, and end the thread."""
        self._stop_by_s = self._clock() + self._numbers.stop_grace_s
        self._nudge()
        if self._thread.is_alive():
            self._thread.join(self._numbers.stop_grace_s + 2.0)

    def _nudge(self) -> None:
        self._nudged.set()
        self._writer.nudge()

    @property
    def _is_stopping(self) -> bool:
        return self._stop_by_s is not None

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:
            self._log.critical("press_crashed", exc_info=True)
            self._on_crash(error)

    def _work(self) -> None:
        while True:
            self._nudged.clear()
            if self._is_stopping:
                break
            if self.loan.is_wanted:
                self._hang_up()
                self.loan.lend(lambda: self._is_stopping)
                self._has_leftovers = True
                continue
            printer = self._printer
            if printer is None or not printer.is_active:
                self._hang_up()
                self._feel("no_route" if printer is None else "paused")
                self._nudged.wait()
                continue
            if self._link is not None and self._link.address != address_of(printer):
                self._hang_up()
            self._is_idle = True
            claimed = self._writer.claim(self._patience_s())
            self._is_idle = False
            if claimed is not None:
                self._print(printer, claimed)
            else:
                self._idle(printer)
        self._hang_up()

    def _patience_s(self) -> float:
        """How long to wait for a job before something else is due."""
        due_s = self._check_at_s
        if self._link is not None:
            due_s = min(due_s, self._quiet_since_s + self._numbers.linger_s)
        return max(0.0, due_s - self._clock())

    def _idle(self, printer: PrinterSettings) -> None:
        now_s = self._clock()
        if self._link is not None and now_s >= self._quiet_since_s + self._numbers.linger_s:
            self._hang_up()
        if now_s >= self._check_at_s and not self._is_stopping:
            self._is_ready(printer, tickets_wait=False)
            self._hang_up()

    def _print(self, printer: PrinterSettings, claimed: Claimed) -> None:
        job = claimed.job
        try:
            sheet = self._sheet(printer, claimed)
        except Exception:  # a bug in our layout: this ticket is set aside in full view, the next one prints
            self._log.exception("ticket_unprintable", job_id=job.job_id)
            job_id, now = job.job_id, self._now()
            self._writer.submit(lambda spool: spool.settle(job_id, "failed", "unprintable", now), then_claim=True)
            return
        if not self._is_ready(printer, tickets_wait=True):
            reason, now = self._trouble, self._now()
            self._writer.submit(lambda spool: spool.give_back(claimed, reason, now))
            self._wait_until_ready(printer)
            return
        assert self._link is not None
        began_s = self._clock()
        try:
            self._link.send(sheet.data)
            ended = self._follow(self._link, printer, claimed, sheet.has_pictures)
        except PrinterGone as gone:
            ended = Ended("uncertain", gone.reason)
        if ended is None:
            return  # stopped in mid-print: the next start finds it `sending`, and marks the copy
        self._has_leftovers = ended.state == "uncertain"
        self._settle(claimed, ended)
        self._quiet_since_s = self._clock()
        self._check_at_s = self._quiet_since_s + self._numbers.health_check_s
        took_ms = round((self._quiet_since_s - began_s) * 1000, 1)
        self._log.info(
            "ticket_ended", job_id=job.job_id, state=ended.state, reason=ended.reason, took_ms=took_ms,
            attempt=claimed.attempt, correlation_id=job.correlation_id,
        )  # fmt: skip
        if ended.state == "uncertain":
            self._hang_up()
            self._feel(ended.reason)
            self._wait_until_ready(printer)
        else:
            self._feel("")

    def _sheet(self, printer: PrinterSettings, claimed: Claimed) -> Sheet:
        prepared, self._prepared = self._prepared, None
        if prepared is not None and prepared[0] == claimed and prepared[1] is printer:
            return prepared[2]
        return _sheet_of(printer, claimed)

    def _follow(
        self, link: PrinterLink, printer: PrinterSettings, claimed: Claimed, has_pictures: bool
    ) -> Ended | None:
        """Listen until the ticket is out or lost; None when the agent must stop before that is known."""
        job = claimed.job
        sent_at_s = self._clock()
        flight = Flight(printer, self._numbers, job.document.number, has_pictures, sent_at_s)
        tell_at_s = sent_at_s + self._numbers.tell_printing_after_s
        told: Reason | None = None
        while True:
            now_s = self._clock()
            step = flight.next(now_s)
            if isinstance(step, Ended):
                return step
            if self._stop_by_s is not None and now_s >= (self._stop_by_s if not flight.blocked else 0.0):
                return None
            if flight.blocked and self._has_moved(link):
                return Ended("uncertain", "link_lost")
            if flight.blocked != (told or "") or (told is None and now_s >= tell_at_s):
                told = flight.blocked
                self._feel(told)
                self._note_printing(job.job_id, told)
            if isinstance(step, Ask):
                link.send(ask_status(step.n))
            else:
                until_s = step.until_s if told is not None else min(step.until_s, tell_at_s)
                flight.hear(link.receive(min(until_s - now_s, _LISTEN_S)), self._clock())

    def _wait_until_ready(self, printer: PrinterSettings) -> None:
        """Knock, or poll, until the printer can print or is wanted, the settings change, or the agent stops."""
        while not self._is_stopping and self._printer is printer:
            if self._link is not None:
                pause_s = self._numbers.poll_s
            else:
                chance = random.random()  # noqa: S311
                pause_s = backoff_s(max(1, self._failures), self._numbers, tickets_wait=True, chance=chance)
            self._nudged.wait(pause_s)
            self._nudged.clear()
            if self._is_stopping or self._printer is not printer or self.loan.is_wanted:
                return
            before = self._trouble
            if self._is_ready(printer, tickets_wait=True):
                return
            if self._trouble != before:
                self._note_next()

    def _is_ready(self, printer: PrinterSettings, *, tickets_wait: bool) -> bool:
        """Connect if need be and ask; remembers the answer as trouble. A printer with trouble keeps its connection."""
        if self._link is not None and self._clock() - self._linked_at_s > self._numbers.keep_connection_s:
            self._hang_up()
        try:
            if self._link is None:
                self._link = PrinterLink(address_of(printer), self._numbers)
                self._linked_at_s = self._clock()
            health = ask_how_it_is(self._link, printer, self._numbers)
            if not health.reason and self._has_leftovers:
                outlive_a_break(self._link, printer, self._numbers, lambda: self._is_stopping)
                health = ask_how_it_is(self._link, printer, self._numbers)
                self._has_leftovers = bool(health.reason)
            reason = health.reason
            self._on_paper_low(health.is_paper_low)
            self._failures = 0
        except PrinterGone as gone:
            self._hang_up()
            self._failures += 1
            reason = gone.reason
        now_s = self._clock()
        again_s = self._numbers.health_check_s
        if self._failures:
            again_s = backoff_s(self._failures, self._numbers, tickets_wait=tickets_wait, chance=random.random())  # noqa: S311
        elif reason:
            again_s = min(again_s, self._numbers.trouble_check_s)
        self._check_at_s = now_s + again_s
        self._feel(reason)
        return not reason

    def _settle(self, claimed: Claimed, ended: Ended) -> None:
        now = self._now()
        job_id, state, reason = claimed.job.job_id, ended.state, ended.reason
        if state == "uncertain":
            self._writer.submit(lambda spool: spool.doubt(claimed, reason, now))
        else:
            self._writer.submit(
                lambda spool: spool.settle(job_id, state, reason, now), then_claim=not self._is_stopping
            )

    def _note_next(self) -> None:
        reason, now = self._trouble, self._now()
        self._writer.submit(lambda spool: spool.note_next(reason, now))

    def _note_printing(self, job_id: str, reason: Reason) -> None:
        now = self._now()
        self._writer.submit(lambda spool: spool.note_printing(job_id, reason, now))

    def _has_moved(self, link: PrinterLink) -> bool:
        return self._printer is None or link.address != address_of(self._printer)

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def _feel(self, reason: Reason) -> None:
        if reason != self._trouble:
            self._trouble = reason
            self._log.info("printer_state_changed", reason=reason)
            self._on_trouble(reason)


def _sheet_of(printer: PrinterSettings, claimed: Claimed) -> Sheet:
    """The banner says "possible copy" when an earlier attempt may be on paper."""
    mark = "possible_copy" if claimed.copies_possible else claimed.job.copy_mark
    is_repeat = claimed.copies_possible
    return sheet_of(claimed.job.document, printer, mark, logo=printer.logo, after_break=is_repeat)
