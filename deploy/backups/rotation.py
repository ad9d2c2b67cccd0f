"""Which backups are worth their room. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

LATEST = 3
"""The newest ones stay whatever their hour: a bad one is noticed late."""
HOURS, DAYS, WEEKS = 24, 14, 8


def worth_keeping(made: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last 24 hours, 14 days and 8 weeks that have one, and the LATEST.

    Args:
        made: aware UTC times of all backups; a clock that once went wrong costs nothing, for none is compared with now.
    """
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:LATEST])
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (HOURS, lambda at: (at.date(), at.hour)),
        (DAYS, lambda at: at.date()),
        (WEEKS, lambda at: at.isocalendar()[:2]),
    )
    for most, span_of in spans:
        newest: dict[object, datetime] = {}
        for at in newest_first:
            newest.setdefault(span_of(at), at)
        kept.update(list(newest.values())[:most])
    return kept
