"""Cash-up: a waiter's purse is counted and compared with what it should hold."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from kernel.errors import NotFound
from order_service.domain.business_day import DayNotBegun, a_day
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff, require_manager
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.purses import purses, taken_by_waiter
from order_service.store.tables import MAX_KEY, cash_ups, users
from order_service.store.unit_of_work import UnitOfWork


class WaiterUnknown(NotFound):
    """Nobody has this id."""

    code = "waiter-unknown"
    hint = "Refresh the list of staff."


@dataclass(frozen=True)
class CountPurse:
    """What was counted. Cents; `float_cents` is the change money that was in the purse at the start."""

    waiter_id: int
    float_cents: int
    counted_cents: int
    note: str
    by: Staff
    correlation_id: str
    day: str = ""
    """Empty: the running day."""


def count_purse(unit: UnitOfWork, request: CountPurse, rules: HouseRules) -> dict[str, Any]:
    """Keep a count; a later one of the same day and waiter stands in its place on reports, and both stay in the book.

    Returns:
        the waiter's purse, as the cash-up page shows it.

    Raises:
        ManagersOnly, InvalidDays, WaiterUnknown.
        DayNotBegun: a day in the future.
    """
    require_manager(request.by)
    today = running_day(unit, rules)
    day = a_day(request.day) if request.day else today
    if day > today:
        raise DayNotBegun(f"The day {day} has not begun.", day=day, today=today)
    known = request.waiter_id <= MAX_KEY and unit.connection.scalar(
        select(users.c.id).where(users.c.id == request.waiter_id)
    )
    if not known:
        raise WaiterUnknown(f"There is nobody with the id {request.waiter_id}.")
    cash = taken_by_waiter(unit.connection, day).get(request.waiter_id, {}).get("cash", 0)
    expected = request.float_cents + cash
    kept = {
        "float_cents": request.float_cents,
        "counted_cents": request.counted_cents,
        "expected_cents": expected,
        "difference_cents": request.counted_cents - expected,
    }
    unit.connection.execute(
        insert(cash_ups),
        {
            "business_day": day,
            "waiter_id": request.waiter_id,
            "note": request.note,
            "user_id": request.by.id,
            "at": unit.now,
            **kept,
        },
    )
    record(
        unit,
        request.by.id,
        "purse_counted",
        f"user:{request.waiter_id}",
        {"day": day, **kept},
        reason=request.note,
        correlation_id=request.correlation_id,
    )
    unit.announce("day", day)
    return next(row for row in purses(unit.connection, day) if row["waiter_id"] == request.waiter_id)
