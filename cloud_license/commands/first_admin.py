"""The first sysadmin, from the settings, on the first start; there is no default password."""

from collections.abc import Callable

from sqlalchemy import insert, select

from cloud_license.domain.passwords import WeakPassword, require_strong
from cloud_license.store.admins import username_key
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import admins
from kernel.errors import CannotStart


def ensure_admin(unit: UnitOfWork, username: str, password: str, hashed: Callable[[str], str]) -> None:
    """Make the first sysadmin if there is none.

    Raises:
        CannotStart: there is none, and ADMIN_USERNAME or ADMIN_PASSWORD is missing or weak.
    """
    if unit.connection.scalar(select(admins.c.id).limit(1)) is not None:
        return
    name = username_key(username)
    if not name or not password:
        raise CannotStart(
            "There is no sysadmin yet. Set ADMIN_USERNAME and ADMIN_PASSWORD (12 characters or more) once."
        )
    try:
        require_strong(password, name)
    except WeakPassword as error:
        raise CannotStart(f"ADMIN_PASSWORD is too weak: {error.detail} {error.hint}") from None
    row = {"username": name, "password_hash": hashed(password), "role": "sysadmin", "created_at": unit.now}
    unit.connection.execute(insert(admins), row)
