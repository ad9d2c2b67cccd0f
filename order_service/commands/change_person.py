"""Another name, role, PIN or help for a member of staff; deactivation that cuts access."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from order_service.commands.assign_help import helped_by, set_helps
from order_service.commands.hire_person import free_username
from order_service.domain.permissions import Role, Staff
from order_service.domain.pins import require_digits
from order_service.domain.staffing import (
    PersonNotFound,
    require_pin_for_promotion,
    require_rank,
    require_somebody_manages,
)
from order_service.store.audit import record
from order_service.store.devices import forget_devices, forget_failures
from order_service.store.pins import NewPin
from order_service.store.tables import users
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PersonChange:
    """What is None stays as it is."""

    username: str | None = None
    name: str | None = None
    role: Role | None = None
    is_active: bool | None = None
    pin: NewPin | None = None
    helps: tuple[int, ...] | None = None


def change_person(unit: UnitOfWork, user_id: int, change: PersonChange, by: Staff, correlation_id: str) -> None:
    """Keep the change. A new PIN or a deactivation ends every session of that person.

    Raises:
        PersonNotFound, SysadminsOnly, UsernameTaken, PinTooShort, NewPinNeeded, LastManager, HelpsOneself.
    """
    before = unit.connection.execute(select(users).where(users.c.id == user_id)).one_or_none()
    if before is None:
        raise PersonNotFound(f"There is nobody with the id {user_id}.")
    role: Role = change.role or before.role
    require_rank(by, before.role, role)
    require_pin_for_promotion(before.role, role, has_new_pin=change.pin is not None)
    values: dict[str, Any] = {"role": role}
    if change.username is not None:
        values["username"] = free_username(unit, change.username, user_id)
    if change.name is not None:
        values["name"] = change.name
    if change.is_active is not None:
        values["is_active"] = change.is_active
    if change.pin is not None:
        require_digits(change.pin.digits, role)
        values["pin_hash"] = change.pin.hash
    if change.pin is not None or (before.is_active and change.is_active is False):
        values["token_version"] = before.token_version + 1
    helped = sorted(helped_by(unit, user_id))
    unit.connection.execute(update(users).where(users.c.id == user_id).values(**values))
    require_somebody_manages(unit.connection.scalars(select(users.c.role).where(users.c.is_active)))
    helps = () if change.is_active is False else change.helps
    if helps is not None:
        set_helps(unit, user_id, helps)
    if change.pin is not None:
        forget_failures(unit, before.username, user_id)
    if change.is_active is False:
        forget_devices(unit, user_id)
    _note(unit, before, values, (helped, helps), change, by, correlation_id)
    unit.announce("staff", user_id)


def dismiss_person(unit: UnitOfWork, user_id: int, by: Staff, correlation_id: str) -> None:
    """Deactivate; what they did stays in the books, and who helped them keeps their tables.

    Raises:
        PersonNotFound, SysadminsOnly, LastManager.
    """
    change_person(unit, user_id, PersonChange(is_active=False), by, correlation_id)


def _note(
    unit: UnitOfWork,
    before: Any,
    values: dict[str, Any],
    helps: tuple[list[int], tuple[int, ...] | None],
    change: PersonChange,
    by: Staff,
    correlation_id: str,
) -> None:
    shown = [name for name in ("username", "name", "role", "is_active") if name in values]
    changed = [name for name in shown if getattr(before, name) != values[name]]
    details: dict[str, Any] = {
        "before": {name: getattr(before, name) for name in changed},
        "after": {name: values[name] for name in changed},
    }
    helped, helps_now = helps
    if helps_now is not None and sorted(set(helps_now)) != helped:
        details["before"]["helps"] = helped
        details["after"]["helps"] = sorted(set(helps_now))
    if change.pin is not None:
        details["pin"] = "reset"
    action = "person_dismissed" if before.is_active and change.is_active is False else "person_changed"
    record(unit, by.id, action, f"user:{before.id}", details, correlation_id=correlation_id)
