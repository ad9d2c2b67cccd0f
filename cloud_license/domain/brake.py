"""The brake: our own mistake must not close every restaurant on a Saturday."""

from datetime import timedelta

from kernel.errors import Conflict

WINDOW = timedelta(hours=1)
ALWAYS_ALLOWED = 10


class MassLockBrake(Conflict):
    """More sites would be locked within an hour than anybody means to; `locks` is how many this one makes."""

    code = "mass-lock-brake"
    hint = "If each of these restaurants is really to be shut, repeat with `confirm_locks` set to the number shown."


def most_locks(sites: int) -> int:
    """New locks an hour that need no second confirmation: ten, or one site in a hundred."""
    return max(ALWAYS_ALLOWED, sites // 100)


def hold(locked_lately: int, sites: int, confirmed: int | None) -> None:
    """Let one more new lock pass, or not.

    Args:
        locked_lately: new locks within WINDOW, by whomever.
        sites: registered ones.
        confirmed: the number that the sysadmin confirmed; it must be this very one.

    Raises:
        MassLockBrake: too many, and not confirmed.
    """
    this = locked_lately + 1
    most = most_locks(sites)
    if this > most and confirmed != this:
        raise MassLockBrake(
            f"This would be lock number {this} within an hour; more than {most} need a second confirmation.",
            locks=this,
            most=most,
        )
