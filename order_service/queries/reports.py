"""The manager's reports on days and ranges of days."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from order_service.domain.business_day import DayUnknown, a_day, day_range
from order_service.domain.house_rules import HouseRules
from order_service.domain.sales import Dimension, Sales, as_report
from order_service.store.business_days import day_at
from order_service.store.day_report import adjustments_between, day_report, kept_report
from order_service.store.purses import purses
from order_service.store.sales import open_sales, sales_between
from order_service.store.tables import business_days, users


def x_report(connection: Connection, now: datetime, rules: HouseRules) -> dict[str, Any]:
    """The running day as it stands; changes nothing."""
    day = day_at(connection, now, rules)
    sales = open_sales(connection, day, day).get(day, Sales())
    return day_report(connection, "x", day, sales, now)


def shift_report(connection: Connection, day: str, now: datetime, rules: HouseRules) -> dict[str, Any]:
    """A day's report: its Z when it is closed, else how it stands. An empty `day` is the running one.

    Raises:
        InvalidDays.
        DayUnknown: nothing happened on it, or it is still to come.
    """
    running = day_at(connection, now, rules)
    if not day or day == running:
        return x_report(connection, now, rules)
    if (kept := kept_report(connection, day=a_day(day))) is not None:
        return kept
    sales = open_sales(connection, day, day).get(day)
    if sales is None or day > running:
        raise DayUnknown(f"Nothing happened on {day}.", day=day)
    return day_report(connection, "x", day, sales, now)


def z_report(connection: Connection, z_number: int) -> dict[str, Any]:
    """A Z by its number. Raises DayUnknown."""
    kept = kept_report(connection, z_number=z_number)
    if kept is None:
        raise DayUnknown(f"There is no Z {z_number}.", z_number=z_number)
    return kept


def z_list(connection: Connection, before: int, limit: int) -> list[dict[str, Any]]:
    """Closed days, the latest first, from below the number `before`."""
    rows = connection.execute(
        select(business_days, users.c.name.label("by_name"))
        .join(users, users.c.id == business_days.c.closed_by)
        .where(business_days.c.z_number < min(before, 2**31 - 1))
        .order_by(business_days.c.z_number.desc())
        .limit(limit)
    )
    return [
        {
            "day": row.day,
            "z_number": row.z_number,
            "closed_at": row.closed_at,
            "closed_by": row.by_name,
            "net": row.report["totals"]["net"],
            "takings": row.report["totals"]["takings"],
        }
        for row in rows
    ]


def sales_report(connection: Connection, first: str, last: str, dimension: Dimension) -> dict[str, Any]:
    """What was sold in a range of days, by one dimension. Raises InvalidDays."""
    start, end = day_range(first, last)
    sales = sales_between(connection, start, end, dimension)
    return {
        "first_day": start,
        "last_day": end,
        "by": dimension,
        "total": as_report(sales.total()),
        "rows": sales.rows(dimension),
    }


def adjustments_report(
    connection: Connection, first: str, last: str, kind: str | None, after: int, limit: int
) -> list[dict[str, Any]]:
    """Voids, comps and discounts of a range of days, oldest first. Raises InvalidDays."""
    start, end = day_range(first, last)
    return adjustments_between(connection, start, end, kind=kind, after=min(after, 2**31 - 1), limit=limit)


def cash_up_page(connection: Connection, day: str, now: datetime, rules: HouseRules) -> dict[str, Any]:
    """Everybody's purse on a day. Raises InvalidDays."""
    day = a_day(day) if day else day_at(connection, now, rules)
    return {"day": day, "purses": purses(connection, day)}
