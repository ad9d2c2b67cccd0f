"""Asks, keeps, tells: the loop of the licence daemon."""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Awaitable, Callable

from kernel.clock import Monotonic, Now, monotonic_s, utc_now
from kernel.heartbeat import FleetHealth
from kernel.lease import LeaseRefused
from kernel.license_keeper import LicenseKeeper
from kernel.logging import get_logger
from kernel.messages import LicenseState
from kernel.powered_clock import PoweredClock
from kernel.version import VERSION
from license_daemon.cloud_link import CloudLink, CloudSilent
from license_daemon.pace import next_beat_s, retry_s

TELL_EVERY_S = 30.0
TICK_S = 1.0
BRIEF_S, PAUSE_S = 5.0, 10.0
NOT_REGISTERED = "This box is not registered: set SITE_ID, SITE_KEY, CLOUD_URL and LICENSE_KEYS as they were given."

log = get_logger("license_daemon")


class LicenseDaemon:
    """One site's.

    Args:
        keeper: what is known; the daemon's file is `license_state.json`.
        link: to the cloud; None for a box that was never registered.
        tell: hands the state to the house, any time.
        health: how the site is.
        first_retry_s: wait after the first failure.
        clock: powered-on time.
    """

    def __init__(
        self,
        keeper: LicenseKeeper,
        link: CloudLink | None,
        tell: Callable[[LicenseState], None],
        health: Callable[[], Awaitable[FleetHealth]],
        *,
        first_retry_s: float,
        clock: PoweredClock,
        monotonic: Monotonic = monotonic_s,
        now: Now = utc_now,
    ) -> None:
        self._keeper = keeper
        self._link = link
        self._tell = tell
        self._health = health
        self._first_retry_s = first_retry_s
        self._clock = clock
        self._monotonic = monotonic
        self._now = now
        self._failures = 0
        self._said = ""
        self._stopping = asyncio.Event()
        if link is None:
            keeper.trouble = NOT_REGISTERED
            log.error("site_not_registered", hint=NOT_REGISTERED)

    async def run(self) -> None:
        """Until `stop`."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_telling())
            if self._link is not None:
                asking = tasks.create_task(self._keep_asking(self._link))
                await self._stopping.wait()
                asking.cancel()

    def stop(self) -> None:
        """End soon; on the loop's own thread."""
        self._stopping.set()

    def tell(self) -> None:
        """Say what is known, now. Any thread."""
        keeper = self._keeper
        self._tell(
            LicenseState(lease=keeper.token, serial=keeper.serial, age_s=keeper.age_s, trouble=keeper.trouble[:300])
        )

    async def _keep_telling(self) -> None:
        """Every TELL_EVERY_S, and at once when time alone changed what holds; the age is kept on disk."""
        next_s, known = 0.0, ""
        while not self._stopping.is_set():
            verdict = self._keeper.verdict()
            if verdict.state != known:
                known = verdict.state
                log.warning("license_verdict", state=verdict.state, cause=verdict.cause, why=verdict.sentence)
                next_s = 0.0
            if self._monotonic() >= next_s:
                next_s = self._monotonic() + TELL_EVERY_S
                self.tell()
            self._keeper.save_in_time()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), TICK_S)

    async def _keep_asking(self, link: CloudLink) -> None:
        beat_at_s = 0.0
        while True:
            is_beat = self._monotonic() >= beat_at_s
            try:
                await (self._beat(link) if is_beat else self._wait(link, beat_at_s - self._monotonic()))
            except (CloudSilent, LeaseRefused) as failure:
                self._failures += 1
                wait_s = retry_s(self._failures, self._first_retry_s, self._keeper.verdict().is_open, random.uniform)
                self._failed(failure, wait_s)
                await asyncio.sleep(wait_s)
                continue
            self._failures = 0
            self._heard()
            wanted_s = self._keeper.lease.next_in if self._keeper.lease else 0.0
            soon_s = next_beat_s(wanted_s, self._keeper.verdict().is_open, random.uniform)
            beat_at_s = self._monotonic() + soon_s if is_beat else min(beat_at_s, self._monotonic() + soon_s)

    async def _beat(self, link: CloudLink) -> None:
        nonce = secrets.token_urlsafe(24)
        health = await self._health()
        body = {
            "version": VERSION,
            "uptime_seconds": int(self._clock().up_s),
            "nonce": nonce,
            "serial": self._keeper.serial,
            "health": health.model_dump(exclude_none=True),
        }
        self._keeper.answered(await link.heartbeat(body), nonce)

    async def _wait(self, link: CloudLink, at_most_s: float) -> None:
        """Hold a question open until something changes, or the next heartbeat is due."""
        nonce, before, since_s = secrets.token_urlsafe(24), self._keeper.serial, self._monotonic()
        try:
            async with asyncio.timeout(at_most_s):
                token = await link.wait(before, nonce)
                if token is not None:
                    self._keeper.answered(token, nonce)
                if self._keeper.serial == before and self._monotonic() - since_s < BRIEF_S:
                    await asyncio.sleep(PAUSE_S)  # whoever answers at once with nothing new is not asked in a circle
        except TimeoutError:
            return

    def _heard(self) -> None:
        if self._keeper.trouble:
            log.info("cloud_heard_again", serial=self._keeper.serial)
        self._keeper.trouble = ""
        if (token := self._keeper.token) != self._said:
            self._said = token
            self.tell()

    def _failed(self, failure: Exception, wait_s: float) -> None:
        why = (
            f"The answer is not a licence of ours ({failure.why})."
            if isinstance(failure, LeaseRefused)
            else str(failure)
        )
        log.warning("cloud_not_heard", why=why, failures=self._failures, again_in_s=round(wait_s, 1))
        if why != self._keeper.trouble:
            self._keeper.trouble = why
            self.tell()
