"""A print job only moves forward."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.messages import TERMINAL_STATES
from order_service.domain.print_job import CUSTODY, OPEN_STATES, moves_forward, next_ring_s

ANSWERS = ("accepted", "printing", "printed", "unconfirmed", "failed", "uncertain", "cancelled")
RANK = {"new": 0, "sent": 1, "accepted": 2, "printing": 3} | dict.fromkeys(TERMINAL_STATES, 4)
HEARD = st.lists(st.tuples(st.sampled_from(ANSWERS), st.integers(0, 9)), max_size=12)


def settle(heard: Iterable[tuple[str, int]], state: str = "sent", seq: int = -1) -> tuple[str, int]:
    for to_state, to_seq in heard:
        if moves_forward(state, seq, to_state, to_seq):
            state, seq = to_state, to_seq
    return state, seq


@given(HEARD, st.randoms(use_true_random=False))
def test_no_order_of_answers_moves_a_job_back(heard: list[tuple[str, int]], chance: object) -> None:
    state, seq = "sent", -1
    for to_state, to_seq in heard:
        before = state
        state, seq = settle([(to_state, to_seq)], state, seq)
        assert RANK[state] >= RANK[before]
        if before == "printed":
            assert state == "printed"


@given(HEARD)
def test_hearing_everything_twice_changes_nothing(heard: list[tuple[str, int]]) -> None:
    once = settle(heard)
    assert settle(heard, *once) == once or "printed" in [state for state, _ in heard]
    assert settle([answer for answer in heard for _ in (1, 2)]) == once


@given(st.permutations(["accepted", "printing", "failed", "uncertain", "printed"]))
def test_paper_beats_doubt_in_whatever_order_the_answers_come(order: list[str]) -> None:
    assert settle((state, number) for number, state in enumerate(order))[0] == "printed"


@pytest.mark.parametrize("end", ["diverted", "cancelled", "dropped", "printed"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_what_a_person_ended_and_what_is_on_paper_stays(end: str, answer: str) -> None:
    assert not moves_forward(end, 1, answer, 99)


@pytest.mark.parametrize("doubt", ["failed", "uncertain", "unconfirmed"])
@pytest.mark.parametrize("answer", [answer for answer in ANSWERS if answer != "printed"])
def test_only_paper_ends_a_doubt(doubt: str, answer: str) -> None:
    assert not moves_forward(doubt, 1, answer, 99)


def test_the_same_open_state_counts_only_when_it_is_newer() -> None:
    assert moves_forward("accepted", 3, "accepted", 4)
    assert not moves_forward("accepted", 3, "accepted", 3)
    assert not moves_forward("printing", 3, "accepted", 4)


def test_rings_grow_apart_to_a_minute() -> None:
    assert [next_ring_s(n) for n in range(1, 8)] == [3, 6, 12, 24, 48, 60, 60]
    assert next_ring_s(10_000) == 60


def test_every_state_has_a_mark_on_the_waiter_s_screen() -> None:
    assert set(CUSTODY) == set(OPEN_STATES) | TERMINAL_STATES
    assert [state for state in CUSTODY if CUSTODY[state] == CUSTODY["unconfirmed"]] == ["unconfirmed"]
