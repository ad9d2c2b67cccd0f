"""When a backup printer takes over by itself, and when it gives the tickets back. Pure."""

from dataclasses import dataclass
from typing import Literal

STEADY_S = 15.0
"""A printer that is back must be ready for so long before its tickets come home: a loose plug flutters."""

Move = Literal["take_over", "give_back"]


@dataclass(frozen=True)
class Condition:
    """A printer now.

    Attributes:
        is_ready: its agent lives and knows of nothing that keeps it from printing.
        for_s: for how long that has been so.
        waits: tickets wait for it.
        is_paused: a manager holds its tickets, or it is out of use.
        backup: the printer that may take over; None for none.
        takeover_after_s: seconds of trouble after which the backup takes over; None leaves it to a manager.
        diverted_to: who stands in for it now.
        is_diverted_by_itself: the backup took over; no manager said so.
    """

    is_ready: bool
    for_s: float
    waits: bool
    is_paused: bool = False
    backup: str | None = None
    is_backup_ready: bool = False
    takeover_after_s: int | None = None
    diverted_to: str | None = None
    is_diverted_by_itself: bool = False


def next_move(now: Condition) -> Move | None:
    """What is to be done by itself. What a manager diverted or paused stays until a manager says otherwise."""
    if now.diverted_to is not None:
        is_back = now.is_ready and now.for_s >= STEADY_S and not now.is_paused
        return "give_back" if now.is_diverted_by_itself and is_back else None
    if now.is_ready or not now.waits or now.is_paused or not now.is_backup_ready or now.takeover_after_s is None:
        return None
    return "take_over" if now.for_s >= now.takeover_after_s else None
