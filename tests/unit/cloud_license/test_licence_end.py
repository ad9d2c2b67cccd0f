"""A licence and a day end at the site's own 05:00, through every change of its clocks."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_license.domain.licence_end import (
    TooFarAhead,
    a_month_on,
    a_year_on,
    business_day,
    close_of_business,
    end_of_day,
    last_day_of,
    require_near,
)

ATHENS = ZoneInfo("Europe/Athens")
ZONES = [ATHENS, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")]


def test_it_ends_in_the_morning_in_summer_and_winter() -> None:
    assert end_of_day(date(2026, 7, 31), ATHENS) == datetime(2026, 8, 1, 2, tzinfo=UTC)
    assert end_of_day(date(2026, 12, 31), ATHENS) == datetime(2027, 1, 1, 3, tzinfo=UTC)


def test_after_midnight_the_evening_is_still_the_same_day() -> None:
    assert business_day(datetime(2026, 7, 5, 1, 30, tzinfo=UTC), ATHENS) == date(2026, 7, 4)
    assert close_of_business(datetime(2026, 7, 5, 1, 30, tzinfo=UTC), ATHENS) == datetime(2026, 7, 5, 2, tzinfo=UTC)
    assert close_of_business(datetime(2026, 7, 5, 2, tzinfo=UTC), ATHENS) == datetime(2026, 7, 6, 2, tzinfo=UTC)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(day=st.dates(date(2020, 1, 1), date(2060, 1, 1)), zone=st.sampled_from(ZONES))
def test_the_last_day_is_found_again_and_its_end_lies_ahead(day: date, zone: ZoneInfo) -> None:
    end = end_of_day(day, zone)
    assert last_day_of(end, zone) == day
    assert end.astimezone(zone).hour == 5
    assert close_of_business(end, zone) > end


def test_months_and_years_end_where_the_calendar_does() -> None:
    assert a_month_on(date(2027, 1, 31)) == date(2027, 2, 28)
    assert a_month_on(date(2027, 12, 31)) == date(2028, 1, 31)
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_nobody_pays_twenty_years_ahead() -> None:
    today = date(2026, 11, 26)
    assert require_near(date(2046, 11, 26), today) == date(2046, 11, 26)
    with pytest.raises(TooFarAhead):
        require_near(date(2046, 11, 27), today)
