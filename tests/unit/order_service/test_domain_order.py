"""An order's life."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict
from order_service.domain.order import (
    ACTIVE,
    NEXT,
    STEPS,
    NotInThisState,
    NotPaidYet,
    OrderAlreadyClosed,
    Status,
    Step,
    after,
    charging,
    closing,
    owing,
)

STATES: tuple[Status, ...] = get_args(Status)
STEPS_OF_TYPE: tuple[Step, ...] = get_args(Step)
MISSING = [pair for pair in product(STATES, STEPS_OF_TYPE) if pair not in NEXT]


@pytest.mark.parametrize(("pair", "following"), NEXT.items())
def test_a_step_of_the_table_leads_where_the_table_says(pair: tuple[Status, Step], following: Status) -> None:
    assert after(*pair) == following


@pytest.mark.parametrize(("status", "step"), MISSING)
def test_every_missing_pair_is_refused(status: Status, step: Step) -> None:
    with pytest.raises(NotInThisState if status in ACTIVE else OrderAlreadyClosed):
        after(status, step)


@given(st.lists(st.sampled_from(STEPS_OF_TYPE)))
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


def test_every_step_is_explained_and_leads_somewhere() -> None:
    assert set(STEPS) == set(STEPS_OF_TYPE)
    assert {step for _, step in NEXT} == set(STEPS_OF_TYPE)


@given(st.lists(st.tuples(st.sampled_from(["fire", "pay", "take_back", "comp"]), st.integers(0, 9)), max_size=30))
def test_the_state_is_what_the_money_says(moves: list[tuple[str, int]]) -> None:
    """Whatever happens to the money, the table leads to the state that paid and unpaid amounts call for."""
    status: Status = "open"
    paid = unpaid = 0
    for move, cents in moves:
        part = min(cents, paid if move == "take_back" else unpaid)
        if move == "fire":
            status, unpaid = after(status, charging(cents)), unpaid + cents
        elif move == "pay" and part:
            paid, unpaid = paid + part, unpaid - part
            status = after(status, "pay_some" if unpaid else "pay_rest")
        elif move == "take_back" and part:
            paid, unpaid = paid - part, unpaid + part
            status = after(status, "take_back_some" if paid else "take_back_all")
        elif move == "comp" and part:
            unpaid -= part
            status = after(status, owing(unpaid))
        assert status == ("open" if not paid else "partially_paid" if unpaid else "paid")


def test_an_order_on_which_nothing_was_to_pay_is_closed_without_a_payment() -> None:
    assert after("open", closing("open", 0)) == "closed"
    assert after("paid", closing("paid", 0)) == "closed"
    with pytest.raises(NotPaidYet):
        closing("partially_paid", 1)
    with pytest.raises(OrderAlreadyClosed):
        closing("closed", 0)
