"""Whether the box's own people locked it: the last word about that in the audit trail."""

from sqlalchemy import Connection, desc, select

from order_service.store.tables import audit_log

SUBJECT = "box"
LOCKED, UNLOCKED = "box_locked", "box_unlocked"

_LAST = (
    select(audit_log.c.action, audit_log.c.reason)
    .where(audit_log.c.subject == SUBJECT, audit_log.c.action.in_((LOCKED, UNLOCKED)))
    .order_by(desc(audit_log.c.id))
    .limit(1)
)


def box_lock(connection: Connection) -> str | None:
    """The reason, or None while it is not locked."""
    last = connection.execute(_LAST).one_or_none()
    return last.reason if last is not None and last.action == LOCKED else None
