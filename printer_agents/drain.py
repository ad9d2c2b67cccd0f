"""What an agent takes while the house is shut: what was accepted before still prints, nothing new enters."""

from datetime import timedelta

from kernel.clock import Monotonic
from kernel.license_keeper import LicenseKeeper
from kernel.messages import PrintJob

SLACK = timedelta(minutes=1)
"""A silent agent is rung again once a minute at least."""


class Drain:
    """Asks the licence about each new job.

    An agent can't tell a ticket that was accepted a second before the lock from one made after it. So it goes on
    taking jobs for as long as the former may still be on its way: until it would be stale. Later ones get no answer
    and stay in the book. An agent that never heard of a licence takes everything: the house's door is the API.
    """

    def __init__(self, license_: LicenseKeeper, clock: Monotonic) -> None:
        self._license = license_
        self._clock = clock
        self._shut_since_s: float | None = None

    def takes(self, job: PrintJob) -> bool:
        """Whether this job may be new."""
        if not self.look():
            return True
        assert self._shut_since_s is not None
        longest = job.stale_after - job.fired_at + SLACK
        return self._clock() - self._shut_since_s <= longest.total_seconds()

    def look(self) -> bool:
        """Whether the house is shut; notes since when."""
        is_shut = self._license.lease is not None and not self._license.verdict().is_open
        if not is_shut:
            self._shut_since_s = None
        elif self._shut_since_s is None:
            self._shut_since_s = self._clock()
        return is_shut
