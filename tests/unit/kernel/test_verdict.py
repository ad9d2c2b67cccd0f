"""May this house work: every state, and the moments at which one becomes another."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernel.lease import Lease
from kernel.verdict import verdict
from tests.licensed import a_lease

NOON = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
HOUR = 3600.0


def lease(**changes) -> Lease:
    return a_lease(**{"server_time": NOON, "offline_hours": 24, "next_in": 6 * 3600} | changes)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("known", "age_h", "state", "cause"),
    [
        (lease(), 0, "active", ""),
        (lease(), 7.4, "active", ""),
        (lease(), 7.6, "grace", "cloud_silent"),
        (lease(), 23.99, "grace", "cloud_silent"),
        (lease(), 24, "expired", "offline_too_long"),
        (lease(offline_hours=720), 719, "grace", "cloud_silent"),
        (lease(next_in=7 * 86_400), 11.9, "active", ""),
        (lease(next_in=7 * 86_400), 12.1, "grace", "cloud_silent"),
        (lease(licensed=False), 0, "unlicensed", "not_licensed"),
        (lease(licensed=False, expires_at=at(-1)), 0, "expired", "licence_ended"),
        (lease(licensed=False, expires_at=at(9)), 0, "unlicensed", "not_licensed"),
        (lease(expires_at=at(2)), 1.99, "active", ""),
        (lease(expires_at=at(2)), 2, "expired", "licence_ended"),
        (lease(licensed=False, deregistered=True, expires_at=at(-1)), 0, "unlicensed", "deregistered"),
        (lease(locked=True), 0, "locked", "locked"),
        (lease(locked=True), 5000, "locked", "locked"),
        (lease(locked=True, licensed=False, deregistered=True), 0, "locked", "locked"),
        (lease(lock_at=at(3), lock_reason="x"), 2.99, "active", ""),
        (lease(lock_at=at(3), lock_reason="x"), 3, "locked", "locked"),
        (None, 0, "unlicensed", "never_registered"),
    ],
)
def test_a_lease_of_an_age_is_one_state(known, age_h, state, cause):
    judged = verdict(known, age_h * HOUR)
    assert (judged.state, judged.cause) == (state, cause)
    assert judged.is_open == (state in ("active", "grace"))
    assert bool(judged.sentence) != judged.is_open


def test_the_site_may_stop_earlier_than_its_lease_allows_and_never_later():
    assert verdict(lease(), 7 * HOUR, most_hours=6).cause == "offline_too_long"
    assert verdict(lease(), 25 * HOUR, most_hours=1000).cause == "offline_too_long"
    assert verdict(lease(), 23 * HOUR, most_hours=1000).is_open


def test_the_hours_left_count_down_to_the_stop():
    assert verdict(lease(), 0).hours_left == 24
    assert verdict(lease(), 23 * HOUR).hours_left == 1
    assert verdict(lease(), 30 * HOUR).hours_left == 0


def test_an_announced_lock_shows_its_sentence_before_it_falls_and_a_past_one_does_not():
    assert verdict(lease(lock_at=at(3), lock_reason="Κλείνουμε."), 0).lock_reason == "Κλείνουμε."
    assert verdict(lease(lock_reason="an old one"), 0).lock_reason == ""


def test_a_lock_without_words_still_has_a_sentence():
    refusal = verdict(lease(locked=True, lock_reason=None), 0).refusal("Maria")
    assert refusal.facts["lock_reason"] == refusal.detail == "This restaurant's system was locked."


@given(
    licensed=some.booleans(),
    locked=some.booleans(),
    offline=some.integers(24, 720),
    expires=some.none() | some.integers(-100, 100),
    lock=some.none() | some.integers(-100, 100),
    age_h=some.floats(0, 1000),
    later_h=some.floats(0, 1000),
)
def test_powered_on_time_alone_never_opens_a_house(licensed, locked, offline, expires, lock, age_h, later_h):
    known = lease(
        licensed=licensed,
        locked=locked,
        offline_hours=offline,
        expires_at=None if expires is None else at(expires),
        lock_at=None if lock is None else at(lock),
    )
    now, then = verdict(known, age_h * HOUR), verdict(known, (age_h + later_h) * HOUR)
    assert now.is_open or not then.is_open
    assert then.state == "locked" or now.state != "locked"
    if age_h * HOUR < offline * HOUR and licensed and not locked and expires is None and lock is None:
        assert now.is_open, "nothing but the cloud's silence may shut it, and not before its hours are over"
