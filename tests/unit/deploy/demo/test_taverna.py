"""The demo's menu and floor, as written in taverna.toml."""

import re

import pytest
from pydantic import ValidationError

from deploy.demo.taverna import Taverna, read_taverna

TAVERNA = read_taverna()
DISHES = [(category, dish) for category in TAVERNA.categories for dish in category.dishes]


def test_there_are_two_sections_with_twenty_tables():
    assert [section.name_en for section in TAVERNA.sections] == ["Inside", "Yard"]
    assert sum(s.last_table - s.first_table + 1 for s in TAVERNA.sections) == 20


def test_the_menu_has_dishes_enough_to_scroll():
    assert len(DISHES) >= 45


def test_every_dish_is_greek_with_an_english_name_and_a_price():
    for _, dish in DISHES:
        assert re.search("[α-ωά-ώ]", dish.name, re.IGNORECASE), dish.name
        assert re.fullmatch(r"[\x20-\x7eéè]+", dish.name_en), dish.name_en
        assert dish.cents > 0


def test_no_two_dishes_share_a_name():
    names = [dish.name for _, dish in DISHES]
    assert len(set(names)) == len(names)


def test_one_product_prints_nowhere_and_one_is_out():
    assert [dish.name for category, dish in DISHES if not (dish.zone or category.zone)] == ["Κουβέρ και ψωμί"]
    assert [dish.name for _, dish in DISHES if not dish.available] == ["Κόκορας κρασάτος"]


def test_there_are_options_with_prices_things_to_leave_out_and_questions():
    assert any(option.cents > 0 for option in TAVERNA.options.values())
    assert any(dish.without for _, dish in DISHES)
    assert {question.name for question in TAVERNA.questions.values()} >= {"ψήσιμο", "μέγεθος"}


def test_no_size_makes_a_dish_cost_less_than_nothing():
    for _, dish in DISHES:
        cheapest = sum(min(choice.cents for choice in TAVERNA.questions[key].choices) for key in dish.asks)
        assert dish.cents + cheapest > 0, dish.name


def test_white_letters_are_readable_on_every_category():
    def luminance(color: str) -> float:
        channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for category in TAVERNA.categories:
        assert 1.05 / (luminance(category.color) + 0.05) >= 4.5, category.name_en


def test_a_name_that_the_file_does_not_explain_is_refused():
    broken = TAVERNA.model_dump()
    broken["categories"][0]["dishes"][0]["without"] = ["unicorn"]
    with pytest.raises(ValidationError, match="unicorn"):
        Taverna.model_validate(broken)
