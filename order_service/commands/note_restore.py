"""Write into a book that was put back who did that, and when."""

from sqlalchemy import select

from kernel.restore_state import RestoreState
from order_service.store.audit import record
from order_service.store.tables import audit_log, users
from order_service.store.unit_of_work import UnitOfWork

RESTORED = "restored"


def note_restore(unit: UnitOfWork, restore: RestoreState) -> None:
    """Once a restore, however often the house starts meanwhile. The book may not know who asked: the name is kept."""
    noted = select(audit_log.c.id).where(
        audit_log.c.subject == "box", audit_log.c.action == RESTORED, audit_log.c.correlation_id == restore.id
    )
    if unit.connection.execute(noted).first() is not None:
        return
    same = (users.c.id == restore.user_id) & (users.c.name == restore.user_name)
    known = unit.connection.scalar(select(users.c.id).where(same))
    asked_at = restore.asked_at.isoformat()
    details = {"backup": restore.name, "undo": restore.undo, "by": restore.user_name, "asked_at": asked_at}
    record(unit, known, RESTORED, "box", details, correlation_id=restore.id)
