"""The newest bytes on the wire, for eyes: who sent them, when, and what was lost."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Direction = Literal["in", "out", "note"]
_SHOWN = 48


@dataclass(frozen=True, slots=True)
class LogLine:
    """One reception, one reply, or one remark.

    Attributes:
        number: 1, 2, 3 ...
        at: aware UTC.
        direction: "in" from the client, "out" to it, "note" for what happened to the printer.
        data: the first bytes, at most 48.
        size: how many there were.
        note: a stable word for a remark ("power_off"), empty for bytes.
    """

    number: int
    at: datetime
    direction: Direction
    data: bytes = b""
    size: int = 0
    note: str = ""


class ByteLog:
    """A bounded list of log lines and the totals of both directions."""

    def __init__(self, keeps: int = 200) -> None:
        self._lines: deque[LogLine] = deque(maxlen=keeps)
        self.received = 0
        self.replied = 0
        self.dropped = 0
        self._number = 0

    def bytes_in(self, data: bytes) -> None:
        """Bytes came."""
        self.received += len(data)
        self._write("in", data)

    def bytes_out(self, data: bytes) -> None:
        """Bytes went."""
        self.replied += len(data)
        self._write("out", data)

    def remark(self, note: str) -> None:
        """Something happened that has no bytes."""
        self._write("note", b"", note)

    def since(self, number: int) -> list[LogLine]:
        """The lines kept with a greater number, oldest first."""
        return [line for line in list(self._lines) if line.number > number]

    def _write(self, direction: Direction, data: bytes, note: str = "") -> None:
        self._number += 1
        self._lines.append(LogLine(self._number, datetime.now(UTC), direction, data[:_SHOWN], len(data), note))
