"""The one thread that writes a spool: whatever waits goes to disk in one commit, and is told only after it.

On the way from tap to paper lies exactly one commit: when the printer is idle, a job's insert and its `sending` mark
are the same transaction (docs/adr/0004-agent-spool-and-fence.md).
"""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from kernel.clock import Monotonic, Now, monotonic_s, utc_now
from kernel.logging import get_logger
from kernel.messages import JobState
from printer_agents.spool import Claimed, Spool

AfterCommit = Callable[[], None]
Step = Callable[[Spool], AfterCommit | None]
"""A change of the spool; what it returns runs on the writer's thread once the change is durable."""

_PRUNE_EVERY_S = 3600.0

log = get_logger("spool_writer")


class SpoolWriter:
    """Group commit over a Spool, which belongs to this thread from `start()` to `stop()`.

    Args:
        spool: opened, idle.
        tell: takes the states that a commit made true.
        on_fatal: called once when the disk fails; nothing was told of what could not be written, nothing will be.
        keep_ids: how long ended jobs are remembered.
    """

    def __init__(
        self,
        spool: Spool,
        tell: Callable[[list[JobState]], None],
        on_fatal: Callable[[BaseException], None],
        keep_ids: timedelta,
        now: Now = utc_now,
        clock: Monotonic = monotonic_s,
    ) -> None:
        self._spool = spool
        self._tell = tell
        self._on_fatal = on_fatal
        self._keep_ids = keep_ids
        self._now = now
        self._clock = clock
        self._steps: deque[Step] = deque()
        self._lazy: deque[Step] = deque()
        self._is_wanted = False
        self._claimed: Claimed | None = None
        self._is_nudged = False
        self._is_stopping = False
        self._has_failed = False
        self._may_claim = True
        """Nothing was looked for since a claim was wanted; later ones are due only when the spool changes."""
        self._lock = threading.Lock()
        self._has_news = threading.Condition(self._lock)
        """Waited on by the writer's thread alone,"""
        self._is_claimable = threading.Condition(self._lock)
        """and this by who claims: neither is woken for the other, which under load was every second wake."""
        self._prune_at = clock() + _PRUNE_EVERY_S
        self._thread = threading.Thread(target=self._run, name="spool-writer", daemon=True)
        self.commits = 0
        """Transactions so far; tests count them."""

    @property
    def was_interrupted(self) -> bool:
        """The last process ended in the midst of a ticket."""
        return self._spool.was_interrupted

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, end the thread, close the spool."""
        with self._lock:
            self._is_stopping = True
            self._has_news.notify()
        self._thread.join()
        if not self._has_failed:
            self._spool.close()

    def submit(self, step: Step, *, lazily: bool = False, then_claim: bool = False) -> None:
        """Have `step` written in the next commit.

        Args:
            step: what to change.
            lazily: it can wait for a commit that happens anyway.
            then_claim: the printer is free as soon as this is written: claim the next job in the same commit.
        """
        with self._lock:
            if lazily:
                self._lazy.append(step)
                return
            self._steps.append(step)
            self._is_wanted |= then_claim
            self._has_news.notify()

    def claim(self, timeout_s: float) -> Claimed | None:
        """The next job, on disk as `sending`; None after `timeout_s`, or when nudged."""
        with self._lock:
            if self._claimed is None and not self._is_wanted:
                self._is_wanted = True
                self._may_claim = True
                self._has_news.notify()
            self._is_claimable.wait_for(lambda: self._claimed is not None or self._is_nudged, timeout_s)
            claimed, self._claimed = self._claimed, None
            self._is_wanted = self._is_nudged = False
            return claimed

    def nudge(self) -> None:
        """Make the present or the next `claim` return early; a job claimed at that moment is the following call's."""
        with self._lock:
            self._is_nudged = True
            self._is_claimable.notify()

    def _has_work(self) -> bool:
        return bool(self._steps) or (self._is_wanted and self._may_claim) or self._is_stopping

    def _run(self) -> None:
        try:
            while True:
                with self._lock:
                    self._has_news.wait_for(self._has_work, timeout=_PRUNE_EVERY_S)
                    if self._is_stopping and self._claimed is not None:
                        self._steps.append(_giving_back(self._claimed, self._now()))
                        self._claimed = None
                    if self._is_stopping and not self._steps and not self._lazy:
                        return
                    steps = [*self._steps, *self._lazy]
                    self._steps.clear()
                    self._lazy.clear()
                    is_wanted = self._is_wanted and not self._is_stopping
                    self._may_claim = False
                self._write(steps, is_wanted)
        except BaseException as error:
            self._has_failed = True
            log.critical("spool_failed", error=str(error), exc_info=True)
            self._on_fatal(error)

    def _write(self, steps: list[Step], is_wanted: bool) -> None:
        spool = self._spool
        spool.begin()
        after = [done for step in steps if (done := step(spool)) is not None]
        claimed = spool.claim(self._now()) if is_wanted else None
        if self._clock() >= self._prune_at:
            self._prune_at = self._clock() + _PRUNE_EVERY_S
            spool.prune(self._now() - self._keep_ids)
        changes = spool.commit()
        self.commits += 1
        if claimed is not None:
            with self._lock:
                self._claimed = claimed
                self._is_wanted = False
                self._is_claimable.notify()
        if changes:
            self._tell(changes)
        for done in after:
            done()


def _giving_back(claimed: Claimed, now: datetime) -> Step:
    def step(spool: Spool) -> None:
        spool.give_back(claimed, "", now)

    return step
