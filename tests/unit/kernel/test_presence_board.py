"""Who counts as alive."""

import pytest

from kernel.messages import Presence
from kernel.presence import STALE_S, PresenceBoard


def said(state: str, seq: int = 1, boot_id: str = "b1") -> Presence:
    return Presence.model_validate({"service": "agent.kitchen", "state": state, "boot_id": boot_id, "seq": seq})


def test_a_service_heard_live_is_fresh_until_it_was_silent_too_long() -> None:
    board = PresenceBoard()
    board.hear(said("online"), retained=False, at_s=100.0)
    assert board.is_fresh("agent.kitchen", 100.0 + STALE_S)
    assert not board.is_fresh("agent.kitchen", 100.0 + STALE_S + 0.1)


def test_a_retained_online_proves_nothing_about_now() -> None:
    board = PresenceBoard()
    board.hear(said("online"), retained=True, at_s=100.0)
    assert not board.is_fresh("agent.kitchen", 100.0)


@pytest.mark.parametrize("state", ["offline", "stopped"])
def test_a_goodbye_counts_at_once(state: str) -> None:
    board = PresenceBoard()
    board.hear(said("online"), retained=False, at_s=100.0)
    board.hear(said(state, 2), retained=False, at_s=101.0)
    assert not board.is_fresh("agent.kitchen", 101.0)


def test_a_retained_goodbye_heard_after_a_reconnect_counts() -> None:
    board = PresenceBoard()
    board.hear(said("online"), retained=False, at_s=100.0)
    board.hear(said("offline", 0), retained=True, at_s=101.0)
    assert not board.is_fresh("agent.kitchen", 101.0)


def test_a_service_that_came_back_is_fresh_again() -> None:
    board = PresenceBoard()
    board.hear(said("offline", 0), retained=True, at_s=100.0)
    board.hear(said("online", 1, "b2"), retained=False, at_s=200.0)
    assert board.is_fresh("agent.kitchen", 201.0)


def test_nobody_is_fresh_who_was_never_heard() -> None:
    assert not PresenceBoard().is_fresh("agent.bar", 0.0)
