"""What a round needs to know of the restaurant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.messages import Logo
from order_service.domain.business_day import business_day


@dataclass(frozen=True)
class HouseRules:
    """Settings of the restaurant that rules depend on.

    Attributes:
        zone: local time.
        day_starts_at_hour: local hour at which a business day begins.
        stale_after: age from which a ticket is not printed blind.
        waiters_may_discount: waiters give discounts and free lines on their own tables; else managers only.
        restaurant_name, restaurant_details, logo: what a pre-bill says on top.
    """

    zone: ZoneInfo
    day_starts_at_hour: int = 5
    stale_after: timedelta = timedelta(minutes=10)
    waiters_may_discount: bool = False
    restaurant_name: str = ""
    restaurant_details: str = ""
    logo: Logo | None = None

    def day_of(self, at: datetime) -> str:
        """The day of an instant by the clock alone; commands ask `running_day`, which knows what was closed."""
        return business_day(at, self.zone, self.day_starts_at_hour)
