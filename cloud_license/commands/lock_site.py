"""Lock a restaurant, at once or when its day ends; and let it work again."""

from typing import Literal

from sqlalchemy import Connection, func, select

from cloud_license.commands.who import Who
from cloud_license.domain.brake import WINDOW, hold
from cloud_license.domain.licence_end import close_of_business
from cloud_license.domain.site import SiteNotLocked, zone_of
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.sites import change_site, site_by_id, standing_of
from cloud_license.store.tables import audit_log, sites

When = Literal["now", "close_of_business"]


def lock_site(unit: UnitOfWork, who: Who, site_id: str, reason: str, when: When, confirm_locks: int | None) -> None:
    """Lock it, or change the reason or the time of a lock.

    Args:
        reason: the sentence that the restaurant reads.
        confirm_locks: how many locks within the hour the sysadmin confirmed, once the brake asked.

    Raises:
        SiteNotFound, MassLockBrake.
    """
    row = site_by_id(unit.connection, site_id)
    standing = standing_of(row)
    action = "lock_changed" if standing.has_lock else "locked"
    if not standing.has_lock:
        hold(_locked_lately(unit), _registered(unit.connection), confirm_locks)
    lock_at = None if when == "now" else close_of_business(unit.now, zone_of(row.time_zone))
    change_site(unit, standing, is_locked=lock_at is None, lock_at=lock_at, lock_reason=reason)
    details = {"when": when, "lock_at": None if lock_at is None else lock_at.isoformat()}
    record(unit, who.id, action, site_id, details, reason=reason, correlation_id=who.correlation_id)


def unlock_site(unit: UnitOfWork, who: Who, site_id: str, reason: str) -> None:
    """Take a lock back, one in force or one planned.

    Raises:
        SiteNotFound, SiteNotLocked.
    """
    standing = standing_of(site_by_id(unit.connection, site_id))
    if not standing.has_lock:
        raise SiteNotLocked("This site is not locked.")
    change_site(unit, standing, is_locked=False, lock_at=None, lock_reason=None)
    was = {"lock_reason": standing.lock_reason}
    record(unit, who.id, "unlocked", site_id, was, reason=reason, correlation_id=who.correlation_id)


def _locked_lately(unit: UnitOfWork) -> int:
    lately = (audit_log.c.action == "locked") & (audit_log.c.at > unit.now - WINDOW)
    return unit.connection.scalar(select(func.count()).select_from(audit_log).where(lately)) or 0


def _registered(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(sites).where(sites.c.is_active)) or 0
