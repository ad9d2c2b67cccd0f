"""Letters that a client teaches the printer (ESC &): dots in place of a code, until a reset takes them."""

from __future__ import annotations

from functools import cache

from printer_agents.virtual_printer.rows import Glyph

_HIGH, _WIDE = 24, 12
_LEAST_LIKENESS = 0.6


def taught(raw: bytes) -> dict[int, Glyph]:
    """Read ESC & y c1 c2 (x, x columns of y bytes)...

    Args:
        raw: the whole command.

    Returns:
        code -> its dots; none for a height that is not 24, as a printer of font A ignores it.
    """
    deep, first, last = raw[2:5]
    found: dict[int, Glyph] = {}
    at = 5
    for code in range(first, last + 1):
        size = raw[at] * deep
        if deep * 8 == _HIGH and raw[at] <= _WIDE:
            found[code] = Glyph(raw[at], raw[at + 1 : at + 1 + size])
        at += 1 + size
    return found


@cache
def reads_as(glyph: Glyph) -> str:
    """The letter that a reader takes these dots for, so that a ticket can be searched: "€", else "▒"."""
    from printer_agents.virtual_printer.drawing import dots_of  # Pillow is heavy and most runs never draw

    seen, known = _ink(glyph), dots_of("€")
    return "€" if len(seen & known) > _LEAST_LIKENESS * len(seen | known) else "▒"


def _ink(glyph: Glyph) -> frozenset[tuple[int, int]]:
    """(x, y) of its black dots."""
    deep = _HIGH // 8
    return frozenset(
        (at // deep, at % deep * 8 + bit)
        for at, byte in enumerate(glyph.columns)
        for bit in range(8)
        if byte & 0x80 >> bit
    )
