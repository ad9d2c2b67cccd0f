"""Search as people type. The examples are those of the web apps, so that both ends find the same dishes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.search import MOST_READINGS, fold, matches, readings

WEB = (Path(__file__).parents[3] / "web/shared/src/search.test.ts").read_text("utf-8")
FOUND, MISSED, *_ = re.findall(r"it\.each\(\[(.*?)\]\)", WEB, re.S)


def pairs(block: str) -> list[tuple[str, ...]]:
    return re.findall(r"\['([^']*)', '([^']*)'\]", block)


@pytest.mark.parametrize(("query", "dish"), pairs(FOUND))
def test_a_dish_is_found_as_people_type_it(query: str, dish: str) -> None:
    assert matches(query, dish)


@pytest.mark.parametrize(("query", "dish"), pairs(MISSED))
def test_another_dish_is_not_found(query: str, dish: str) -> None:
    assert not matches(query, dish)


def test_the_web_apps_still_have_examples() -> None:
    assert len(pairs(FOUND)) >= 20
    assert pairs(MISSED)


@given(st.text(max_size=20))
def test_every_name_is_found_by_itself_in_capitals(name: str) -> None:
    assert matches(name, f"το {name}, ζεστό")
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=60))
def test_a_query_has_few_readings_however_long(query: str) -> None:
    assert 1 <= len(readings(query)) <= MOST_READINGS
