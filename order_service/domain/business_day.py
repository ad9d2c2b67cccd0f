"""The day a restaurant lives by.

It begins at the start hour (05:00 local, a setting), not at midnight, and ends when a manager closes it. After that,
what is sold belongs to the next day, even before the start hour. A day that nobody closed ends at the next start hour;
it can be closed later, and then contains just what was sold while it lasted.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.errors import Conflict, Invalid, NotFound

MAX_DAYS = 36_600
"""Longest range a report takes: a hundred years."""


class DayAlreadyClosed(Conflict):
    """Its Z was made."""

    code = "day-already-closed"
    hint = "Read the Z that was made; what is sold now belongs to the next day."


class DayNotBegun(Conflict):
    """The day's start hour is still to come, by the box's clock."""

    code = "day-not-begun"
    hint = "Close it after its start hour; what is sold now is kept for it."


class DayUnknown(NotFound):
    """Nothing happened on that day."""

    code = "day-unknown"
    hint = "Choose a day on which something was sold."


class InvalidDays(Invalid):
    """Not a date, or a range that ends before it begins."""

    code = "invalid-days"
    hint = "Write days like 2026-06-05, the first one first."


def business_day(at: datetime, zone: ZoneInfo, starts_at_hour: int) -> str:
    """The business day of an instant by the clock alone, `YYYY-MM-DD`.

    Args:
        at: aware time.
        zone: the restaurant's.
        starts_at_hour: local wall-clock hour, 0 to 23; on the two days a year when clocks change it stays that hour.
    """
    local = at.astimezone(zone)
    day = local.date() if local.hour >= starts_at_hour else local.date() - timedelta(days=1)
    return day.isoformat()


def current_day(at: datetime, zone: ZoneInfo, starts_at_hour: int, closed_through: str) -> str:
    """The business day that what happens now belongs to.

    Never a closed one: not before the start hour, and not when the clock jumped back.

    Args:
        closed_through: the last day that was closed, `YYYY-MM-DD`; empty when none was.
    """
    by_clock = business_day(at, zone, starts_at_hour)
    if by_clock > closed_through:
        return by_clock
    return day_after(closed_through)


def require_closable(day: str, by_clock: str, closed_through: str) -> None:
    """A day can be closed once, and not before it began.

    Args:
        by_clock: `business_day` of now.

    Raises:
        DayAlreadyClosed: this one or a later one was.
        DayNotBegun: it is still to come.
    """
    if day <= closed_through:
        raise DayAlreadyClosed(f"The day {day} is closed.", day=day, closed_through=closed_through)
    if day > by_clock:
        raise DayNotBegun(f"The day {day} has not begun.", day=day, today=by_clock)


def day_after(day: str) -> str:
    """`2026-06-05` -> `2026-06-06`."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def a_day(text: str) -> str:
    """A day as it was written. Raises InvalidDays on anything but `YYYY-MM-DD`, the years 2000 to 2199."""
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        day = ""
    if day != text or not "2000" <= text[:4] < "2200":
        raise InvalidDays(f"'{text[:20]}' is not a day.")
    return day


def day_range(first: str, last: str) -> tuple[str, str]:
    """A range of days, both included.

    Raises:
        InvalidDays: not days, backwards, or over MAX_DAYS.
    """
    start, end = a_day(first), a_day(last)
    if start > end:
        raise InvalidDays(f"The range begins on {start} and ends before that, on {end}.", first=start, last=end)
    if (date.fromisoformat(end) - date.fromisoformat(start)).days >= MAX_DAYS:
        raise InvalidDays("The range is longer than a hundred years.", first=start, last=end)
    return start, end


def periods_of(first: str, last: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Divide a range into whole months and the days beside them, so that sums of months can be used.

    Returns:
        first and last whole month (`2026-02`, both included; two empty strings when there is none), and the ranges of
        days before and after them.
    """
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    from_month = start if start.day == 1 else _next_month(start)
    after = end + timedelta(days=1)
    to_month = after.replace(day=1)
    if from_month >= to_month:
        return "", "", [(first, last)]
    beside = []
    if start < from_month:
        beside.append((first, (from_month - timedelta(days=1)).isoformat()))
    if to_month < after:
        beside.append((to_month.isoformat(), last))
    return from_month.isoformat()[:7], (to_month - timedelta(days=1)).isoformat()[:7], beside


def local_stamp(at: datetime, zone: ZoneInfo) -> str:
    """What a ticket prints as its time: local, to the second, ISO 8601 without zone."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0).isoformat()


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
