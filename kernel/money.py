"""Money is integer minor units inside (`*_cents`) and a decimal string on the wire (`"12.50"`)."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from kernel.errors import Invalid

Cents = NewType("Cents", int)

MAX_CENTS = 100_000_000
"""No single amount exceeds a million: far over any check, far under any integer limit."""

_WIRE = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{1,2})?")


class InvalidMoney(Invalid):
    """Not a decimal string with at most two places."""

    code = "invalid-money"
    hint = "Write an amount like 12.50."


def from_wire(text: str) -> Cents:
    """`"12.50"` -> 1250. Raises InvalidMoney on floats, exponents, signs alone, three decimals, over MAX_CENTS."""
    if not _WIRE.fullmatch(text):
        raise InvalidMoney(f"'{text[:40]}' is not an amount of money.")
    cents = int(Decimal(text) * 100)
    if abs(cents) > MAX_CENTS:
        raise InvalidMoney(f"{text} is more than a million.")
    return Cents(cents)


def to_wire(cents: int) -> str:
    """1250 -> `"12.50"`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def times(unit_cents: int, quantity: Decimal) -> Cents:
    """Price of `quantity` units, rounded half up once per line (0.005 -> 0.01)."""
    exact = Decimal(unit_cents) * quantity
    return Cents(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
