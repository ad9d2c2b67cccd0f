"""What a round needs to know of the restaurant."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.messages import Logo
from order_service.domain.business_day import business_day, day_after


@dataclass(frozen=True)
class HouseRules:
    """Settings of the restaurant that rules depend on.

    Attributes:
        zone: local time.
        day_starts_at_hour: local hour at which a business day begins.
        hour_before, hour_since: what that hour was for days before `hour_since`, while a change of it is young.
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
    hour_before: int = 5
    hour_since: str = ""

    def day_of(self, at: datetime) -> str:
        """The day of an instant by the clock alone; commands ask `running_day`, which knows what was closed."""
        return business_day(at, self.zone, self.hour_at(at))

    def hour_at(self, at: datetime) -> int:
        """The hour at which the business day of that calendar day begins."""
        return self.hour_on(at.astimezone(self.zone).date().isoformat())

    def hour_on(self, day: str) -> int:
        """The hour at which the business day `YYYY-MM-DD` begins."""
        return self.day_starts_at_hour if day >= self.hour_since else self.hour_before

    def starting_at(self, hour: int, now: datetime) -> "HouseRules":
        """The same with another start hour, from the next day on that has not begun by either hour.

        The day that runs at `now` stays what it is, and so does all that was kept under it.
        """
        if hour == self.day_starts_at_hour:
            return self
        today = self.day_of(now)
        since = day_after(today)
        local = now.astimezone(self.zone)
        if local.date().isoformat() >= since and local.hour >= hour:  # after midnight, and past the new hour
            since = day_after(since)
        return replace(self, day_starts_at_hour=hour, hour_before=self.hour_on(today), hour_since=since)
