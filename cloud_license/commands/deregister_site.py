"""Deregister a site: its boxes get a tombstone. Nothing is erased, for they must still be known to be told."""

from cloud_license.commands.who import Who
from cloud_license.domain.site import NameDoesNotMatch
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.sites import change_site, site_by_id, standing_of


def deregister_site(unit: UnitOfWork, who: Who, site_id: str, typed_name: str) -> None:
    """End it for good; a site that comes back is registered anew.

    Args:
        typed_name: the site's name as a person typed it to confirm.

    Raises:
        SiteNotFound, NameDoesNotMatch.
    """
    row = site_by_id(unit.connection, site_id)
    if typed_name.strip() != row.name:
        raise NameDoesNotMatch("The name that was typed is not this site's.")
    change_site(unit, standing_of(row), is_active=False, deregistered_at=unit.now)
    record(unit, who.id, "deregistered", site_id, {"name": row.name}, correlation_id=who.correlation_id)
