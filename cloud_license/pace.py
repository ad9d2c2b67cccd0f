"""How often one box may ask: a box that runs wild must not cost the others anything."""

from collections import OrderedDict
from typing import Final

from kernel.errors import TooMany

PER_MINUTE: Final = 60
REMEMBERED: Final = 50_000
"""Boxes at most, the latest; one that is forgotten starts anew."""


class TooManyHeartbeats(TooMany):
    """One box asks more than once a second."""

    code = "too-many-heartbeats"
    hint = (
        "A box asks every six hours, or once a minute while it is shut; look for a loop, or a second box with this key."
    )


class Pace:
    """A bucket of PER_MINUTE questions for each box, filled again within a minute."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, site_id: str, now_s: float) -> None:
        """Count a question of a recognised box.

        Args:
            now_s: monotonic seconds.

        Raises:
            TooManyHeartbeats.
        """
        left, since = self._buckets.pop(site_id, (float(PER_MINUTE), now_s))
        left = min(float(PER_MINUTE), left + (now_s - since) * PER_MINUTE / 60)
        self._buckets[site_id] = (max(0.0, left - 1), now_s)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        if left < 1:
            raise TooManyHeartbeats("This site asks more than once a second.", retry_after_s=60)
