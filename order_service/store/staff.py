"""Members of staff as the book has them."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, select

from order_service.domain.permissions import Role, Staff
from order_service.store.tables import assistant_assignments, users


@dataclass(frozen=True)
class Account:
    """A person who signs in."""

    staff: Staff
    username: str
    pin_hash: str
    is_active: bool
    token_version: int


def account_by_username(connection: Connection, username: str) -> Account | None:
    """None when nobody has that name."""
    return _account(connection, users.c.username == username_key(username))


def username_key(username: str) -> str:
    """A sign-in name as it is kept: one way to write each letter, lower case."""
    return unicodedata.normalize("NFKC", username).casefold()


def account_by_id(connection: Connection, user_id: int) -> Account | None:
    """None when there is no such person."""
    return _account(connection, users.c.id == user_id)


def signed_in_versions(connection: Connection) -> frozenset[tuple[int, int]]:
    """Id and token version of everybody who may work."""
    rows = connection.execute(select(users.c.id, users.c.token_version).where(users.c.is_active))
    return frozenset((row.id, row.token_version) for row in rows)


def _account(connection: Connection, condition: object) -> Account | None:
    row = connection.execute(select(users).where(condition)).one_or_none()  # type: ignore[arg-type]  # a column condition
    if row is None:
        return None
    assists = connection.scalars(
        select(assistant_assignments.c.waiter_id).where(assistant_assignments.c.assistant_id == row.id)
    )
    role: Role = row.role
    return Account(
        Staff(row.id, row.name, role, frozenset(assists)), row.username, row.pin_hash, row.is_active, row.token_version
    )
