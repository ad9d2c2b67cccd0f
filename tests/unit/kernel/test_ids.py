"""Names and identifiers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kernel.ids import ULID_PATTERN, Slug, is_slug, new_ulid
from kernel.service_credentials import is_service_user

INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2300, 1, 1), timezones=st.just(UTC))


@given(INSTANTS, st.timedeltas(timedelta(milliseconds=2), timedelta(days=9000)))
def test_a_later_ulid_sorts_after_an_earlier_one(earlier: datetime, gap: timedelta) -> None:
    assert new_ulid(earlier) < new_ulid(earlier + gap)


@given(INSTANTS)
def test_a_ulid_looks_like_one(now: datetime) -> None:
    assert re.fullmatch(ULID_PATTERN, new_ulid(now))


def test_ulids_of_one_instant_differ() -> None:
    now = datetime.now(UTC)
    assert len({new_ulid(now) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("name", ["kitchen", "bar-2", "a", "0", "a" * 32])
def test_a_slug_may_name_a_printer(name: str) -> None:
    assert is_slug(name)
    assert TypeAdapter(Slug).validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "Kitchen", "κουζίνα", "a/b", "a+b", "#", "-a", "a-", "a b", "a" * 33, "kitchen\n", "a\x00", "..", "a.b"],
)
def test_what_could_break_a_topic_or_a_path_is_no_slug(name: str) -> None:
    assert not is_slug(name)
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(name)


@pytest.mark.parametrize("user", ["order-service", "agent.kitchen", "agent.bar-2"])
def test_services_have_names_that_are_safe_as_file_names(user: str) -> None:
    assert is_service_user(user)


@pytest.mark.parametrize("user", ["", "../etc", "agent.", "agent.a/b", "agent.kitchen\n", ".", "a/b", "Agent.kitchen"])
def test_a_name_that_is_no_service_s_opens_no_file(user: str) -> None:
    assert not is_service_user(user)
