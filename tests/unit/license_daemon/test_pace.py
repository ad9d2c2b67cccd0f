"""When the cloud is asked again."""

import random

from hypothesis import given
from hypothesis import strategies as some

from license_daemon.pace import LONGEST_RETRY_S, next_beat_s, retry_s


def middle(low: float, high: float) -> float:
    return (low + high) / 2


def test_six_hours_while_open_a_minute_while_shut():
    assert next_beat_s(21_600, True, middle) == 21_600
    assert next_beat_s(21_600, False, middle) == 60
    assert next_beat_s(30, False, middle) == 30


def test_failures_wait_from_five_seconds_to_a_quarter_of_an_hour():
    waits = [retry_s(failures, 5.0, True, middle) for failures in range(1, 11)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert [retry_s(failures, 5.0, False, middle) for failures in range(1, 7)] == [5, 10, 20, 40, 60, 60]


@given(failures=some.integers(1, 10**9), is_open=some.booleans(), seed=some.integers())
def test_no_wait_leaves_its_bounds(failures, is_open, seed):
    uniform = random.Random(seed).uniform
    assert 4 <= retry_s(failures, 5.0, is_open, uniform) <= LONGEST_RETRY_S * 1.2
    assert 0.8 * 21_600 <= next_beat_s(21_600, True, uniform) <= 1.2 * 21_600
