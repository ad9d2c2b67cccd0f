"""Who did what to which site: append-only, each row's hash covers the one before."""

import hashlib
import json
from typing import Any, Final

from sqlalchemy import Connection, desc, insert, select

from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import audit_log

GENESIS: Final = "0" * 64


def record(
    unit: UnitOfWork,
    admin_id: int | None,
    action: str,
    site_id: str | None,
    details: dict[str, Any],
    *,
    reason: str = "",
    correlation_id: str = "",
) -> None:
    """Write it in the command's own transaction."""
    row = {
        "at": unit.now,
        "admin_id": admin_id,
        "action": action,
        "site_id": site_id,
        "details": details,
        "reason": reason,
        "correlation_id": correlation_id,
    }
    last = unit.connection.scalar(select(audit_log.c.hash).order_by(desc(audit_log.c.id)).limit(1))
    unit.connection.execute(insert(audit_log), row | {"hash": _chained(last or GENESIS, row)})


def first_broken(connection: Connection) -> int | None:
    """The id of the first row that does not follow from the one before, or None when the chain is whole."""
    before = GENESIS
    for row in connection.execute(select(audit_log).order_by(audit_log.c.id)).mappings():
        known = {name: value for name, value in row.items() if name not in {"id", "hash"}}
        if row["hash"] != _chained(before, known):
            return int(row["id"])
        before = row["hash"]
    return None


def _chained(before: str, row: dict[str, Any]) -> str:
    facts = row | {"at": row["at"].isoformat()}
    canonical = json.dumps([before, facts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
