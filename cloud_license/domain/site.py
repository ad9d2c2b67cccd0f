"""A site as the rules see it, what its boxes are told, and how it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from kernel.errors import Conflict, Invalid, NotFound
from kernel.lease import LARGEST_SERIAL, Lease

Status = Literal["expired", "locked", "silent", "expiring", "new", "active"]
WORST_FIRST: Final[tuple[Status, ...]] = ("expired", "locked", "silent", "expiring", "new", "active")

EXPIRING: Final = timedelta(days=14)
SILENT: Final = timedelta(hours=13)
"""Two heartbeats of six hours and a margin."""

PACE_S: Final = 6 * 3600
PACE_WHILE_SHUT_S: Final = 60


class SiteNotFound(NotFound):
    """No site has this id, or it was deregistered."""

    code = "site-not-found"
    hint = "Refresh the list of sites."


class SiteNotLocked(Conflict):
    """There is nothing to unlock."""

    code = "site-not-locked"
    hint = "Refresh: somebody else may have unlocked it."


class NameDoesNotMatch(Invalid):
    """The name typed to confirm is not the site's."""

    code = "name-does-not-match"
    hint = "Type the site's name exactly as it is shown."


@dataclass(frozen=True)
class Standing:
    """What decides whether a site may run. Times are aware UTC.

    Attributes:
        is_locked: locked at once.
        lock_at: locked from this time on; None when no lock is planned.
        is_active: False after it was deregistered.
    """

    site_id: str
    serial: int
    is_active: bool
    is_locked: bool
    lock_reason: str | None
    lock_at: datetime | None
    license_expires_at: datetime
    offline_hours: int

    def is_licensed(self, now: datetime) -> bool:
        """The licence covers this moment."""
        return self.is_active and now < self.license_expires_at

    def is_shut_by_lock(self, now: datetime) -> bool:
        """A lock is in force."""
        return self.is_active and (self.is_locked or (self.lock_at is not None and self.lock_at <= now))

    @property
    def has_lock(self) -> bool:
        """A lock is in force or planned."""
        return self.is_locked or self.lock_at is not None

    def lease(self, now: datetime, nonce: str) -> Lease:
        """What its box is told; a tombstone after it was deregistered."""
        licensed, locked = self.is_licensed(now), self.is_shut_by_lock(now)
        return Lease(
            site_id=self.site_id,
            serial=self.serial,
            server_time=now,
            licensed=licensed,
            locked=locked,
            lock_reason=self.lock_reason,
            lock_at=self.lock_at,
            expires_at=self.license_expires_at,
            offline_hours=self.offline_hours,
            next_in=PACE_S if licensed and not locked else PACE_WHILE_SHUT_S,
            nonce=nonce,
            deregistered=not self.is_active,
        )


def status_of(standing: Standing, last_seen_at: datetime | None, now: datetime) -> Status:
    """One word for how a site stands. A lock stands before an end, as at the restaurant (423 over 402)."""
    if standing.has_lock:
        return "locked"
    if now >= standing.license_expires_at:
        return "expired"
    if last_seen_at is None:
        return "new"
    if now - last_seen_at > SILENT:
        return "silent"
    if standing.license_expires_at - now < EXPIRING:
        return "expiring"
    return "active"


def next_serial(standing: Standing) -> int:
    """After a change of what its box is told."""
    return min(standing.serial + 1, LARGEST_SERIAL)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a site.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"there is no time zone {name[:40]!r}") from None
