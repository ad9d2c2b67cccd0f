"""The day a restaurant lives by: it starts in the morning, not at midnight."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def business_day(at: datetime, zone: ZoneInfo, starts_at_hour: int) -> str:
    """The business day of an instant, `YYYY-MM-DD`.

    Args:
        at: aware time.
        zone: the restaurant's.
        starts_at_hour: local wall-clock hour, 0 to 23; on the two days a year when clocks change it stays that hour.
    """
    local = at.astimezone(zone)
    day = local.date() if local.hour >= starts_at_hour else local.date() - timedelta(days=1)
    return day.isoformat()


def local_stamp(at: datetime, zone: ZoneInfo) -> str:
    """What a ticket prints as its time: local, to the second, ISO 8601 without zone."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0).isoformat()
