"""Give a site a new key beside its old one, and take the old one away once the box uses the new."""

from sqlalchemy import func, select, update

from cloud_license.commands.register_site import Secret, keep_key
from cloud_license.commands.who import Who
from cloud_license.domain.site_key import MOST_ACTIVE, KeyNotFound, LastKey, TwoKeysActive, new_key
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.sites import site_by_id
from cloud_license.store.tables import site_keys


def add_key(unit: UnitOfWork, who: Who, site_id: str) -> Secret:
    """A further key, shown once.

    Raises:
        SiteNotFound, TwoKeysActive.
    """
    site_by_id(unit.connection, site_id)
    if _in_use(unit, site_id) >= MOST_ACTIVE:
        raise TwoKeysActive("This site has two keys in use.")
    secret = Secret(site_id, new_key())
    keep_key(unit, secret)
    record(unit, who.id, "key_added", site_id, {}, correlation_id=who.correlation_id)
    return secret


def revoke_key(unit: UnitOfWork, who: Who, site_id: str, key_id: int) -> None:
    """A box that still uses it is not recognised any more, which it treats as "unreachable".

    Raises:
        SiteNotFound, KeyNotFound, LastKey.
    """
    site_by_id(unit.connection, site_id)
    mine = (site_keys.c.id == key_id) & (site_keys.c.site_id == site_id) & site_keys.c.revoked_at.is_(None)
    if unit.connection.scalar(select(site_keys.c.id).where(mine)) is None:
        raise KeyNotFound("This site has no such key in use.")
    if _in_use(unit, site_id) == 1:
        raise LastKey("This is the site's last key.")
    unit.connection.execute(update(site_keys).where(mine).values(revoked_at=unit.now))
    record(unit, who.id, "key_revoked", site_id, {"key_id": key_id}, correlation_id=who.correlation_id)


def _in_use(unit: UnitOfWork, site_id: str) -> int:
    mine = (site_keys.c.site_id == site_id) & site_keys.c.revoked_at.is_(None)
    return unit.connection.scalar(select(func.count()).select_from(site_keys).where(mine)) or 0
