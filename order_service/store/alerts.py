"""Alerts: tickets that are not on paper in time. One a job; it lives until somebody acts or the paper comes.

While `acted_at` is null the alert is open; `acted_by` is then who took it upon themselves, if anybody did.
"""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import bindparam, insert, select, update

from order_service.store.tables import alerts
from order_service.store.unit_of_work import UnitOfWork

Cause = Literal["printer", "agent", "unknown"]

_SETTLE = update(alerts).where(alerts.c.job_id == bindparam("job"), alerts.c.acted_at.is_(None))


def raise_alert(unit: UnitOfWork, job: Mapping[str, Any], cause: Cause, reason: str, *, reopen: bool = False) -> bool:
    """Raise the job's alert, or bring an open one's reason up to date; True when something changed.

    Args:
        reopen: somebody acted, and it did not help.
    """
    if job["document"].get("ticket_kind") == "test":
        return False  # who tried the printer stands before it
    known = unit.connection.execute(
        select(alerts.c.id, alerts.c.acted_at, alerts.c.cause, alerts.c.reason).where(alerts.c.job_id == job["id"])
    ).one_or_none()
    if known is None:
        unit.connection.execute(
            insert(alerts),
            {
                "job_id": job["id"],
                "order_id": job["order_id"],
                "sender_id": job["sender_id"],
                "cause": cause,
                "reason": reason,
                "raised_at": unit.now,
            },
        )
    elif known.acted_at is not None and reopen:
        unit.connection.execute(
            update(alerts)
            .where(alerts.c.id == known.id)
            .values(cause=cause, reason=reason, acted_at=None, acted_by=None, action="")
        )
    elif known.acted_at is None and (known.cause, known.reason) != (cause, reason):
        unit.connection.execute(update(alerts).where(alerts.c.id == known.id).values(cause=cause, reason=reason))
    else:
        return False
    unit.announce("alert", job["id"])
    if job["order_id"] is not None:
        unit.announce("order", job["order_id"])
    return True


def take_alert(unit: UnitOfWork, job_id: str, by: int) -> None:
    """Somebody is on it: the job's open alert stays, with their name."""
    unit.connection.execute(
        update(alerts).where(alerts.c.job_id == job_id, alerts.c.acted_at.is_(None)).values(acted_by=by, action="taken")
    )
    unit.announce("alert", job_id)


def settle_alert(unit: UnitOfWork, job_id: str, action: str, by: int | None = None) -> bool:
    """End the job's open alert; True when there was one."""
    ended = unit.connection.execute(_SETTLE, {"job": job_id, "acted_at": unit.now, "acted_by": by, "action": action})
    if ended.rowcount:
        unit.announce("alert", job_id)
    return bool(ended.rowcount)
