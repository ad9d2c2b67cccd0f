"""What each waiter took on a day, and what was counted in their purse."""

from typing import Any

from sqlalchemy import Connection, func, select

from order_service.store.tables import cash_ups, order_items, payments, users


def taken_by_waiter(connection: Connection, day: str) -> dict[int, dict[str, int]]:
    """Cents by waiter and tender: taken on the day less given back on it. Two reads."""
    taken: dict[int, dict[str, int]] = {}
    for sign, column in ((1, payments.c.business_day), (-1, payments.c.taken_back_day)):
        rows = connection.execute(
            select(payments.c.taken_by, payments.c.tender, func.sum(payments.c.amount_cents).label("cents"))
            .where(column == day)
            .group_by(payments.c.taken_by, payments.c.tender)
        )
        for row in rows:
            purse = taken.setdefault(row.taken_by, {})
            purse[row.tender] = purse.get(row.tender, 0) + sign * int(row.cents)
    return taken


def counted_purses(connection: Connection, day: str) -> list[dict[str, Any]]:
    """The last count of each waiter's purse on a day. One read."""
    counter = users.alias("counter")
    rows = connection.execute(
        select(cash_ups, users.c.name.label("waiter"), counter.c.name.label("by_name"))
        .join(users, users.c.id == cash_ups.c.waiter_id)
        .join(counter, counter.c.id == cash_ups.c.user_id)
        .where(cash_ups.c.business_day == day)
        .order_by(cash_ups.c.id)
    )
    last = {
        row.waiter_id: {
            "waiter_id": row.waiter_id,
            "waiter": row.waiter,
            "float": row.float_cents,
            "expected": row.expected_cents,
            "counted": row.counted_cents,
            "difference": row.difference_cents,
            "note": row.note,
            "by": row.by_name,
            "at": row.at.isoformat(),
        }
        for row in rows
    }
    return [last[key] for key in sorted(last)]


def purses(connection: Connection, day: str) -> list[dict[str, Any]]:
    """Everybody who sold or took money on a day or was counted: what they took, and the last count. Five reads."""
    taken = taken_by_waiter(connection, day)
    counted = {row["waiter_id"]: row for row in counted_purses(connection, day)}
    sold = connection.scalars(select(order_items.c.waiter_id).where(order_items.c.business_day == day).distinct())
    people = sorted({*taken, *counted, *(one for one in sold if one is not None)})
    names = {row.id: row.name for row in connection.execute(select(users.c.id, users.c.name))}
    uncounted = {"float": None, "expected": None, "counted": None, "difference": None, "note": "", "by": "", "at": None}
    return [
        {
            "waiter_id": person,
            "waiter": names[person],
            "cash": taken.get(person, {}).get("cash", 0),
            "card": taken.get(person, {}).get("card", 0),
            "other": taken.get(person, {}).get("other", 0),
        }
        | uncounted
        | counted.get(person, {})
        for person in people
    ]
