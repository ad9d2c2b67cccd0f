"""When the cloud is asked next. Pure; jitter keeps a fleet from asking as one."""

from collections.abc import Callable
from typing import Final

JITTER: Final = 0.2
SHUT_S: Final = 60.0
"""A shut house asks each minute, reachable or not: whoever paid does not wait."""
LONGEST_RETRY_S: Final = 900.0

Uniform = Callable[[float, float], float]
"""`random.uniform`."""


def next_beat_s(wanted_s: float, is_open: bool, uniform: Uniform) -> float:
    """Seconds from an answered heartbeat to the next one; `wanted_s` is the cloud's wish."""
    return (wanted_s if is_open else min(wanted_s, SHUT_S)) * uniform(1 - JITTER, 1 + JITTER)


def retry_s(failures: int, first_s: float, is_open: bool, uniform: Uniform) -> float:
    """Seconds until the next try after so many failures in a row (1 or more)."""
    doubled = min(first_s * 2.0 ** min(failures - 1, 20), LONGEST_RETRY_S)
    return (doubled if is_open else min(doubled, SHUT_S)) * uniform(1 - JITTER, 1 + JITTER)
