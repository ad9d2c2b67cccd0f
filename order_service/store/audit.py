"""The audit log: append-only, each row's hash covers the one before."""

import hashlib
import json
from typing import Any

from sqlalchemy import desc, insert, select

from order_service.store.tables import audit_log
from order_service.store.unit_of_work import UnitOfWork

GENESIS = "0" * 64

_LAST_HASH = select(audit_log.c.hash).order_by(desc(audit_log.c.id)).limit(1)
_NEW = insert(audit_log)


def row_hash(before: str, *fields: object) -> str:
    """SHA-256 over the previous hash and this row's fields as canonical JSON."""
    canonical = json.dumps([before, *fields], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def record(
    unit: UnitOfWork,
    user_id: int | None,
    action: str,
    subject: str,
    details: dict[str, Any],
    *,
    reason: str = "",
    correlation_id: str = "",
) -> None:
    """Write who did what to which subject (`order:12`) in the command's own transaction."""
    before = unit.connection.scalar(_LAST_HASH) or GENESIS
    unit.connection.execute(
        _NEW,
        {
            "at": unit.now,
            "user_id": user_id,
            "action": action,
            "subject": subject,
            "details": details,
            "reason": reason,
            "correlation_id": correlation_id,
            "hash": row_hash(before, unit.now.isoformat(), user_id, action, subject, details, reason, correlation_id),
        },
    )
