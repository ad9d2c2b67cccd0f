"""Who may change whom, and what the house can't do without."""

from collections.abc import Iterable

from kernel.errors import Conflict, Invalid, NotFound
from order_service.domain.permissions import MANAGING, Role, Staff, require_sysadmin


class PersonNotFound(NotFound):
    """No such member of staff, or not working here any more."""

    code = "person-not-found"
    hint = "Refresh the list of staff."


class UsernameTaken(Conflict):
    """Somebody signs in under that name."""

    code = "username-taken"
    hint = "Choose another name to sign in with; people who left keep theirs."


class LastManager(Conflict):
    """Nobody could manage the house any more."""

    code = "last-manager"
    hint = "Make somebody else a manager first."


class NewPinNeeded(Invalid):
    """Whoever starts to manage needs a longer PIN."""

    code = "new-pin-needed"
    hint = "Give a new PIN of 6 digits or more together with the new role."


class HelpsOneself(Invalid):
    """Nobody is their own assistant."""

    code = "helps-oneself"
    hint = "Choose colleagues."


def require_rank(by: Staff, *roles: Role) -> None:
    """Only a sysadmin makes, changes or dismisses one: a manager can't give themselves the right to lock the box.

    Raises:
        SysadminsOnly.
    """
    if "sysadmin" in roles:
        require_sysadmin(by)


def require_somebody_manages(roles_of_the_active: Iterable[Role]) -> None:
    """Raises LastManager."""
    if not MANAGING & set(roles_of_the_active):
        raise LastManager("Without this person nobody could manage the house.")


def require_pin_for_promotion(before: Role, after: Role, *, has_new_pin: bool) -> None:
    """A PIN's length is not kept, so a promotion asks for a new one.

    Raises:
        NewPinNeeded.
    """
    if after in MANAGING and before not in MANAGING and not has_new_pin:
        raise NewPinNeeded(f"A {after} needs a longer PIN.")
