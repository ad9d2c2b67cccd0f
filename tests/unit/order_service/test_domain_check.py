"""Money is divided without a cent lost or made."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.check import (
    AlreadyPaid,
    CheckLine,
    DiscountTooLarge,
    NothingToPay,
    discount_parts,
    equal_parts,
    part_of,
    percent_of,
    price_of_part,
    spread,
    vat_within,
)

cents = st.integers(0, 10_000_00)


@given(cents, st.lists(st.integers(0, 5000), min_size=1, max_size=30).filter(any))
def test_parts_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(spread(total, weights)) == total


@given(cents, st.integers(1, 40))
def test_equal_parts_differ_by_a_cent_at_most(total: int, people: int) -> None:
    parts = equal_parts(total, people)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1


@given(st.integers(1, 20), cents, st.floats(0, 1), st.lists(st.integers(1, 20_000), max_size=6))
def test_a_line_paid_piece_by_piece_costs_what_it_costs(
    pieces: int, gross: int, share: float, bites: list[int]
) -> None:
    discount = int(gross * share)
    line = CheckLine(1, pieces * 1000, gross, discount)
    for bite in [*bites, pieces * 1000]:
        part = min(bite, line.unpaid_milli)
        price = price_of_part(line, part) if part else 0
        assert 0 <= price <= line.unpaid_cents
        line = CheckLine(1, pieces * 1000, gross, discount, False, line.paid_milli + part, line.paid_cents + price)
    assert line.paid_cents == gross - discount


def test_one_of_three_beers() -> None:
    line = CheckLine(1, 3000, 1000)
    assert price_of_part(line, 1000) == 333
    assert price_of_part(CheckLine(1, 3000, 1000, paid_milli=1000, paid_cents=333), 1000) == 334
    assert price_of_part(CheckLine(1, 3000, 1000, paid_milli=2000, paid_cents=667), 1000) == 333


def test_more_than_is_left_is_refused() -> None:
    with pytest.raises(AlreadyPaid):
        price_of_part(CheckLine(1, 2000, 900, paid_milli=1000, paid_cents=450), 1500)


@given(st.lists(st.integers(0, 50_00), min_size=1, max_size=12), st.data())
def test_a_discount_comes_off_unpaid_lines(grosses: list[int], data: st.DataObject) -> None:
    lines = [CheckLine(n, 1000, gross) for n, gross in enumerate(grosses)]
    total = sum(grosses)
    if not total:
        with pytest.raises(NothingToPay):
            discount_parts(lines, 1)
        return
    discount = data.draw(st.integers(0, total))
    parts = discount_parts(lines, discount)
    assert sum(parts.values()) == discount
    assert all(0 <= parts.get(line.id, 0) <= line.gross_cents for line in lines)
    with pytest.raises(DiscountTooLarge):
        discount_parts(lines, total + 1)


def test_a_comped_line_costs_nothing() -> None:
    assert CheckLine(1, 1000, 800, is_comped=True).unpaid_cents == 0


def test_percent_and_vat_round_half_up() -> None:
    assert percent_of(45, Decimal(10)) == 5
    assert vat_within(1130, 1300) == 130
    assert vat_within(100, 2400) == 19
    assert part_of(100, 0, 1, 3) == 33
    with pytest.raises(DiscountTooLarge):
        percent_of(100, Decimal("100.01"))
