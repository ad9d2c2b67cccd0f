"""A print job's life (MESSAGING.md, "Settle"): it only moves forward, so an answer heard twice is harmless."""

from typing import Literal

from kernel.errors import Conflict
from kernel.messages import TERMINAL_STATES

Custody = Literal["received", "taken", "on_paper", "unconfirmed", "unknown", "failed", "ended"]

OPEN_STATES = ("new", "sent", "accepted", "printing")

_RANK: dict[str, int] = {"new": 0, "sent": 1, "accepted": 2, "printing": 3}
_RANK |= dict.fromkeys(TERMINAL_STATES, 4)

CUSTODY: dict[str, Custody] = {
    "new": "received",
    "sent": "received",
    "accepted": "taken",
    "printing": "taken",
    "printed": "on_paper",
    "unconfirmed": "unconfirmed",
    "uncertain": "unknown",
    "failed": "failed",
    "diverted": "ended",
    "cancelled": "ended",
    "dropped": "ended",
}
"""What a waiter's screen shows for each state."""


class JobEnded(Conflict):
    """The ticket is on paper, moved or taken back already."""

    code = "print-job-ended"
    hint = "Refresh the list of tickets."


def moves_forward(now_state: str, now_seq: int, to_state: str, to_seq: int) -> bool:
    """Say whether a reported state changes what the book holds.

    The same open state counts with a newer `seq` (its reason may have changed). Paper beats doubt: `printed` heard
    after `uncertain`, `failed` or `unconfirmed` counts; nothing else leaves an end state.
    """
    if now_state in ("uncertain", "failed", "unconfirmed"):
        return to_state == "printed"
    if now_state in TERMINAL_STATES:
        return False
    if _RANK[to_state] != _RANK[now_state]:
        return _RANK[to_state] > _RANK[now_state]
    return to_seq > now_seq


def next_ring_s(rings: int) -> float:
    """Seconds until a sent job without answer is rung again: 3, 6, 12 ... 60 (MESSAGING.md T3)."""
    return float(min(3 * 2 ** max(0, rings - 1), 60))
