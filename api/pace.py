"""How often a button may be pressed: what costs paper or knocks on a device is not for impatient thumbs."""

from dataclasses import dataclass, field
from math import ceil

from kernel.clock import Monotonic, monotonic_s
from kernel.errors import TooMany


class TooSoon(TooMany):
    """Pressed again before the last one could be looked at."""

    code = "too-soon"
    hint = "Look at what came of the last try, then try again."


@dataclass
class Pace:
    """So many in a span of time, per thing; kept in memory, since nothing is lost when it is forgotten."""

    most: int
    within_s: float
    monotonic: Monotonic = monotonic_s
    _taken: dict[str, list[float]] = field(default_factory=dict)

    def take(self, thing: str) -> None:
        """Count one. Raises TooSoon."""
        now_s = self.monotonic()
        taken = [at_s for at_s in self._taken.get(thing, []) if now_s - at_s < self.within_s]
        if len(taken) >= self.most:
            wait_s = ceil(self.within_s - (now_s - taken[0]))
            raise TooSoon(f"Wait {wait_s} s before the next try.", retry_after_s=max(1, wait_s))
        self._taken[thing] = [*taken, now_s]
