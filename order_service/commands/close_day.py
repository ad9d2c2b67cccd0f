"""Close a business day: its Z report is made, numbered and kept; what is sold from now on belongs to the next day."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from order_service.domain.business_day import DayUnknown, a_day, day_after, require_closable
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff, require_manager
from order_service.domain.sales import Sales
from order_service.store.audit import record
from order_service.store.business_days import closed_through, running_day
from order_service.store.day_report import day_report, last_z_number
from order_service.store.menu import menu_changed
from order_service.store.sales import keep_totals, open_sales
from order_service.store.tables import business_days
from order_service.store.unit_of_work import UnitOfWork

FIRST_DAY = "2000-01-01"


def close_day(unit: UnitOfWork, day: str, by: Staff, rules: HouseRules, correlation_id: str) -> dict[str, Any]:
    """Make the Z of a day. Days before it that nobody closed get a Z of their own first.

    Open tables stay open: what was sent so far is in this Z, what follows is in the next.

    Returns:
        the report of `day`, as it is kept.

    Raises:
        ManagersOnly, InvalidDays, DayAlreadyClosed, DayNotBegun.
        DayUnknown: a past day on which nothing happened.
    """
    require_manager(by)
    closed = closed_through(unit.connection)
    require_closable(a_day(day), rules.day_of(unit.now), closed)
    found = open_sales(unit.connection, day_after(closed) if closed else FIRST_DAY, day)
    if day not in found and day != running_day(unit, rules):
        raise DayUnknown(f"Nothing happened on {day}.", day=day)
    last = last_z_number(unit.connection)
    report: dict[str, Any] = {}
    for number, one in enumerate(sorted({*found, day}), last + 1):
        report = _close(unit, one, number, found.get(one, Sales()), by)
        record(
            unit,
            by.id,
            "day_closed",
            f"day:{one}",
            {
                "z_number": number,
                "net_cents": report["totals"]["net"],
                "takings_cents": report["totals"]["takings"],
                "open_tables": len(report["open_tables"]),
            },
            correlation_id=correlation_id,
        )
    unit.closed_through = day
    menu_changed(unit)  # what was out for the day is back
    unit.announce("day", day, report["z_number"])
    return report


def _close(unit: UnitOfWork, day: str, number: int, sales: Sales, by: Staff) -> dict[str, Any]:
    report = day_report(unit.connection, "z", day, sales, unit.now)
    report |= {"z_number": number, "closed_by": {"id": by.id, "name": by.name}}
    keep_totals(unit.connection, day, sales)
    unit.connection.execute(
        insert(business_days),
        {
            "day": day,
            "z_number": number,
            "opened_at": datetime.fromisoformat(report["opened_at"]),
            "closed_at": unit.now,
            "closed_by": by.id,
            "report": report,
        },
    )
    return report
