"""When a licence ends and when a restaurant's day does: always at the site's own 05:00, never in mid-service."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kernel.errors import Invalid

DAY_ENDS_AT = time(5)
FARTHEST_YEARS = 20


class TooFarAhead(Invalid):
    """The last day lies further ahead than anybody pays for."""

    code = "licence-too-far-ahead"
    hint = f"Choose a day within {FARTHEST_YEARS} years."


def end_of_day(last_day: date, zone: ZoneInfo) -> datetime:
    """The end of a business day, aware UTC: 05:00 of the next morning there."""
    return datetime.combine(last_day + timedelta(days=1), DAY_ENDS_AT, zone).astimezone(UTC)


def last_day_of(expires_at: datetime, zone: ZoneInfo) -> date:
    """The reverse: the last business day that a licence covers."""
    return business_day(expires_at - timedelta(seconds=1), zone)


def business_day(now: datetime, zone: ZoneInfo) -> date:
    """The business day that `now` belongs to there."""
    local = now.astimezone(zone)
    return local.date() if local.time() >= DAY_ENDS_AT else local.date() - timedelta(days=1)


def close_of_business(now: datetime, zone: ZoneInfo) -> datetime:
    """The next 05:00 there, aware UTC."""
    return end_of_day(business_day(now, zone), zone)


def a_month_on(day: date) -> date:
    """The same day of the next month, or its last one."""
    return _months_on(day, 1)


def a_year_on(day: date) -> date:
    """The same day of the next year, or the last of February."""
    return _months_on(day, 12)


def require_near(last_day: date, today: date) -> date:
    """Raises TooFarAhead."""
    if last_day > _months_on(today, 12 * FARTHEST_YEARS):
        raise TooFarAhead(f"{last_day.isoformat()} is more than {FARTHEST_YEARS} years ahead.")
    return last_day


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
