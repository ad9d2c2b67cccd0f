"""PINs for the demo's staff: random, and none that people guess first."""

import secrets

from order_service.domain.pins import is_common


def draw_pin(digits: int) -> str:
    """A random PIN of that many digits that is not common."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(digits))
        if not is_common(pin):
            return pin
