"""May this house work? A pure function of the best lease and the powered-on time since it was signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from kernel.errors import Refused
from kernel.lease import Lease

State = Literal["active", "grace", "expired", "locked", "unlicensed"]
Cause = Literal[
    "",
    "cloud_silent",
    "locked",
    "licence_ended",
    "offline_too_long",
    "not_licensed",
    "deregistered",
    "never_registered",
    "state_lost",
]
"""Why it is not simply active."""

LATE: Final = 1.25
"""A heartbeat comes `next_in` ± 20 % after the last one: a lease older than this many times that has missed one."""


class SiteLocked(Refused):
    """The vendor locked the house (423)."""

    code = "site-locked"
    hint = "Call the number below. Nothing is lost, and all goes on by itself when the house is unlocked."


class NotLicensed(Refused):
    """The house has no licence that holds now (402)."""

    code = "license-missing"
    hint = "Call the number below; the box has to be registered."


class LicenseExpired(NotLicensed):
    """The licence has ended (402)."""

    code = "license-expired"
    hint = "Call the number below to extend the licence; all goes on by itself after that."


class OfflineTooLong(NotLicensed):
    """The box could not reach the licence service for longer than its licence allows (402)."""

    code = "license-offline"
    hint = "Connect the box to the internet; all goes on by itself within a minute of reaching the licence service."


class LicenseLost(NotLicensed):
    """The licence state on the box is gone, damaged, or older than what the book remembers (402)."""

    code = "license-lost"
    hint = OfflineTooLong.hint


_SENTENCES: Final[dict[Cause, tuple[type[Refused], str]]] = {
    "locked": (SiteLocked, "This restaurant's system was locked."),
    "licence_ended": (LicenseExpired, "The licence of this restaurant has ended."),
    "offline_too_long": (OfflineTooLong, "The box has not reached the licence service for too long."),
    "not_licensed": (NotLicensed, "This restaurant has no licence."),
    "deregistered": (NotLicensed, "This restaurant is no longer registered."),
    "never_registered": (NotLicensed, "This box was never registered."),
    "state_lost": (LicenseLost, "The licence kept on this box was lost or replaced."),
}


@dataclass(frozen=True)
class Verdict:
    """What the licence says now.

    Attributes:
        lock_reason: the vendor's sentence for the restaurant, when locked, or when a lock is announced.
        lock_at, expires_at: as the lease says.
        hours_left: until the box stops for want of the cloud; None when that is not what would stop it.
    """

    state: State
    cause: Cause = ""
    lock_reason: str = ""
    lock_at: datetime | None = None
    expires_at: datetime | None = None
    hours_left: float | None = None

    @property
    def is_open(self) -> bool:
        """The house may take new orders."""
        return self.state in ("active", "grace")

    @property
    def sentence(self) -> str:
        """Why it is shut, for a person; '' while it is open."""
        return "" if self.is_open else self.lock_reason or _SENTENCES[self.cause][1]

    def refusal(self, contact: str) -> Refused:
        """What a request is answered with while it is shut; `contact` is whom to call."""
        kind, sentence = _SENTENCES[self.cause]
        facts: dict[str, Any] = {
            "reason": self.sentence,
            "cause": self.cause,
            "call": contact,
            "expires_at": self.expires_at and self.expires_at.isoformat(),
        }
        if self.state == "locked":
            facts["lock_reason"] = self.sentence
        return kind(self.lock_reason or sentence, **facts)


NEVER_REGISTERED: Final = Verdict("unlicensed", "never_registered")
STATE_LOST: Final = Verdict("unlicensed", "state_lost")


def verdict(lease: Lease | None, age_s: float, most_hours: float | None = None) -> Verdict:
    """Decide.

    Args:
        lease: the best one known; None when there never was one.
        age_s: powered-on seconds since it was signed.
        most_hours: what the site sets to stop earlier than the lease allows; None, or more than that, changes nothing.

    Returns:
        Locked comes before everything else; a box that is silent for too long never opens, whatever else holds.
    """
    if lease is None:
        return NEVER_REGISTERED
    known: dict[str, Any] = {
        "lock_reason": lease.lock_reason or "",
        "lock_at": lease.lock_at,
        "expires_at": lease.expires_at,
    }
    now = lease.server_time + timedelta(seconds=age_s)
    if lease.locked or (lease.lock_at is not None and now >= lease.lock_at):
        return Verdict("locked", "locked", **known)
    known["lock_reason"] = known["lock_reason"] if lease.lock_at else ""
    if lease.deregistered:
        return Verdict("unlicensed", "deregistered", **known)
    if lease.expires_at is not None and now >= lease.expires_at:
        return Verdict("expired", "licence_ended", **known)
    if not lease.licensed:
        return Verdict("unlicensed", "not_licensed", **known)
    allowed_s = 3600 * (lease.offline_hours if most_hours is None else min(most_hours, lease.offline_hours))
    if age_s >= allowed_s:
        return Verdict("expired", "offline_too_long", hours_left=0.0, **known)
    hours_left = (allowed_s - age_s) / 3600
    if age_s > min(lease.next_in * LATE, allowed_s / 2):
        return Verdict("grace", "cloud_silent", hours_left=hours_left, **known)
    return Verdict("active", hours_left=hours_left, **known)
