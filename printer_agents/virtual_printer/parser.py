"""A stream of bytes, cut anywhere, becomes whole commands; real-time requests are heard the moment they arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from printer_agents.virtual_printer.commands import Command, extent, name_of

_TEXT = re.compile(rb"[\x20-\xff]+")
#: What a printer obeys on reception, wherever it stands, even inside an image (Epson, Citizen manuals).
_REAL_TIME = re.compile(
    rb"\x10\x04[\x01-\x04]|\x10\x05[\x01\x02]|\x10\x14\x02\x01\x08|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
)
_LONGEST_REAL_TIME = 10


class Parser:
    """Keeps what is unfinished between two receptions, as the printer does, even across connections.

    An image whose sender vanished therefore swallows the next ticket, until `reset` (power off).
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._searched = 0

    @property
    def unfinished(self) -> int:
        """Bytes of a command that is not complete yet."""
        return len(self._held)

    def reset(self) -> None:
        """Forget the unfinished command: the power went."""
        self._held.clear()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[tuple[Command, bool]]:
        """Take bytes as they arrive.

        Args:
            data: any number of bytes, cut at any place.

        Yields:
            (command, is_real_time), in the order of completion. A real-time request inside the data of another
            command comes before that command, and its bytes stay part of that data.
        """
        held = self._held
        held += data
        at = 0
        while at < len(held):
            if held[at] >= 0x20:
                match = _TEXT.match(held, at)
                assert match is not None
                yield Command("text", match.group()), False
                at = match.end()
                continue
            size = extent(held, at)
            if size is None or at + size > len(held):
                break
            raw = bytes(held[at : at + size])
            if size > _LONGEST_REAL_TIME:
                yield from self._heard_inside(raw)
            self._searched = 0
            at += size
            yield Command(name_of(raw), raw), _REAL_TIME.fullmatch(raw) is not None
        del held[:at]
        if len(held) > _LONGEST_REAL_TIME:
            yield from self._heard_inside(bytes(held))

    def _heard_inside(self, raw: bytes) -> Iterator[tuple[Command, bool]]:
        """Real-time requests inside `raw` that were not answered at an earlier reception."""
        for match in _REAL_TIME.finditer(raw, self._searched):
            self._searched = match.end()
            yield Command(name_of(match.group()), match.group()), True
        self._searched = max(self._searched, len(raw) - _LONGEST_REAL_TIME + 1)
