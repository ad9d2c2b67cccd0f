"""PINs of the demo's staff."""

import pytest

from deploy.demo.pins import draw_pin
from order_service.domain.pins import is_common


@pytest.mark.parametrize(
    "pin",
    ["1234", "0000", "9876", "2580", "1212", "1221", "1987", "2024", "1122", "123456", "654321", "147258", "121212"],
)
def test_what_people_guess_first_is_common(pin):
    assert is_common(pin)


@pytest.mark.parametrize("pin", ["6932", "0784", "630718", "804219"])
def test_other_pins_are_fine(pin):
    assert not is_common(pin)


@pytest.mark.parametrize("digits", [4, 6])
def test_drawn_pins_have_the_digits_asked_for_and_differ(digits):
    drawn = {draw_pin(digits) for _ in range(200)}
    assert len(drawn) > 150
    assert all(len(pin) == digits and pin.isdecimal() and not is_common(pin) for pin in drawn)
