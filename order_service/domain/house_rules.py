"""What a round needs to know of the restaurant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from order_service.domain.business_day import business_day


@dataclass(frozen=True)
class HouseRules:
    """Settings of the restaurant that rules depend on.

    Attributes:
        zone: local time.
        day_starts_at_hour: local hour at which a business day begins.
        stale_after: age from which a ticket is not printed blind.
    """

    zone: ZoneInfo
    day_starts_at_hour: int = 5
    stale_after: timedelta = timedelta(minutes=10)

    def day_of(self, at: datetime) -> str:
        """The business day of an instant, `YYYY-MM-DD`."""
        return business_day(at, self.zone, self.day_starts_at_hour)
