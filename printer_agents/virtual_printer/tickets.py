"""A ticket is what lies between two cuts; the shelf keeps the newest."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from printer_agents.virtual_printer.rows import Row, TextRow

EndedBy = Literal["cut", "hand", "power_cut"]


@dataclass(frozen=True)
class Ticket:
    """One piece of paper.

    Attributes:
        seq: 1, 2, 3 ... in the order of the cuts of this printer.
        raw: the bytes that made it, its cut included; questions asked between two tickets are left out.
        rows: what stands on it, top first.
        dots: the width of the paper.
        ended_by: "cut"; "hand" when a person tore it off; "power_cut" for a torso that was never finished.
        first_byte_at_ns, last_byte_at_ns: when its first and last bytes were received, CLOCK_MONOTONIC in ns:
            comparable with time.monotonic_ns() of any process on this machine.
        printed_at_ns: when it was cut, the same clock.
        printed_at: when it was cut, aware UTC.
    """

    seq: int
    raw: bytes
    rows: tuple[Row, ...]
    dots: int
    ended_by: EndedBy
    first_byte_at_ns: int
    last_byte_at_ns: int
    printed_at_ns: int
    printed_at: datetime

    @property
    def is_whole(self) -> bool:
        """It was cut, or torn off whole, so everything sent before is on it."""
        return self.ended_by != "power_cut"

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What each row reads, unaligned, without trailing blanks; a picture reads "[▒ 576 x 24]"."""
        return tuple(row.text for row in self.rows)

    @cached_property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(self.lines)

    @cached_property
    def laid_out(self) -> str:
        """The lines with centring and right alignment as spaces, for a monospaced screen."""
        columns = self.dots // 12
        return "\n".join(_placed(row, columns) for row in self.rows)

    def png(self) -> bytes:
        """The picture of it, drawn anew at each call (20 to 40 ms)."""
        from printer_agents.virtual_printer.drawing import png_of  # Pillow is heavy and most runs never draw

        return png_of(self.rows, self.dots, cut=self.is_whole)


def _placed(row: Row, columns: int) -> str:
    text = row.text
    if not isinstance(row, TextRow) or row.align == "left":
        return text
    free = max(0, columns - row.used // 12)
    return " " * (free // 2 if row.align == "center" else free) + text


class TicketShelf:
    """The newest tickets of a printer; safe to read from any thread."""

    def __init__(self, keeps: int) -> None:
        self._tickets: deque[Ticket] = deque(maxlen=keeps)
        self._lock = threading.Lock()
        self.printed = 0

    def add(self, ticket: Ticket) -> None:
        """Put one on the shelf; the oldest falls off a full shelf."""
        with self._lock:
            self._tickets.append(ticket)
            self.printed += 1

    def clear(self) -> None:
        """Take all away; the counters go on."""
        with self._lock:
            self._tickets.clear()

    def all(self) -> list[Ticket]:
        """Those kept, oldest first."""
        with self._lock:
            return list(self._tickets)

    def since(self, seq: int) -> list[Ticket]:
        """Those kept with a greater number, oldest first."""
        return [ticket for ticket in self.all() if ticket.seq > seq]

    def find(self, seq: int) -> Ticket | None:
        """The one with this number, if it is still kept."""
        return next((ticket for ticket in self.all() if ticket.seq == seq), None)
