"""The report of one business day: X while it runs, Z once it is closed. Cents as integers, times as ISO 8601 in UTC."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from order_service.domain.sales import Sales, as_report
from order_service.store.purses import counted_purses
from order_service.store.tables import IS_ACTIVE, adjustments, business_days, order_items, orders, tables, users

LISTED = 500
"""Voids, comps and discounts listed on a day's report at most; the rest is on the page of adjustments."""

_ADJUSTMENTS = (
    select(
        adjustments,
        order_items.c.name.label("item"),
        tables.c.label.label("table_label"),
        users.c.name.label("by_name"),
    )
    .join(order_items, order_items.c.id == adjustments.c.order_item_id)
    .join(orders, orders.c.id == adjustments.c.order_id)
    .join(tables, tables.c.id == orders.c.table_id)
    .join(users, users.c.id == adjustments.c.user_id)
)


def day_report(connection: Connection, kind: str, day: str, sales: Sales, made_at: datetime) -> dict[str, Any]:
    """A day's figures, what was taken off and why, purses, and the tables that are still open. Four reads."""
    total = sales.total()
    tenders = sales.rows("tender")
    counts = sales.by.get("orders", {})
    return {
        "kind": kind,
        "day": day,
        "z_number": None,
        "opened_at": opened_at(connection, day, made_at),
        "made_at": made_at.isoformat(),
        "closed_by": None,
        "totals": as_report(total)
        | {
            "orders": counts["opened"].count if "opened" in counts else 0,
            "covers": counts["covers"].count if "covers" in counts else 0,
            "takings": sum(row["net"] for row in tenders),
        },
        "items": sales.rows("item"),
        "categories": sales.rows("category"),
        "hours": sales.rows("hour"),
        "waiters": sales.rows("waiter"),
        "sections": sales.rows("section"),
        "vat_rates": sales.rows("vat"),
        "tenders": tenders,
        "adjustments": adjustments_between(connection, day, day, limit=LISTED),
        "cash_ups": counted_purses(connection, day),
        "open_tables": open_tables(connection),
    }


def opened_at(connection: Connection, day: str, otherwise: datetime) -> str:
    """When the day's first order was opened."""
    first = connection.scalar(
        select(orders.c.opened_at)
        .where(orders.c.business_day == day)
        .order_by(orders.c.business_day, orders.c.id)
        .limit(1)
    )
    return (first or otherwise).isoformat()


def adjustments_between(
    connection: Connection, first: str, last: str, *, kind: str | None = None, after: int = 0, limit: int
) -> list[dict[str, Any]]:
    """What was taken off lines, with reasons, oldest first; negative amounts were given back.

    Args:
        after: id of the last row of the page before.
    """
    wanted = (
        _ADJUSTMENTS.where(adjustments.c.business_day.between(first, last), adjustments.c.id > after)
        .order_by(adjustments.c.id)
        .limit(limit)
    )
    if kind is not None:
        wanted = wanted.where(adjustments.c.kind == kind)
    return [_adjustment(row) for row in connection.execute(wanted)]


def adjustments_of_order(connection: Connection, order_id: int) -> list[dict[str, Any]]:
    """What was taken off an order's lines, oldest first."""
    wanted = _ADJUSTMENTS.where(adjustments.c.order_id == order_id).order_by(adjustments.c.id)
    return [_adjustment(row) for row in connection.execute(wanted)]


def _adjustment(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "day": row.business_day,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "order_id": row.order_id,
        "table_label": row.table_label,
        "item": row.item,
        "quantity_milli": row.quantity_milli,
        "amount": row.cents,
        "reason": row.reason,
        "by": row.by_name,
    }


def open_tables(connection: Connection) -> list[dict[str, Any]]:
    """Orders that are not closed: they carry over into the next day."""
    rows = connection.execute(
        select(orders, tables.c.label.label("table_label"), users.c.name.label("owner"))
        .join(tables, tables.c.id == orders.c.table_id)
        .join(users, users.c.id == orders.c.opened_by)
        .where(IS_ACTIVE)
        .order_by(tables.c.number)
    )
    return [
        {
            "order_id": row.id,
            "table_label": row.table_label,
            "waiter": row.owner,
            "opened_at": row.opened_at.isoformat(),
            "total": row.total_cents,
            "unpaid": row.total_cents - row.paid_cents,
        }
        for row in rows
    ]


def kept_report(connection: Connection, *, day: str = "", z_number: int = 0) -> dict[str, Any] | None:
    """A Z as it was made, by its day or its number; None when there is none."""
    if z_number >= 2**31:
        return None
    which = business_days.c.day == day if day else business_days.c.z_number == z_number
    report: dict[str, Any] | None = connection.scalar(select(business_days.c.report).where(which))
    return report


def last_z_number(connection: Connection) -> int:
    """0 when no day was ever closed."""
    return connection.scalar(select(func.max(business_days.c.z_number))) or 0
