"""What a payment takes, and what a cut leaves: nothing is lost or made, whatever the order of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.check import AlreadyPaid, CheckLine, NothingToPay
from order_service.domain.line_cut import cut
from order_service.domain.menu import InvalidQuantity
from order_service.domain.payment import (
    AmountOverUnpaid,
    ItemNotOnOrder,
    ItemPaid,
    Portion,
    Share,
    SharesDoNotAddUp,
    divided,
    due_of,
    paid_of,
    pay,
    portions_of_amount,
    portions_of_items,
    take_back,
)


@st.composite
def a_check(draw: st.DrawFn) -> list[CheckLine]:
    """Lines of a check, some discounted, some free, some paid in part the way payments do it."""
    lines = []
    for key in range(draw(st.integers(1, 6))):
        quantity = draw(st.sampled_from([1000, 2000, 3000, 7000, 450, 1]))
        gross = draw(st.integers(0, 5000))
        line = CheckLine(key, quantity, gross, draw(st.integers(0, gross)), draw(st.integers(0, 4)) == 0)
        if draw(st.booleans()) and line.due_cents:
            [line] = pay([line], portions_of_amount([line], draw(st.integers(1, line.due_cents))))
        lines.append(line)
    return lines


def is_sound(line: CheckLine) -> bool:
    return (
        0 <= line.paid_milli <= line.quantity_milli
        and 0 <= line.paid_cents <= line.due_cents
        and 0 <= line.discount_cents <= line.gross_cents
        and (line.unpaid_milli > 0 or line.unpaid_cents == 0)
    )


@given(a_check(), st.integers(1, 6), st.data())
def test_a_split_pays_the_check_to_the_cent_and_back(lines: list[CheckLine], guests: int, data: st.DataObject) -> None:
    left = due_of(lines) - paid_of(lines)
    if not left:
        with pytest.raises(NothingToPay):
            portions_of_amount(lines, 1)
        return
    amount = data.draw(st.integers(1, left))
    portions = portions_of_amount(lines, amount)
    assert sum(portion.amount_cents for portion in portions) == amount
    paid = pay(lines, portions)
    assert all(map(is_sound, paid))
    assert take_back(paid, portions) == lines
    cuts = sorted({data.draw(st.integers(1, amount)) for _ in range(guests - 1)} - {amount})
    shares = [Share("cash", b - a) for a, b in zip([0, *cuts], [*cuts, amount], strict=True)]
    parts = divided(portions, shares)
    assert [sum(p.amount_cents for p in part) for part in parts] == [share.amount_cents for share in shares]
    for part in parts:
        lines = pay(lines, part)
        assert all(map(is_sound, lines))
    assert lines == paid


@given(a_check())
def test_all_that_is_left_by_name_pays_the_rest(lines: list[CheckLine]) -> None:
    wanted = [(line.id, None) for line in lines if line.unpaid_milli]
    if not due_of(lines) - paid_of(lines):
        with pytest.raises((NothingToPay, AlreadyPaid)):
            portions_of_items(lines, wanted)
        return
    paid = pay(lines, portions_of_items(lines, wanted))
    assert all(is_sound(line) for line in paid)
    assert due_of(paid) == paid_of(paid)


@given(a_check(), st.data())
def test_the_two_halves_of_a_cut_are_the_line(lines: list[CheckLine], data: st.DataObject) -> None:
    line = lines[0]
    quantity = data.draw(st.integers(1, line.quantity_milli))
    if quantity == line.quantity_milli:
        with pytest.raises(InvalidQuantity):
            cut(line, quantity)
        return
    if quantity > line.unpaid_milli:
        with pytest.raises(ItemPaid):
            cut(line, quantity)
        return
    stays, gone = cut(line, quantity)
    assert is_sound(stays)
    assert is_sound(gone)
    assert gone.paid_cents == gone.paid_milli == 0
    for amount in ("quantity_milli", "gross_cents", "discount_cents", "due_cents", "paid_cents", "paid_milli"):
        assert getattr(stays, amount) + getattr(gone, amount) == getattr(line, amount), amount


def test_what_can_t_be_paid_is_refused_by_name() -> None:
    beers = CheckLine(1, 3000, 1350)
    for wanted, refusal in (
        ([(2, None)], ItemNotOnOrder),
        ([(1, None), (1, None)], ItemNotOnOrder),
        ([(1, 4000)], AlreadyPaid),
    ):
        with pytest.raises(refusal):
            portions_of_items([beers], wanted)
    one_paid = pay([beers], [Portion(1, 1000, 450)])
    with pytest.raises(AlreadyPaid):
        portions_of_items(one_paid, [(1, None)], only_whole=True)
    assert portions_of_items(one_paid, [(1, None)]) == [Portion(1, 2000, 900)]
    with pytest.raises(AlreadyPaid):
        portions_of_items(pay([beers], [Portion(1, 3000, 1350)]), [(1, None)])
    with pytest.raises(NothingToPay):
        portions_of_items([CheckLine(1, 1000, 500, is_comped=True)], [(1, None)])
    with pytest.raises(AmountOverUnpaid):
        portions_of_amount([beers], 1351)
    with pytest.raises(SharesDoNotAddUp):
        divided([Portion(1, 3000, 1350)], [Share("cash", 1000), Share("card", 349)])
    with pytest.raises(SharesDoNotAddUp):
        divided([Portion(1, 3000, 1350)], [Share("cash", 1350), Share("card", 0)])
