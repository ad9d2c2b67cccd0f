"""Time is an argument. Wall time stamps records; monotonic time measures waits."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]
Monotonic = Callable[[], float]


def utc_now() -> datetime:
    """Aware UTC wall time; may jump either way, so never used to measure a wait."""
    return datetime.now(UTC)


monotonic_s: Monotonic = time.monotonic
"""Seconds since some start of the machine's, never going back."""
