"""The vendor's own people."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from cloud_license.store.tables import admins


@dataclass(frozen=True)
class Admin:
    """Somebody who may use the console."""

    id: int
    username: str
    role: str
    password_hash: str
    token_version: int


_COLUMNS = (admins.c.id, admins.c.username, admins.c.role, admins.c.password_hash, admins.c.token_version)


def username_key(typed: str) -> str:
    """Names differ neither in case nor in the spaces around them."""
    return typed.strip().casefold()


def admin_by_username(connection: Connection, typed: str) -> Admin | None:
    """Who has this name and may still sign in."""
    query = select(*_COLUMNS).where(admins.c.username == username_key(typed), admins.c.is_active)
    row = connection.execute(query).one_or_none()
    return None if row is None else Admin(*row)


def admin_by_id(connection: Connection, admin_id: int) -> Admin | None:
    """The same by id."""
    row = connection.execute(select(*_COLUMNS).where(admins.c.id == admin_id, admins.c.is_active)).one_or_none()
    return None if row is None else Admin(*row)
