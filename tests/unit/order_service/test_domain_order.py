"""An order's life."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict
from order_service.domain.order import ACTIVE, NEXT, NotInThisState, OrderAlreadyClosed, Status, Step, after

STATES: tuple[Status, ...] = get_args(Status)
STEPS: tuple[Step, ...] = get_args(Step)
MISSING = [pair for pair in product(STATES, STEPS) if pair not in NEXT]


@pytest.mark.parametrize(("pair", "following"), NEXT.items())
def test_a_step_of_the_table_leads_where_the_table_says(pair: tuple[Status, Step], following: Status) -> None:
    assert after(*pair) == following


@pytest.mark.parametrize(("status", "step"), MISSING)
def test_every_missing_pair_is_refused(status: Status, step: Step) -> None:
    with pytest.raises(NotInThisState if status in ACTIVE else OrderAlreadyClosed):
        after(status, step)


@given(st.lists(st.sampled_from(STEPS)))
def test_no_sequence_of_steps_leaves_the_known_states_or_comes_back_from_the_end(steps: list[Step]) -> None:
    status: Status = "open"
    for step in steps:
        before = status
        try:
            status = after(status, step)
        except Conflict:
            continue
        assert status in STATES
        assert before in ACTIVE


def test_an_unpaid_order_is_closed_only_by_force() -> None:
    with pytest.raises(NotInThisState):
        after("open", "close")
    assert after("open", "force_close") == "closed"


def test_a_last_coffee_on_a_paid_order_makes_it_partially_paid() -> None:
    assert after("paid", "fire") == "partially_paid"


def test_a_paid_order_is_not_cancelled_before_its_payment_is_taken_back() -> None:
    with pytest.raises(NotInThisState):
        after("paid", "cancel")
