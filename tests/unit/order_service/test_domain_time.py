"""Business days and waiting times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.business_day import business_day, local_stamp
from order_service.domain.throttle import (
    FREE_TRIES,
    LONGEST_WAIT_S,
    Knock,
    address_key,
    box_subject,
    counters_for,
    left_of_day_s,
    remaining_s,
    wait_s,
)
from tests.builders import ATHENS, EVENING


def athens(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ATHENS)


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-06-05T04:59:59", "2026-06-04"),
        ("2026-06-05T05:00:00", "2026-06-05"),
        ("2026-06-05T23:59:59", "2026-06-05"),
        ("2026-06-06T00:00:00", "2026-06-05"),
        ("2026-01-01T00:30:00", "2025-12-31"),
        ("2026-03-29T02:59:59", "2026-03-28"),  # clocks go from 03:00 to 04:00
        ("2026-03-29T04:00:00", "2026-03-28"),
        ("2026-03-29T05:00:00", "2026-03-29"),
        ("2026-10-25T03:30:00", "2026-10-24"),  # clocks go from 04:00 back to 03:00
        ("2026-10-25T04:59:59", "2026-10-24"),
        ("2026-10-25T05:00:00", "2026-10-25"),
    ],
)
def test_the_day_begins_at_five_local_time_even_when_clocks_change(local: str, day: str) -> None:
    assert business_day(athens(local), ATHENS, 5) == day


def test_the_hour_that_comes_twice_belongs_to_one_day() -> None:
    first, second = athens("2026-10-25T03:30:00").replace(fold=0), athens("2026-10-25T03:30:00").replace(fold=1)
    assert business_day(first.astimezone(UTC), ATHENS, 5) == business_day(second.astimezone(UTC), ATHENS, 5)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(0), timedelta(hours=30)),
    st.integers(0, 23),
    st.sampled_from(["Europe/Athens", "America/New_York", "Australia/Lord_Howe", "America/Havana", "UTC"]),
)
def test_a_business_day_never_goes_back(start: datetime, gap: timedelta, hour: int, zone: str) -> None:
    assert business_day(start, ZoneInfo(zone), hour) <= business_day(start + gap, ZoneInfo(zone), hour)


def test_a_stamp_is_local_and_whole() -> None:
    assert local_stamp(EVENING.replace(microsecond=999_999), ATHENS) == "2026-06-05T21:47:10"


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900)])
def test_waiting_starts_at_the_fifth_wrong_pin_and_doubles(failures: int, seconds: int) -> None:
    assert wait_s(failures) == seconds


@given(st.integers(0, 10**9))
def test_nobody_waits_more_than_a_quarter_of_an_hour(failures: int) -> None:
    assert 0 <= wait_s(failures) <= LONGEST_WAIT_S


@given(st.integers(0, 40), st.integers(-(10**8), 10**8))
def test_a_jumping_clock_never_makes_a_wait_longer_than_its_full_length(failures: int, jump_s: int) -> None:
    left = remaining_s(failures, EVENING, EVENING + timedelta(seconds=jump_s))
    assert 0 <= left <= wait_s(failures)


def test_the_last_part_of_a_second_still_counts() -> None:
    assert remaining_s(FREE_TRIES, EVENING, EVENING + timedelta(seconds=29.5)) == 1
    assert remaining_s(FREE_TRIES, EVENING, EVENING + timedelta(seconds=30)) == 0


@given(
    st.text(max_size=50),
    st.sampled_from(["192.168.1.7", "fe80::1", "?", "x" * 100]),
    st.text(max_size=70),
    st.booleans(),
)
def test_every_counter_fits_its_column_and_a_known_device_shares_none(
    username: str, address: str, device: str, is_known: bool
) -> None:
    knock = Knock(username, address, device)
    counters = counters_for(knock, 7, is_known=is_known)
    assert counters
    assert all(len(counter.subject) <= 80 for counter in counters)
    elsewhere = counters_for(Knock(username, address, "another"), 7, is_known=False)
    assert not is_known or {c.subject for c in counters}.isdisjoint(c.subject for c in elsewhere)


def test_a_network_of_ipv6_addresses_counts_as_one() -> None:
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff") != address_key("2001:db8:0:1::1")


def test_an_old_row_of_wrong_pins_is_forgotten() -> None:
    assert remaining_s(99, EVENING, EVENING + timedelta(hours=25)) == 0


def test_the_day_of_the_box_ends_at_midnight_utc() -> None:
    assert box_subject(EVENING) == "box:2026-06-05"
    assert left_of_day_s(EVENING) == 5 * 3600 + 12 * 60 + 50 + 1
