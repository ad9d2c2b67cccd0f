"""A sysadmin chooses another password; sessions made before are over."""

from sqlalchemy import update

from cloud_license.commands.who import Who
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import admins


def change_password(unit: UnitOfWork, who: Who, password_hash: str) -> int:
    """Keep it; returns the version that sessions have from now on."""
    mine = admins.c.id == who.id
    changed = update(admins).where(mine).values(password_hash=password_hash, token_version=admins.c.token_version + 1)
    version: int = unit.connection.execute(changed.returning(admins.c.token_version)).scalar_one()
    record(unit, who.id, "password_changed", None, {}, correlation_id=who.correlation_id)
    return version
