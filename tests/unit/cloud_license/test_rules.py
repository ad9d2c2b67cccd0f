"""The brake, passwords and their throttle, the pace of a box, and what a lease says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_license.domain.brake import MassLockBrake, hold, most_locks
from cloud_license.domain.passwords import WeakPassword, counters, require_strong, wait_s
from cloud_license.domain.report import HeartbeatUnreadable, read_report
from cloud_license.domain.site import Standing, status_of
from cloud_license.domain.site_key import key_hash, new_key, opens
from cloud_license.pace import Pace, TooManyHeartbeats
from kernel.heartbeat import FleetHealth

NOON = datetime(2026, 7, 4, 12, tzinfo=UTC)


def standing(**changed: Any) -> Standing:
    known: dict[str, Any] = {
        "site_id": "a" * 32,
        "serial": 3,
        "is_active": True,
        "is_locked": False,
        "lock_reason": None,
        "lock_at": None,
        "license_expires_at": NOON + timedelta(days=90),
        "offline_hours": 24,
    }
    return Standing(**known | changed)


def test_ten_locks_or_one_in_a_hundred_need_no_second_word() -> None:
    assert [most_locks(sites) for sites in (0, 1000, 1001, 5000, 100_000)] == [10, 10, 10, 50, 1000]
    hold(9, 50, None)
    hold(49, 5000, None)
    for confirmed in (None, 10, 12):
        with pytest.raises(MassLockBrake) as held:
            hold(10, 50, confirmed)
        assert held.value.facts == {"locks": 11, "most": 10}
    hold(10, 50, 11)


def test_a_key_opens_only_its_own_door() -> None:
    one, other = new_key(), new_key()
    assert opens(one, [key_hash(other), key_hash(one)])
    assert not opens(one, [key_hash(other)])
    assert not opens("", [])
    assert not opens("\udc80", [key_hash(one)])


@pytest.mark.parametrize(
    "weak", ["", "short", "x" * 201, "aaaaaaaaaaaa", "password1234", "Changeme!!123", "irene1234567", "administrator1"]
)
def test_a_password_that_is_guessed_first_is_refused(weak: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        require_strong(weak, "irene")
    assert not weak or weak not in refused.value.detail


def test_a_good_password_is_taken() -> None:
    require_strong("lighthouse of 1912", "irene")
    require_strong("Δώδεκα γλάροι στο λιμάνι", "irene")


def test_waits_double_for_one_address_and_stay_short_for_a_name_that_strangers_guess() -> None:
    pair, _address, name = counters("Irene", "192.0.2.1")
    assert [wait_s(failures, pair, NOON, NOON) for failures in (4, 5, 6, 7, 30)] == [0, 30, 60, 120, 900]
    assert [wait_s(failures, name, NOON, NOON) for failures in (99, 100, 5000)] == [0, 30, 60]
    assert wait_s(5, pair, NOON, NOON + timedelta(seconds=31)) == 0
    assert wait_s(5, pair, NOON, NOON - timedelta(days=400)) == 30
    assert wait_s(30, pair, NOON, NOON + timedelta(days=2)) == 0
    assert counters("irene", "192.0.2.1") == counters("IRENE", "192.0.2.1")


def test_a_box_may_ask_once_a_second_and_others_do_not_notice() -> None:
    pace = Pace()
    for _ in range(60):
        pace.take("a", 0.0)
    with pytest.raises(TooManyHeartbeats):
        pace.take("a", 0.5)
    pace.take("b", 0.5)
    pace.take("a", 2.0)


def test_a_lease_says_what_the_standing_is_at_that_moment() -> None:
    assert standing().lease(NOON, "n").next_in == 6 * 3600
    planned = standing(lock_at=NOON + timedelta(hours=1), lock_reason="Unpaid")
    assert not planned.lease(NOON, "n").locked
    assert planned.lease(NOON + timedelta(hours=1), "n").locked
    assert standing(license_expires_at=NOON).lease(NOON, "n").licensed is False
    tombstone = standing(is_active=False, is_locked=True).lease(NOON, "n")
    assert (tombstone.deregistered, tombstone.licensed, tombstone.locked, tombstone.next_in) == (True, False, False, 60)


def test_a_status_is_one_word() -> None:
    seen = NOON - timedelta(hours=1)
    assert status_of(standing(), seen, NOON) == "active"
    assert status_of(standing(), None, NOON) == "new"
    assert status_of(standing(), NOON - timedelta(hours=14), NOON) == "silent"
    assert status_of(standing(license_expires_at=NOON + timedelta(days=13)), seen, NOON) == "expiring"
    assert status_of(standing(license_expires_at=NOON), seen, NOON) == "expired"
    assert status_of(standing(license_expires_at=NOON, lock_at=NOON), seen, NOON) == "locked"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_NAMES = st.sampled_from(["version", "uptime_seconds", "serial", "health", "orders", *FleetHealth.model_fields])


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(body=_JSON | st.dictionaries(_NAMES, _JSON | st.dictionaries(_NAMES, _JSON, max_size=9), max_size=6))
def test_whatever_a_box_says_is_bounded_and_only_counts_are_kept(body: Any) -> None:
    try:
        report = read_report(body)
    except HeartbeatUnreadable:
        assert not isinstance(body, dict) or "nonce" in body
        return
    assert len(report.version) <= 40
    assert report.version.isprintable()
    assert report.health.keys() <= FleetHealth.model_fields.keys()
    FleetHealth.model_validate(report.health)
    assert report.uptime_s is None or 0 <= report.uptime_s <= 10**10
