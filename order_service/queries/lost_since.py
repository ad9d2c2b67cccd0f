"""What the book would forget by going back to an instant."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from order_service.store import tables as t


def lost_since(connection: Connection, at: datetime) -> dict[str, Any]:
    """Counts of what came after `at` (aware UTC), `paid` in cents, and the tables that are open now."""

    def after(table: Any, column: Any) -> int:
        return connection.scalar(select(func.count()).select_from(table).where(column > at)) or 0

    stands = (t.payments.c.taken_at > at) & t.payments.c.taken_back_at.is_(None)
    payments, paid = connection.execute(
        select(func.count(), func.coalesce(func.sum(t.payments.c.amount_cents), 0)).where(stands)
    ).one()
    return {
        "orders": after(t.orders, t.orders.c.opened_at),
        "rounds": after(t.rounds, t.rounds.c.fired_at),
        "payments": payments,
        "paid": int(paid),
        "open_tables": connection.scalar(select(func.count()).select_from(t.orders).where(t.IS_ACTIVE)) or 0,
        "acts": after(t.audit_log, t.audit_log.c.at),
    }
