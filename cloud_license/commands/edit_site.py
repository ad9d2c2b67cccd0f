"""Correct what is known of a site, and let its licence last longer (or shorter)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import update

from cloud_license.commands.who import Who
from cloud_license.domain.licence_end import (
    a_month_on,
    a_year_on,
    business_day,
    end_of_day,
    last_day_of,
    require_near,
)
from cloud_license.domain.site import zone_of
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.sites import change_site, search_key, site_by_id, standing_of
from cloud_license.store.tables import sites

Extension = Literal["month", "year"]

_FOR_THE_BOX = {"offline_hours", "license_expires_at"}
"""What a lease tells; the rest is the vendor's own."""


@dataclass(frozen=True)
class Edit:
    """What is to change; None leaves it.

    Attributes:
        extend: a month or a year more, counted from the licence's end or, when that has passed, from today.
        licensed_until: this last day instead, later or earlier than before.
    """

    facts: dict[str, Any]
    extend: Extension | None = None
    licensed_until: date | None = None


def edit_site(unit: UnitOfWork, who: Who, site_id: str, edit: Edit) -> None:
    """Keep what differs; each kind of change has its line in the audit.

    Raises:
        SiteNotFound, TooFarAhead.
    """
    row = site_by_id(unit.connection, site_id)
    facts = {name: value for name, value in edit.facts.items() if value is not None and value != getattr(row, name)}
    zone = zone_of(facts.get("time_zone", row.time_zone))
    before, today = last_day_of(row.license_expires_at, zone_of(row.time_zone)), business_day(unit.now, zone)
    until = _last_day(edit, before, today)
    changed = dict(facts)
    if end_of_day(until, zone) != row.license_expires_at:
        changed["license_expires_at"] = end_of_day(until, zone)
    if not changed:
        return
    named = {name: facts.get(name, getattr(row, name)) for name in ("name", "owner_name", "contact_email")}
    changed["search_key"] = search_key(*named.values(), site_id)
    if changed.keys() & _FOR_THE_BOX:
        change_site(unit, standing_of(row), **changed)
    else:
        unit.connection.execute(update(sites).where(sites.c.site_id == site_id).values(**changed))
    if facts:
        old_and_new = {name: [getattr(row, name), value] for name, value in facts.items()}
        record(unit, who.id, "edited", site_id, old_and_new, correlation_id=who.correlation_id)
    if until != before:
        days = {"from": before.isoformat(), "licensed_until": until.isoformat()}
        action = "extended" if until > before else "shortened"
        record(unit, who.id, action, site_id, days, correlation_id=who.correlation_id)


def _last_day(edit: Edit, before: date, today: date) -> date:
    if edit.licensed_until is not None:
        return require_near(edit.licensed_until, today)
    if edit.extend is None:
        return before
    start = max(before, today)
    return require_near(a_month_on(start) if edit.extend == "month" else a_year_on(start), today)
