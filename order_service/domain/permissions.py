"""Who may act on what."""

from dataclasses import dataclass
from typing import Final, Literal

from kernel.errors import NotAllowed

Role = Literal["waiter", "manager", "sysadmin"]

MANAGING: Final[frozenset[Role]] = frozenset({"manager", "sysadmin"})


@dataclass(frozen=True)
class Staff:
    """Who acts. `assists` holds the ids of waiters whose tables are theirs too."""

    id: int
    name: str
    role: Role
    assists: frozenset[int] = frozenset()

    @property
    def manages(self) -> bool:
        """Managers and the local sysadmin act on any table."""
        return self.role in MANAGING


class NotYourOrder(NotAllowed):
    """The order belongs to a colleague."""

    code = "not-your-order"
    hint = "Ask the colleague named here, or a manager."


class ManagersOnly(NotAllowed):
    """Needs a manager."""

    code = "managers-only"
    hint = "Ask a manager to sign in."


class SysadminsOnly(NotAllowed):
    """Needs the local sysadmin."""

    code = "sysadmins-only"
    hint = "Ask the person who looks after this box to sign in."


def may_act(who: Staff, opened_by: int, waiters: frozenset[int]) -> bool:
    """Opened it, was added to it, assists one who was, or manages."""
    involved = waiters | {opened_by}
    return who.manages or who.id in involved or bool(who.assists & involved)


def require_order(who: Staff, opened_by: int, waiters: frozenset[int], owner_name: str) -> None:
    """Raises NotYourOrder with the owner's name."""
    if not may_act(who, opened_by, waiters):
        raise NotYourOrder(f"This is the table of {owner_name}.", owner=owner_name)


def require_manager(who: Staff) -> None:
    """Raises ManagersOnly."""
    if not who.manages:
        raise ManagersOnly("This needs a manager.")


def require_sysadmin(who: Staff) -> None:
    """Raises SysadminsOnly."""
    if who.role != "sysadmin":
        raise SysadminsOnly("This needs the local sysadmin.")


def initials(name: str) -> str:
    """`Μαρία Παππά` -> `ΜΠ`, `Νίκος` -> `Νί`."""
    words = name.split()
    return (words[0][0] + words[1][0]).upper() if len(words) > 1 else name[:2]
