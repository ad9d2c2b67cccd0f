"""Good PINs, and who may change whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_service.domain.permissions import Role, Staff, SysadminsOnly
from order_service.domain.pins import PinTooCommon, PinTooShort, require_digits, require_uncommon
from order_service.domain.staffing import (
    LastManager,
    NewPinNeeded,
    require_pin_for_promotion,
    require_rank,
    require_somebody_manages,
)

ROLES = st.sampled_from(["waiter", "manager", "sysadmin"])


@pytest.mark.parametrize(("role", "fewest"), [("waiter", 4), ("manager", 6), ("sysadmin", 6)])
def test_those_who_manage_need_longer_pins(role: Role, fewest: int) -> None:
    require_digits(fewest, role)
    with pytest.raises(PinTooShort) as refused:
        require_digits(fewest - 1, role)
    assert refused.value.facts == {"fewest": fewest}


@pytest.mark.parametrize("pin", ["1234", "0000", "1212", "2580", "1987", "7447", "123456", "147258", "999999999999"])
def test_a_common_pin_is_refused_without_being_repeated(pin: str) -> None:
    with pytest.raises(PinTooCommon) as refused:
        require_uncommon(pin)
    assert pin not in str(refused.value)


@given(st.lists(ROLES))
def test_a_house_without_anybody_who_manages_is_refused(roles: list[Role]) -> None:
    if {"manager", "sysadmin"} & set(roles):
        require_somebody_manages(roles)
    else:
        with pytest.raises(LastManager):
            require_somebody_manages(roles)


@given(ROLES, st.lists(ROLES, min_size=1))
def test_only_a_sysadmin_touches_a_sysadmin(mine: Role, touched: list[Role]) -> None:
    by = Staff(1, "Eleni", mine)
    if "sysadmin" in touched and mine != "sysadmin":
        with pytest.raises(SysadminsOnly):
            require_rank(by, *touched)
    else:
        require_rank(by, *touched)


def test_a_promotion_asks_for_a_new_pin_and_nothing_else_does() -> None:
    with pytest.raises(NewPinNeeded):
        require_pin_for_promotion("waiter", "manager", has_new_pin=False)
    require_pin_for_promotion("waiter", "manager", has_new_pin=True)
    require_pin_for_promotion("manager", "sysadmin", has_new_pin=False)
    require_pin_for_promotion("manager", "waiter", has_new_pin=False)
