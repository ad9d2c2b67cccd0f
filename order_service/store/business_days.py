"""Closed days, and the day that runs now."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from order_service.domain.business_day import current_day
from order_service.domain.house_rules import HouseRules
from order_service.store.tables import business_days
from order_service.store.unit_of_work import UnitOfWork

_CLOSED_THROUGH = select(func.max(business_days.c.day))


def closed_through(connection: Connection) -> str:
    """The last day that was closed; empty when none was."""
    return connection.scalar(_CLOSED_THROUGH) or ""


def day_at(connection: Connection, now: datetime, rules: HouseRules) -> str:
    """The business day that runs at `now`."""
    return current_day(now, rules.zone, rules.hour_at(now), closed_through(connection))


def running_day(unit: UnitOfWork, rules: HouseRules) -> str:
    """The business day that what this command does belongs to. One read a command, however often it is asked."""
    if unit.closed_through is None:
        unit.closed_through = closed_through(unit.connection)
    return current_day(unit.now, rules.zone, rules.hour_at(unit.now), unit.closed_through)
