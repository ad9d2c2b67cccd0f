"""PINs for the demo's staff: random, and none that people guess first."""

import secrets

_DIGITS = "0123456789"
_RUNS = (_DIGITS * 2, _DIGITS[::-1] * 2, "2580", "0852")
_COLUMNS = ("147", "258", "369", "741", "852", "963", "123", "456", "789", "321", "654", "987")


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


def draw_pin(digits: int) -> str:
    """A random PIN of that many digits that is not common."""
    while True:
        pin = "".join(secrets.choice(_DIGITS) for _ in range(digits))
        if not is_common(pin):
            return pin
