"""When a business day ends, and how ranges of days are read."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.business_day import (
    DayAlreadyClosed,
    DayNotBegun,
    InvalidDays,
    a_day,
    business_day,
    current_day,
    day_after,
    day_range,
    periods_of,
    require_closable,
)
from order_service.domain.house_rules import HouseRules
from tests.builders import ATHENS

DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31)).map(date.isoformat)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def athens(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ATHENS)


@pytest.mark.parametrize(
    ("local", "closed_through", "day"),
    [
        ("2026-06-05T23:30", "", "2026-06-05"),
        ("2026-06-05T23:30", "2026-06-04", "2026-06-05"),
        ("2026-06-05T23:31", "2026-06-05", "2026-06-06"),  # closed at half past eleven
        ("2026-06-06T02:00", "2026-06-05", "2026-06-06"),
        ("2026-06-06T05:00", "2026-06-05", "2026-06-06"),
        ("2026-06-06T05:00", "2026-06-04", "2026-06-06"),  # nobody closed the fifth
        ("2026-06-03T20:00", "2026-06-05", "2026-06-06"),  # the clock jumped two days back
        ("2026-03-29T02:59", "2026-03-28", "2026-03-29"),  # the night when 03:00 is missing
        ("2026-03-29T04:00", "", "2026-03-28"),
        ("2026-10-25T03:30", "2026-10-24", "2026-10-25"),  # the hour that comes twice
        ("2026-10-25T04:59", "", "2026-10-24"),
        ("2026-12-31T23:59", "2026-12-31", "2027-01-01"),
    ],
)
def test_a_day_ends_when_it_is_closed_or_at_the_start_hour(local: str, closed_through: str, day: str) -> None:
    assert current_day(athens(local), ATHENS, 5, closed_through) == day


@given(INSTANTS, st.timedeltas(timedelta(days=-3), timedelta(days=3)), st.integers(0, 23), DAYS)
def test_nothing_ever_falls_into_a_closed_day(at: datetime, jump: timedelta, hour: int, closed: str) -> None:
    for zone in (ATHENS, ZoneInfo("America/Havana"), ZoneInfo("Australia/Lord_Howe")):
        assert current_day(at + jump, zone, hour, closed) > closed


@given(INSTANTS, st.integers(0, 23))
def test_a_day_that_was_closed_once_is_not_closed_again_before_the_next_began(at: datetime, hour: int) -> None:
    today = business_day(at, ATHENS, hour)
    require_closable(today, today, "")
    following = current_day(at, ATHENS, hour, today)
    with pytest.raises(DayAlreadyClosed):
        require_closable(today, today, today)
    with pytest.raises(DayNotBegun):
        require_closable(following, today, today)


@given(INSTANTS, st.integers(0, 23), st.integers(1, 400))
def test_labels_run_a_day_ahead_of_the_clock_at_most(at: datetime, hour: int, taps: int) -> None:
    closed = ""
    for _ in range(min(taps, 5)):
        today = business_day(at, ATHENS, hour)
        try:
            require_closable(current_day(at, ATHENS, hour, closed), today, closed)
            closed = current_day(at, ATHENS, hour, closed)
        except DayNotBegun:
            pass
        assert current_day(at, ATHENS, hour, closed) <= day_after(today)


@given(DAYS, st.integers(0, 900))
def test_months_and_days_beside_them_hold_every_day_of_a_range_once(first: str, length: int) -> None:
    start = date.fromisoformat(first)
    wanted = {(start + timedelta(days=n)).isoformat() for n in range(length + 1)}
    last = max(wanted)
    from_month, to_month, beside = periods_of(first, last)
    held = [d for d in wanted if from_month and from_month <= d[:7] <= to_month]
    if from_month:
        assert from_month <= to_month
        assert (date.fromisoformat(f"{from_month}-01")) >= start
        assert day_after(last) >= day_after(max(held))
        assert day_after(max(held))[8:] == "01"
        assert min(held)[8:] == "01"
    for low, high in beside:
        held += [d for d in wanted if low <= d <= high]
        assert first <= low <= high <= last
    assert sorted(held) == sorted(wanted)


@pytest.mark.parametrize(
    "text",
    ["", "2026-6-5", "2026-02-30", "20260605", "2026-06-05T00:00", "1999-12-31", "9999-12-31", "x" * 999, "٢٠٢٦"],
)
def test_only_days_are_days(text: str) -> None:
    with pytest.raises(InvalidDays):
        a_day(text)


def test_a_range_backwards_is_refused_and_a_day_is_a_range() -> None:
    assert day_range("2026-06-05", "2026-06-05") == ("2026-06-05", "2026-06-05")
    with pytest.raises(InvalidDays):
        day_range("2026-06-05", "2026-06-04")
    with pytest.raises(InvalidDays):
        day_range("2000-01-01", "2199-12-31")


@given(INSTANTS, st.integers(0, 23), st.lists(st.integers(0, 23), min_size=1, max_size=3))
def test_another_start_hour_leaves_the_running_day_alone_and_no_day_is_cut_twice(
    now: datetime, hour: int, changes: list[int]
) -> None:
    rules = HouseRules(ATHENS, hour)
    for minutes, change in enumerate(changes):
        at = now + timedelta(minutes=minutes)
        changed = rules.starting_at(change, at)
        assert changed.day_of(at) == rules.day_of(at)
        rules = changed
    days = [rules.day_of(now + timedelta(hours=later)) for later in range(5 * 24)]
    assert days == sorted(days)
    assert [day for day, following in pairwise(dict.fromkeys(days)) if following != day_after(day)] == []
    late = now + timedelta(days=4)
    assert rules.day_of(late) == business_day(late, ATHENS, changes[-1])


@pytest.mark.parametrize(
    ("local", "hour", "since"),
    [
        ("2026-06-05T21:00", 4, "2026-06-06"),
        ("2026-06-06T02:00", 4, "2026-06-06"),  # still the fifth, and four o'clock is to come
        ("2026-06-06T04:30", 4, "2026-06-07"),  # still the fifth, and four o'clock has gone by
    ],
)
def test_another_start_hour_counts_from_the_next_day_that_has_not_begun(local: str, hour: int, since: str) -> None:
    assert HouseRules(ATHENS, 5).starting_at(hour, athens(local)).hour_since == since
