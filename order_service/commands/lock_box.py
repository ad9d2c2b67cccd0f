"""The local sysadmin locks the box and takes the lock off; the vendor's licence is another matter."""

from kernel.errors import Conflict
from order_service.domain.permissions import Staff, require_sysadmin
from order_service.store.audit import record
from order_service.store.box_lock import LOCKED, SUBJECT, UNLOCKED, box_lock
from order_service.store.unit_of_work import UnitOfWork


class BoxNotLocked(Conflict):
    """There is no lock of the box's own to take off."""

    code = "box-not-locked"
    hint = "Nothing to do; if orders are still refused, look at the licence."


def lock_box(unit: UnitOfWork, reason: str, by: Staff, correlation_id: str) -> None:
    """Lock it, or give the lock another reason. Open orders stay as they are; tickets that were accepted print.

    Raises:
        SysadminsOnly.
    """
    require_sysadmin(by)
    record(unit, by.id, LOCKED, SUBJECT, {}, reason=reason, correlation_id=correlation_id)


def unlock_box(unit: UnitOfWork, by: Staff, correlation_id: str) -> None:
    """Take the box's own lock off.

    Raises:
        SysadminsOnly, BoxNotLocked.
    """
    require_sysadmin(by)
    if box_lock(unit.connection) is None:
        raise BoxNotLocked("The box is not locked by its own people.")
    record(unit, by.id, UNLOCKED, SUBJECT, {}, correlation_id=correlation_id)
