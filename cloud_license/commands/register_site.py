"""Register a site: its id and its first key, shown once."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert

from cloud_license.commands.who import Who
from cloud_license.domain.licence_end import business_day, end_of_day, require_near
from cloud_license.domain.site import zone_of
from cloud_license.domain.site_key import key_hash, new_key
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.sites import search_key
from cloud_license.store.tables import site_keys, sites


@dataclass(frozen=True)
class NewSite:
    """What the vendor knows of a restaurant."""

    name: str
    owner_name: str
    contact_email: str
    contact_phone: str
    note: str
    time_zone: str
    licensed_until: date
    offline_hours: int


@dataclass(frozen=True)
class Secret:
    """A site's id and a key that is kept nowhere."""

    site_id: str
    key: str


def register_site(unit: UnitOfWork, who: Who, new: NewSite) -> Secret:
    """Keep the site.

    Raises:
        TooFarAhead: nobody pays that far ahead.
    """
    zone = zone_of(new.time_zone)
    until = require_near(new.licensed_until, business_day(unit.now, zone))
    secret = Secret(uuid.uuid4().hex, new_key())  # a UUID without dashes: it is a level of MQTT topics at the site
    unit.connection.execute(
        insert(sites),
        {
            "site_id": secret.site_id,
            "name": new.name,
            "owner_name": new.owner_name,
            "contact_email": new.contact_email,
            "contact_phone": new.contact_phone,
            "note": new.note,
            "time_zone": new.time_zone,
            "search_key": search_key(new.name, new.owner_name, new.contact_email, secret.site_id),
            "license_expires_at": end_of_day(until, zone),
            "offline_hours": new.offline_hours,
            "created_at": unit.now,
        },
    )
    keep_key(unit, secret)
    details = {"name": new.name, "licensed_until": until.isoformat()}
    record(unit, who.id, "registered", secret.site_id, details, correlation_id=who.correlation_id)
    return secret


def keep_key(unit: UnitOfWork, secret: Secret) -> None:
    """Keep the key's hash."""
    row = {"site_id": secret.site_id, "secret_key_hash": key_hash(secret.key), "created_at": unit.now}
    unit.connection.execute(insert(site_keys), row)
