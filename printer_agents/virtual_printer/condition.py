"""The state a printer is in, and how it says so: the status bytes, as pure functions.

Source: Epson's command reference for DLE EOT, GS r and GS a; the bits that clones share,
as receiptio and escpos-php read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Paper = Literal["ok", "low", "out"]


@dataclass(slots=True)
class Condition:
    """What the paper, the cover, the panel and the plug say."""

    paper: Paper = "ok"
    cover_open: bool = False
    offline: bool = False
    powered: bool = True

    @property
    def can_print(self) -> bool:
        """Nothing stands in the way of the next line."""
        return self.powered and not self.cover_open and not self.offline and self.paper != "out"


def real_time_status(n: int, now: Condition) -> bytes:
    """The answer to DLE EOT n, one byte: `b & 0x93 == 0x12`; nothing for an n the printer does not know."""
    match n:
        case 1:
            return bytes([0x12 | (0 if now.can_print else 0x08)])
        case 2:
            return bytes([0x12 | (0x04 if now.cover_open else 0) | (0x20 if now.paper == "out" else 0)])
        case 3:
            return b"\x12"
        case 4:
            return bytes([0x12 | {"ok": 0, "low": 0x0C, "out": 0x6C}[now.paper]])
        case _:
            return b""


def ordered_status(n: int, now: Condition) -> bytes:
    """The answer to GS r n: 1 paper, 2 drawer; `b & 0x90 == 0`."""
    if n in (1, 49):
        return bytes([{"ok": 0, "low": 0x03, "out": 0x0F}[now.paper]])
    return b"\x00" if n in (2, 50) else b""


def automatic_status(now: Condition) -> bytes:
    """The four bytes that GS a makes a printer send now and at every change; `first & 0x93 == 0x10`."""
    first = 0x10 | (0 if now.can_print else 0x08) | (0x20 if now.cover_open else 0)
    return bytes([first, 0x00, {"ok": 0, "low": 0x03, "out": 0x0F}[now.paper], 0x00])


def identity(n: int) -> bytes:
    """The answer to GS I n: a byte for the old forms, `5F text 00` for the named ones. Real clones lie here."""
    names = {65: b"1.0", 66: b"SIMPLE POS", 67: b"VIRTUAL", 68: b"0000001"}
    if n in names:
        return b"\x5f" + names[n] + b"\x00"
    return {1: b"\x20", 49: b"\x20", 2: b"\x02", 50: b"\x02", 3: b"\x01", 51: b"\x01"}.get(n, b"")
