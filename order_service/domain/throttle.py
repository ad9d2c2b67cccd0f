"""How long to wait after wrong PINs: a table, not a lock-out."""

from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 900


def wait_s(failures: int) -> int:
    """Seconds to wait after `failures` wrong PINs in a row: none before the 5th, then 30, 60 ... 900."""
    if failures < FREE_TRIES:
        return 0
    doublings: int = min(failures - FREE_TRIES, 10)
    return min(FIRST_WAIT_S << doublings, LONGEST_WAIT_S)


def remaining_s(failures: int, last_at: datetime, now: datetime) -> int:
    """Seconds still to wait, whole, rounded up; a clock that went back never makes it longer than the full wait."""
    full = wait_s(failures)
    left = full - (now - last_at) / timedelta(seconds=1)
    return max(0, min(full, int(left + 0.999)))
