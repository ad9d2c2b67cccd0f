"""Settings of everything that reads or writes the book."""

from datetime import timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from kernel.settings import SiteSettings
from order_service.domain.house_rules import HouseRules
from order_service.store.logo_file import read_logo


class OrderServiceSettings(SiteSettings):
    """Where the book is and the restaurant's rules."""

    database_url: str = Field("", validation_alias="DATABASE_URL")
    """`postgresql://user:password@host/name`; empty means SQLite, `pos.db` in the data folder."""

    timezone: str = Field("Europe/Athens", validation_alias="POS_TIMEZONE")
    """The restaurant's time zone, a name of the IANA database."""

    day_starts_at_hour: int = Field(5, ge=0, le=23, validation_alias="POS_DAY_STARTS_AT_HOUR")
    """Local hour at which a business day begins, until a manager sets another on the screen."""

    stale_after_s: int = Field(600, ge=30, le=86_400, validation_alias="POS_TICKET_STALE_AFTER_S")
    """Age in seconds from which a ticket is not printed blind any more."""

    alert_after_s: float = Field(8.0, ge=1, le=60, validation_alias="POS_TICKET_ALERT_AFTER_S")
    """Seconds that a ticket may take to paper before its sender and the managers are told."""

    waiters_may_discount: bool = Field(False, validation_alias="POS_WAITERS_MAY_DISCOUNT")
    """Waiters may discount on their own tables, else managers only; until a manager decides it on the screen."""

    restaurant_name: str = Field("", max_length=60, validation_alias="POS_RESTAURANT_NAME")
    """The restaurant's name, on top of every pre-bill, until a manager sets it on the screen."""

    restaurant_details: str = Field("", max_length=120, validation_alias="POS_RESTAURANT_DETAILS")
    """Address and telephone, below the name on a pre-bill, until a manager sets them on the screen."""

    restaurant_logo: Path | None = Field(None, validation_alias="POS_RESTAURANT_LOGO")
    """Picture for the top of pre-bills, PNG, JPEG or WebP: made black and white, at most 400 x 160 dots."""

    order_service: Literal["inside", "beside"] = Field("inside", validation_alias="POS_ORDER_SERVICE")
    """Where relay, results and stuck jobs run: inside the API's process, or beside it as `pos order-service`."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"'{name}' is not a time zone; write one like Europe/Athens") from None
        return name

    @property
    def database_path(self) -> Path:
        """The SQLite file, when no DATABASE_URL is given."""
        return self.data_dir / "pos.db"

    @property
    def house_rules(self) -> HouseRules:
        """As the domain reads them.

        Raises:
            CannotStart: the logo is no picture.
        """
        return HouseRules(
            ZoneInfo(self.timezone),
            self.day_starts_at_hour,
            timedelta(seconds=self.stale_after_s),
            self.waiters_may_discount,
            self.restaurant_name,
            self.restaurant_details,
            read_logo(self.restaurant_logo) if self.restaurant_logo is not None else None,
        )
