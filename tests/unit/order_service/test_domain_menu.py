"""What a tap may ask of the menu, and what it costs."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import MAX_CENTS
from order_service.domain.menu import (
    FractionOfPiece,
    InvalidChoice,
    InvalidQuantity,
    LineRequest,
    Product,
    ProductNotAvailable,
    ProductNotFound,
    Unit,
    choose,
    printable_note,
)
from order_service.domain.pricing import AmountTooLarge, line_total, quantity_text, unit_price
from tests.builders import a_line, a_menu, a_product, a_question, an_extra

RARE, MEDIUM = an_extra(21, "σενιάν"), an_extra(22, "μέτριο")
HALF, WHOLE = an_extra(31, "μισή", -200), an_extra(32, "ολόκληρη", is_default=True)
STEAK = a_product(
    5,
    "Μπριζόλα",
    1150,
    options=(an_extra(11, "ρύζι", 150), an_extra(12, "αυγό", 100)),
    ingredients=(an_extra(13, "πατάτες", -50),),
    preference_sets=(a_question(2, RARE, MEDIUM), a_question(3, HALF, WHOLE, name="μερίδα", is_required=False)),
)
MENU = a_menu(STEAK, a_product(6, "Κόκορας", is_available=False))


def ask(**changes: object) -> LineRequest:
    return LineRequest(**{"product_id": 5, "quantity": Decimal(1), "choice_ids": (21,)} | changes)  # type: ignore[arg-type]


def test_a_question_without_an_answer_takes_its_default() -> None:
    assert [choice for _, choice in choose(MENU, ask()).choices] == [RARE, WHOLE]


def test_a_required_question_without_default_must_be_answered() -> None:
    with pytest.raises(InvalidChoice, match="ψήσιμο"):
        choose(MENU, ask(choice_ids=()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice_ids": (21, 22)},
        {"choice_ids": (21, 21)},
        {"choice_ids": (21, 99)},
        {"choice_ids": (11,)},
        {"option_ids": (13,)},
        {"option_ids": (11, 11)},
        {"option_ids": (99,)},
        {"removed_ingredient_ids": (11,)},
        {"removed_ingredient_ids": (13, 13)},
    ],
)
def test_a_choice_the_dish_does_not_offer_or_named_twice_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidChoice):
        choose(MENU, ask(**wrong))


def test_extras_keep_the_order_of_the_menu_whatever_the_order_of_taps() -> None:
    assert choose(MENU, ask(option_ids=(12, 11))).options == choose(MENU, ask(option_ids=(11, 12))).options


def test_a_dish_that_is_gone_or_out_for_today_is_refused_by_name() -> None:
    with pytest.raises(ProductNotFound):
        choose(MENU, ask(product_id=404))
    with pytest.raises(ProductNotAvailable, match="Κόκορας"):
        choose(MENU, ask(product_id=6, choice_ids=()))


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "0.0001", "1.0005", "999.001", "1000", "1000000000", "1e9", "NaN", "sNaN", "Infinity"]
)
def test_a_quantity_nobody_can_serve_is_refused(quantity: str) -> None:
    with pytest.raises(InvalidQuantity):
        choose(MENU, ask(quantity=Decimal(quantity)))


@pytest.mark.parametrize("quantity", ["0.001", "0.450", "1", "2.0000", "999"])
def test_a_quantity_from_a_thousandth_to_999_is_taken(quantity: str) -> None:
    by_weight = a_menu(replace(STEAK, unit="kg"))
    assert choose(by_weight, ask(quantity=Decimal(quantity))).quantity == Decimal(quantity)


@pytest.mark.parametrize("unit", ["kg", "l", "portion"])
def test_what_is_measured_or_sold_in_portions_is_taken_in_parts(unit: Unit) -> None:
    assert choose(a_menu(replace(STEAK, unit=unit)), ask(quantity=Decimal("0.5"))).quantity == Decimal("0.5")


@pytest.mark.parametrize("quantity", ["0.5", "1.5", "0.001", "998.999"])
def test_half_a_piece_is_refused(quantity: str) -> None:
    with pytest.raises(FractionOfPiece, match="Μπριζόλα"):
        choose(MENU, ask(quantity=Decimal(quantity)))


def test_a_line_s_course_is_the_tap_s_else_the_dish_s() -> None:
    menu = a_menu(replace(STEAK, course=2), a_product(6))
    assert [choose(menu, ask(course=course)).course for course in (None, 1)] == [2, 1]
    assert choose(menu, LineRequest(6, Decimal(1))).course is None
    assert [choose(menu, ask(hold=hold)).is_held for hold in (True, False)] == [True, False]


@given(base=st.integers(0, 2000), delta=st.integers(-3000, 3000))
def test_a_half_portion_is_a_choice_that_never_costs_less_than_nothing(base: int, delta: int) -> None:
    half = an_extra(1, "μισή", delta)
    dish = a_product(cents=base, preference_sets=(a_question(1, half, an_extra(2, "ολόκληρη", is_default=True)),))
    cents = unit_price(choose(a_menu(dish), LineRequest(dish.id, Decimal(1), choice_ids=(1,))))
    assert cents == max(0, base + delta)


@given(st.text())
def test_a_note_never_carries_anything_a_printer_would_obey(note: str) -> None:
    kept = printable_note(note)
    assert all(character.isprintable() for character in kept)
    assert kept == kept.strip()
    assert "  " not in kept
    assert printable_note(kept) == kept


def test_a_note_keeps_its_words() -> None:
    assert printable_note("χωρίς\x1b@ αλάτι\n\x00παρακαλώ") == "χωρίς @ αλάτι παρακαλώ"


def test_a_unit_costs_the_dish_with_everything_that_was_chosen() -> None:
    line = choose(MENU, ask(option_ids=(11, 12), removed_ingredient_ids=(13,), choice_ids=(21, 31)))
    assert unit_price(line) == 1150 + 150 + 100 - 50 - 200


def test_nothing_costs_less_than_nothing() -> None:
    assert unit_price(a_line(a_product(cents=100), options=(an_extra(1, cents=-500),))) == 0


def test_a_line_over_a_million_is_a_mistake() -> None:
    assert line_total(MAX_CENTS, Decimal(1)) == MAX_CENTS
    with pytest.raises(AmountTooLarge):
        line_total(MAX_CENTS, Decimal("1.001"))


@pytest.mark.parametrize(
    ("milli", "text"), [(1000, "1"), (450, "0.450"), (1, "0.001"), (2500, "2.500"), (999000, "999")]
)
def test_a_quantity_is_written_whole_or_with_three_places(milli: int, text: str) -> None:
    assert quantity_text(milli) == text


@given(st.integers(1, 999_000))
def test_a_written_quantity_reads_back_as_itself(milli: int) -> None:
    assert Decimal(quantity_text(milli)) * 1000 == milli


def test_a_product_is_a_value() -> None:
    assert isinstance(STEAK, Product)
    assert hash(STEAK)


SAUCES = a_question(9, *(an_extra(key, f"σως {key}") for key in (91, 92, 93)), name="σως")
MEZE = a_product(8, "Μεζές", preference_sets=(replace(SAUCES, min_choices=1, max_choices=2),))


def test_a_question_takes_as_many_answers_as_it_says() -> None:
    menu = a_menu(MEZE)
    taken = choose(menu, LineRequest(8, Decimal(1), choice_ids=(93, 91)))
    assert [choice.id for _, choice in taken.choices] == [91, 93]
    for wrong in ((), (91, 92, 93)):
        with pytest.raises(InvalidChoice, match="takes 1 to 2 of σως"):
            choose(menu, LineRequest(8, Decimal(1), choice_ids=wrong))


def test_a_question_must_be_asked_only_when_its_defaults_are_not_enough() -> None:
    default = an_extra(91, "κέτσαπ", is_default=True)
    assert not replace(SAUCES, choices=(default,), min_choices=1).is_required
    assert replace(SAUCES, choices=(default, an_extra(92)), min_choices=2, max_choices=2).is_required


def test_a_dish_that_is_out_comes_back_with_the_next_business_day() -> None:
    menu = a_menu(a_product(6, "Κόκορας", out_on="2026-06-05"))
    with pytest.raises(ProductNotAvailable, match="Κόκορας"):
        choose(menu, LineRequest(6, Decimal(1)), "2026-06-05")
    assert choose(menu, LineRequest(6, Decimal(1)), "2026-06-06").product.id == 6
