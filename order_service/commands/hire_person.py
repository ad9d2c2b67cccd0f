"""A new member of staff."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from order_service.commands.assign_help import set_helps
from order_service.domain.permissions import Role, Staff
from order_service.domain.pins import require_digits
from order_service.domain.staffing import UsernameTaken, require_rank
from order_service.store.audit import record
from order_service.store.pins import NewPin
from order_service.store.staff import username_key
from order_service.store.tables import users
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewPerson:
    """Who starts to work here; `helps` are ids of colleagues whose tables are theirs too."""

    username: str
    name: str
    role: Role
    pin: NewPin
    helps: tuple[int, ...] = ()


def hire_person(unit: UnitOfWork, new: NewPerson, by: Staff | None, correlation_id: str) -> int:
    """Write the person down; returns the id.

    Args:
        by: None is whoever owns the box itself, and may hire anybody.

    Raises:
        SysadminsOnly, PinTooShort, UsernameTaken, PersonNotFound, HelpsOneself.
    """
    if by is not None:
        require_rank(by, new.role)
    require_digits(new.pin.digits, new.role)
    username = free_username(unit, new.username, None)
    row = {
        "username": username,
        "name": new.name,
        "pin_hash": new.pin.hash,
        "role": new.role,
        "created_at": unit.now,
    }
    user_id: int = unit.connection.execute(insert(users).returning(users.c.id), row).scalar_one()
    set_helps(unit, user_id, new.helps)
    details = {"username": username, "name": new.name, "role": new.role, "helps": sorted(set(new.helps))}
    record(
        unit, None if by is None else by.id, "person_hired", f"user:{user_id}", details, correlation_id=correlation_id
    )
    unit.announce("staff", user_id)
    return user_id


def free_username(unit: UnitOfWork, wanted: str, of: int | None) -> str:
    """The name as it is kept, if nobody but person `of` has it.

    Raises:
        UsernameTaken.
    """
    username = username_key(wanted)
    holder = unit.connection.scalar(select(users.c.id).where(users.c.username == username))
    if holder not in (None, of):
        raise UsernameTaken(f"Somebody signs in as '{username}' already.", username=username)
    return username
