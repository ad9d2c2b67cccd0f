"""Amounts of money on the wire and inside."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import MAX_CENTS, InvalidMoney, from_wire, times, to_wire

AMOUNTS = st.integers(-MAX_CENTS, MAX_CENTS)


@given(AMOUNTS)
def test_every_amount_comes_back_from_the_wire_as_it_went(cents: int) -> None:
    assert from_wire(to_wire(cents)) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("12.50", 1250), ("12.5", 1250), ("12", 1200), ("0.01", 1), ("-0.50", -50), ("-0", 0), ("1000000.00", MAX_CENTS)],
)
def test_an_amount_may_leave_its_zeros_out(text: str, cents: int) -> None:
    assert from_wire(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "-", "+1", "1.", ".5", "1.234", "1,50", "1e3", "NaN", "Infinity", " 1", "1 ", "12.50\n", "0x10", "١٢", "--1"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidMoney):
        from_wire(text)


@pytest.mark.parametrize("text", ["1000000.01", "9999999.99", "-1000000.01", "99999999"])
def test_an_amount_over_a_million_is_a_mistake(text: str) -> None:
    with pytest.raises(InvalidMoney):
        from_wire(text)


def test_a_refusal_quotes_no_more_than_a_line_of_what_was_sent() -> None:
    with pytest.raises(InvalidMoney) as refusal:
        from_wire("9" * 10_000)
    assert len(refusal.value.detail) < 100


@pytest.mark.parametrize(
    ("unit_cents", "quantity", "cents"),
    [(333, "0.5", 167), (1, "0.5", 1), (1, "0.499", 0), (999, "0.333", 333), (250, "3", 750), (0, "999", 0)],
)
def test_a_line_is_rounded_half_up_once(unit_cents: int, quantity: str, cents: int) -> None:
    assert times(unit_cents, Decimal(quantity)) == cents


@given(st.integers(0, 1_000_000), st.integers(1, 999_000))
def test_rounding_never_moves_a_line_by_more_than_half_a_cent(unit_cents: int, milli: int) -> None:
    exact = Decimal(unit_cents) * Decimal(milli) / 1000
    assert abs(Decimal(times(unit_cents, Decimal(milli) / 1000)) - exact) <= Decimal("0.5")
