"""Which backups are worth their room."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.backups.rotation import DAYS, HOURS, LATEST, WEEKS, worth_keeping

NOON = datetime(2026, 12, 4, 12, 3, tzinfo=UTC)


def every_five_minutes(days: int) -> list[datetime]:
    return [NOON - timedelta(minutes=5 * n) for n in range(days * 288)]


def kept_day_by_day(days: int) -> set[datetime]:
    """As it happens: after each backup the old ones are thinned out."""
    kept: set[datetime] = set()
    for at in reversed(every_five_minutes(days)):
        kept = worth_keeping(kept | {at})
    return kept


def test_the_last_hours_days_and_weeks_each_have_one() -> None:
    kept = worth_keeping(every_five_minutes(70))
    for hours in range(HOURS):
        assert any(
            (at.date(), at.hour) == ((NOON - timedelta(hours=hours)).date(), (NOON.hour - hours) % 24) for at in kept
        )
    assert len({at.date() for at in kept}) >= DAYS
    assert len({at.isocalendar()[:2] for at in kept}) == WEEKS
    assert len(kept) <= LATEST + HOURS + DAYS + WEEKS


def test_thinning_out_after_each_backup_leaves_the_same_as_thinning_out_once() -> None:
    assert kept_day_by_day(21) == worth_keeping(every_five_minutes(21))


def test_the_newest_three_stay_whatever_their_hour() -> None:
    assert set(sorted(every_five_minutes(2))[-3:]) <= worth_keeping(every_five_minutes(2))


TIMES = st.lists(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)), max_size=80
)


@settings(max_examples=60, deadline=None)
@given(TIMES)
def test_it_never_grows_never_invents_and_never_drops_the_newest(made: list[datetime]) -> None:
    kept = worth_keeping(made)
    assert kept <= set(made)
    assert len(kept) <= LATEST + HOURS + DAYS + WEEKS
    assert not made or max(made) in kept
    assert worth_keeping(kept) == kept, "a second look removes nothing"
