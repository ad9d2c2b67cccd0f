"""Time that a box was powered on, by a clock that nobody can set: what a licence's age is counted with.

A box without a clock battery starts in 1970 until a time server answers, and a wall clock is easily turned back. The
kernel's CLOCK_BOOTTIME only ever goes forward, sleeping included; across a restart its boot id says that it began anew.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Moment:
    """An instant of one boot.

    Attributes:
        boot_id: names the boot.
        up_s: seconds since it began, time asleep included.
    """

    boot_id: str
    up_s: float

    def since(self, earlier: "Moment") -> float:
        """Powered-on seconds since `earlier`, never less than 0; across a restart, those of this boot."""
        return max(0.0, self.up_s - earlier.up_s) if self.boot_id == earlier.boot_id else max(0.0, self.up_s)


PoweredClock = Callable[[], Moment]


def powered_clock(drill_s: float = 0.0) -> PoweredClock:
    """This machine's.

    Args:
        drill_s: seconds by which every age is made greater, for a drill; it can only shut a box, never open one.
    """
    boot_id = _BOOT_ID.read_text("ascii").strip() + (f"+{drill_s:.0f}" if drill_s else "")
    return lambda: Moment(boot_id, time.clock_gettime(time.CLOCK_BOOTTIME) + drill_s)
