"""Sites as the console sees and changes them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from cloud_license.domain.licence_end import close_of_business, last_day_of
from cloud_license.domain.site import Status, status_of, zone_of
from cloud_license.queries.site_detail import Happening, SiteFacts
from cloud_license.queries.site_list import SitePage
from cloud_license.schemas.common import AnswerBody, OneLine, RequestBody, TimeZone
from cloud_license.store.sites import standing_of
from kernel.heartbeat import FleetHealth

Name = Annotated[OneLine, Field(min_length=1, max_length=80)]
Email = Annotated[OneLine, Field(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$")]
Phone = Annotated[OneLine, Field(max_length=30)]
Note = Annotated[OneLine, Field(max_length=500)]
OfflineHours = Annotated[int, Field(ge=24, le=720)]
Reason = Annotated[OneLine, Field(min_length=1, max_length=300)]


class SiteNew(RequestBody):
    """A restaurant to register."""

    name: Name
    owner_name: Name
    contact_email: Email
    contact_phone: Phone = ""
    note: Note = ""
    """The vendor's own; the restaurant never sees it."""
    time_zone: TimeZone = "Europe/Athens"
    licensed_until: date
    """The last business day that the licence covers; it ends at 05:00 of the next morning there."""
    offline_hours: OfflineHours = 24
    """How long the box works on without reaching the cloud."""


class SiteChange(RequestBody):
    """What is to change; what is left out stays."""

    name: Name | None = None
    owner_name: Name | None = None
    contact_email: Email | None = None
    contact_phone: Phone | None = None
    note: Note | None = None
    time_zone: TimeZone | None = None
    offline_hours: OfflineHours | None = None
    extend: Literal["month", "year"] | None = None
    """A month or a year more, from the licence's end or, when that has passed, from today."""
    licensed_until: date | None = None
    """This last day instead."""

    @model_validator(mode="after")
    def _one_way_to_extend(self) -> Self:
        if self.extend is not None and self.licensed_until is not None:
            raise ValueError("extend or licensed_until, not both")
        return self


class LockRequest(RequestBody):
    """Shut a restaurant."""

    reason: Reason
    """The sentence that the restaurant will read, word for word."""
    when: Literal["now", "close_of_business"] = "now"
    confirm_locks: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Only after `mass-lock-brake`: its `locks`, to say that so many restaurants are really to be shut."""


class UnlockRequest(RequestBody):
    """Let it work again."""

    reason: Annotated[OneLine, Field(max_length=300)] = ""
    """For the timeline."""


class SiteOut(AnswerBody):
    """A site as the list shows it."""

    site_id: str
    name: str
    owner_name: str
    contact_email: str
    contact_phone: str
    note: str
    time_zone: str
    status: Status
    is_locked: bool
    """A lock is in force now."""
    lock_reason: str | None
    lock_at: AwareDatetime | None
    """A lock is planned for, or in force since, this time."""
    is_licensed: bool
    license_expires_at: AwareDatetime
    licensed_until: date
    """The last business day that the licence covers."""
    offline_hours: int
    last_seen_at: AwareDatetime | None
    """None: never."""
    last_seen_ip: str | None
    version: str | None
    uptime_seconds: int | None
    health: FleetHealth | None
    """As of `last_seen_at`; None: never seen."""
    created_at: AwareDatetime


class SiteList(AnswerBody):
    """A page of sites, worst first."""

    sites: list[SiteOut]
    counts: dict[Status, int]
    """How many match the search, by status."""
    matching: int
    """How many match search and status, on all pages."""
    now: AwareDatetime
    """The cloud's clock, for "4 min ago"."""


class KeyOut(AnswerBody):
    """A key in use; what it is, nobody can see any more."""

    id: int
    created_at: AwareDatetime


class SiteDetail(SiteOut):
    """A site's own page."""

    keys: list[KeyOut]
    serial: int
    """Rises with every change that its box is told of."""
    closes_at: AwareDatetime
    """When a lock at close of business would take effect."""
    now: AwareDatetime


class SecretOut(AnswerBody):
    """A key, shown once."""

    site: SiteDetail
    site_id: str
    secret_key: str
    license_keys: str
    """Public keys that the box pins."""
    cloud_url: str
    env: str
    """The lines for the box's `.env`."""


class HappeningOut(AnswerBody):
    """A line of a site's timeline."""

    at: AwareDatetime
    kind: str
    """`heartbeats` of a window of three hours (the last one's facts), or what somebody did: `locked`, ..."""
    who: str
    """'' when nobody did it."""
    reason: str
    details: dict[str, Any] | None
    beats: int
    ip: str
    version: str
    health: FleetHealth | None


class ActionOut(AnswerBody):
    """A line of the audit log."""

    id: int
    at: AwareDatetime
    who: str
    action: str
    site_id: str | None
    site_name: str | None
    reason: str
    details: dict[str, Any]


def site_out(row: Any, now: datetime) -> SiteOut:
    """From a row with presence."""
    return SiteOut.model_validate(_facts(row, now))


def site_list(page: SitePage, now: datetime) -> SiteList:
    """From a page of rows."""
    shown = [site_out(row, now) for row in page.rows]
    return SiteList(sites=shown, counts=page.counts, matching=page.matching, now=now)


def site_detail(facts: SiteFacts, now: datetime) -> SiteDetail:
    """From all that is known."""
    row = facts.row
    own = {
        "keys": [KeyOut(id=key.id, created_at=key.created_at) for key in facts.keys],
        "serial": row.serial,
        "closes_at": close_of_business(now, zone_of(row.time_zone)),
        "now": now,
    }
    return SiteDetail.model_validate(_facts(row, now) | own)


def happening_out(one: Happening) -> HappeningOut:
    """From the query's value."""
    return HappeningOut.model_validate(one)


def _facts(row: Any, now: datetime) -> dict[str, Any]:
    standing = standing_of(row)
    return {
        **row._mapping,
        "status": status_of(standing, row.last_seen_at, now),
        "is_locked": standing.is_shut_by_lock(now),
        "is_licensed": standing.is_licensed(now),
        "licensed_until": last_day_of(row.license_expires_at, zone_of(row.time_zone)),
        "uptime_seconds": row.uptime_s,
    }
