"""Which PINs are good enough: longer for those who manage, none that people guess first."""

from typing import Final

from kernel.errors import Invalid
from order_service.domain.permissions import MANAGING, Role

MAX_DIGITS: Final = 12
WAITER_DIGITS: Final = 4
MANAGER_DIGITS: Final = 6

_DIGITS = "0123456789"
_RUNS = (_DIGITS * 2, _DIGITS[::-1] * 2, "2580", "0852")
_COLUMNS = ("147", "258", "369", "741", "852", "963", "123", "456", "789", "321", "654", "987")


class PinTooShort(Invalid):
    """The PIN has too few digits for the role."""

    code = "pin-too-short"
    hint = "Waiters need 4 digits or more, managers 6 or more."


class PinTooCommon(Invalid):
    """The PIN is among those that people guess first."""

    code = "pin-too-common"
    hint = "Choose digits that are no run, repeat, mirror, year or pattern on the keypad."


def is_common(pin: str) -> bool:
    """Say whether `pin` is among those guessed first: runs, repeats, mirrors, years, a keypad's rows and columns."""
    half = len(pin) // 2
    is_year = len(pin) == 4 and pin[:2] in {"19", "20"}
    return (
        any(pin in run for run in _RUNS)
        or len(set(pin)) <= 2
        or pin[:half] == pin[half:]
        or pin == pin[::-1]
        or is_year
        or (len(pin) == 6 and pin[:3] in _COLUMNS and pin[3:] in _COLUMNS)
    )


def require_uncommon(pin: str) -> None:
    """Raises PinTooCommon; the PIN itself is in no message."""
    if is_common(pin):
        raise PinTooCommon("This PIN is one of those that are guessed first.")


def fewest_digits(role: Role) -> int:
    """Digits that a PIN of this role needs at least."""
    return MANAGER_DIGITS if role in MANAGING else WAITER_DIGITS


def require_digits(digits: int, role: Role) -> None:
    """Raises PinTooShort."""
    fewest = fewest_digits(role)
    if digits < fewest:
        raise PinTooShort(f"A {role}'s PIN has {fewest} digits or more.", fewest=fewest)
