"""The audit log: append-only, each row's hash covers the one before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, desc, insert, select

from order_service.store.tables import audit_log, users
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
    before = unit.last_hash or unit.connection.scalar(_LAST_HASH) or GENESIS
    unit.last_hash = row_hash(before, unit.now.isoformat(), user_id, action, subject, details, reason, correlation_id)
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
            "hash": unit.last_hash,
        },
    )


@dataclass(frozen=True)
class Change:
    """Who did what to something, and when."""

    who: str
    what: str
    at: datetime


def changes_after(connection: Connection, subject: str, rev: int, most: int = 20) -> list[Change]:
    """What was done to a subject since its revision `rev`, the latest first; '' did it by itself."""
    rows = connection.execute(
        select(audit_log.c.action, audit_log.c.at, audit_log.c.details, users.c.name)
        .outerjoin(users, users.c.id == audit_log.c.user_id)
        .where(audit_log.c.subject == subject)
        .order_by(desc(audit_log.c.id))
        .limit(most)
    )
    found = []
    for row in rows:
        known = row.details.get("rev")
        if known is not None and known <= rev:
            break
        found.append(Change(row.name or "", row.action, row.at))
    return found
