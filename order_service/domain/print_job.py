"""A print job's life (MESSAGING.md, "Settle"): it only moves forward, so an answer heard twice is harmless."""

from typing import Literal

from kernel.errors import Conflict
from kernel.messages import TERMINAL_STATES

Custody = Literal["received", "taken", "on_paper", "unconfirmed", "unknown", "failed", "ended"]

OPEN_STATES = ("new", "sent", "accepted", "printing")
TROUBLE_STATES = ("failed", "uncertain")
"""Nothing happens by itself any more: somebody must act, or a catch-up slip stands for it."""
HOLDS = frozenset({"paper_out", "cover_open", "offline", "printer_error"})
"""Reasons for which a printer prints nothing until a hand mends it."""
PAPER_STATES = ("printed", "by_hand")
"""On paper, says the printer or a person who holds it."""

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
    "replaced": "ended",
    "by_hand": "on_paper",
    "gathered": "taken",
}
"""What a waiter's screen shows for each state. A gathered ticket is wherever its slip is (`custody_of`)."""


def custody_of(state: str, slip_state: str | None = None) -> Custody:
    """Where a ticket is; `slip_state`: of the catch-up slip that stands for it."""
    return CUSTODY[slip_state] if state == "gathered" and slip_state else CUSTODY[state]


Act = Literal["again", "divert", "came_out", "drop"]

_ACTS: dict[str, tuple[Act, ...]] = {
    **dict.fromkeys((*OPEN_STATES, *TROUBLE_STATES, "unconfirmed"), ("again", "divert", "came_out", "drop")),
    **dict.fromkeys(PAPER_STATES, ("again",)),
}


def acts_on(state: str) -> tuple[Act, ...]:
    """What a person can do about a ticket: print again, elsewhere, say that it came out, drop it with a reason."""
    return _ACTS.get(state, ())


def require_act(act: Act, state: str) -> None:
    """Raises JobEnded."""
    if act not in acts_on(state):
        raise JobEnded(f"This ticket is {state.replace('_', ' ')}.", state=state)


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
