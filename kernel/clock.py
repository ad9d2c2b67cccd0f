"""Time is an argument. Wall time stamps records; monotonic time measures waits."""

import ctypes
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Now = Callable[[], datetime]
Monotonic = Callable[[], float]

_TIME_ERROR = 5
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")


def utc_now() -> datetime:
    """Aware UTC wall time; may jump either way, so never used to measure a wait."""
    return datetime.now(UTC)


monotonic_s: Monotonic = time.monotonic
"""Seconds since some start of the machine's, never going back."""


def is_clock_synchronised() -> bool | None:
    """Say whether something (the network's time, a GPS) keeps the wall clock right; None when nobody can tell.

    Source: adjtimex(2), which returns TIME_ERROR while the clock is on its own.
    """
    nothing_to_change = ctypes.create_string_buffer(512)  # struct timex is shorter on every machine
    try:
        state = int(ctypes.CDLL(None).adjtimex(nothing_to_change))
    except AttributeError:
        return None
    if state >= 0:
        return state != _TIME_ERROR
    return True if _SYNCHRONISED.exists() else None  # a hardened unit may not ask the kernel
