"""How the box is, in a few figures: shares and ages, never a count of orders, no names. Read once a minute at most."""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.clock import monotonic_s, utc_now
from kernel.errors import Unavailable
from order_service.queries.paper_health import share_on_paper

FRESH_S = 60.0

Query = Callable[[Any], float | None]
"""Of an open connection."""


@dataclass(frozen=True)
class BoxFacts:
    """Figures of one moment.

    Attributes:
        on_paper_share: of the last day's tickets, those on paper within 5 s, 0 to 1; None when there were none.
        disk_free_mb: where the data folder is; None when it can't be asked.
    """

    on_paper_share: float | None = None
    disk_free_mb: int | None = None


class BoxFactsMemory:
    """Keeps the last figures: health is asked often, and the tickets of a day are many rows."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._known = BoxFacts()
        self._fresh_until_s = 0.0

    async def get(self, read: Callable[[Query], Awaitable[float | None]]) -> BoxFacts:
        """The figures, at most FRESH_S old; `read` runs a query."""
        if monotonic_s() >= self._fresh_until_s:
            self._fresh_until_s = monotonic_s() + FRESH_S
            try:
                share = await read(lambda connection: share_on_paper(connection, utc_now()))
            except Unavailable:
                share = None
            self._known = BoxFacts(share, self._disk_free_mb())
        return self._known

    def _disk_free_mb(self) -> int | None:
        try:
            return shutil.disk_usage(self._data_dir).free // 2**20
        except OSError:
            return None
