"""Who may act on what."""

import pytest

from order_service.domain.permissions import (
    ManagersOnly,
    NotYourOrder,
    Role,
    Staff,
    initials,
    may_act,
    require_manager,
    require_order,
)

MARIA, NIKOS = 1, 2


def who(key: int = MARIA, role: Role = "waiter", assists: frozenset[int] = frozenset()) -> Staff:
    return Staff(key, "Μαρία", role, assists)


@pytest.mark.parametrize(
    ("person", "waiters", "allowed"),
    [
        (who(), frozenset(), False),
        (who(NIKOS), frozenset(), True),
        (who(), frozenset({MARIA}), True),
        (who(assists=frozenset({NIKOS})), frozenset(), True),
        (who(assists=frozenset({3})), frozenset({3}), True),
        (who(assists=frozenset({3})), frozenset(), False),
        (who(role="manager"), frozenset(), True),
        (who(role="sysadmin"), frozenset(), True),
    ],
)
def test_an_order_of_nikos_opens_to_those_it_concerns(person: Staff, waiters: frozenset[int], allowed: bool) -> None:
    assert may_act(person, NIKOS, waiters) is allowed


def test_a_refusal_names_the_colleague() -> None:
    with pytest.raises(NotYourOrder, match="Νίκος") as refusal:
        require_order(who(), NIKOS, frozenset(), "Νίκος")
    assert refusal.value.facts == {"owner": "Νίκος"}


def test_being_assisted_gives_no_right_over_the_assistant() -> None:
    assert not may_act(who(NIKOS), MARIA, frozenset())


def test_a_waiter_does_not_manage() -> None:
    with pytest.raises(ManagersOnly):
        require_manager(who())
    require_manager(who(role="manager"))


@pytest.mark.parametrize(
    ("name", "short"), [("Μαρία Παππά", "ΜΠ"), ("Νίκος", "Νί"), ("", ""), ("  ", "  "), ("Α", "Α")]
)
def test_initials_are_two_letters_where_there_are_two(name: str, short: str) -> None:
    assert initials(name) == short
