"""Bytes from a printer -> what it said. Pure.

Four kinds of answer share one stream and differ by bits: `b & 93 == 12` answers DLE EOT at once; `b & 93 == 10` opens
an automatic status of four bytes; `37 22 .. 00` is a process id; `b & 90 == 00` answers GS r in its turn.

Source: Epson's ESC/POS reference for DLE EOT, GS a, GS r, GS ( H; the same bits are in the clones' manuals.
"""

from dataclasses import dataclass, field

from kernel.messages import Reason

_PROCESS_ID = b"\x37\x22"
_NAME = 0x5F
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class RealTime:
    """Answer to DLE EOT n; which n, only the asker knows."""

    bits: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """Answer to GS r 1, given when everything before it was processed."""

    bits: int

    @property
    def is_out_of_paper(self) -> bool:
        """The roll ended before this answer."""
        return self.bits & 0x0C != 0


@dataclass(frozen=True, slots=True)
class ProcessId:
    """Answer to GS ( H: the printing before this id is complete."""

    id: bytes


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that answer nothing we asked: automatic status, names, flow control, another device's language."""

    raw: bytes
    is_known: bool = False


Reply = RealTime | Ordered | ProcessId | Noise


@dataclass(slots=True)
class ReplyReader:
    """Cuts a byte stream into replies; keeps the head of one that isn't whole yet."""

    _held: bytearray = field(default_factory=bytearray)

    def read(self, data: bytes) -> list[Reply]:
        """Take bytes in any pieces, return the replies they complete."""
        self._held += data
        replies: list[Reply] = []
        while self._held and (size := _size_of_first(self._held)) is not None:
            replies.append(_reply(bytes(self._held[:size])))
            del self._held[:size]
        return replies


def _size_of_first(held: bytearray) -> int | None:
    first = held[0]
    if first & 0x93 == 0x10:
        if any(byte & 0x90 for byte in held[1:4]):
            return 1
        return 4 if len(held) >= 4 else None
    if first == _PROCESS_ID[0]:
        if len(held) > 1 and held[1] != _PROCESS_ID[1]:
            return 1
        return 7 if len(held) >= 7 else None
    if first == _NAME:
        end = held.find(0)
        return end + 1 if end >= 0 else (1 if len(held) > _LONGEST_NAME else None)
    return 1


def _reply(raw: bytes) -> Reply:
    first = raw[0]
    if len(raw) == 7 and raw[:2] == _PROCESS_ID:
        return ProcessId(raw[2:6])
    if len(raw) > 1:
        return Noise(raw, is_known=True)
    if first & 0x93 == 0x12:
        return RealTime(first)
    if first & 0x90 == 0x00:
        return Ordered(first)
    return Noise(raw, is_known=first in (0x11, 0x13))


@dataclass(frozen=True, slots=True)
class Health:
    """What the answers to DLE EOT 1, 2, 3 and 4 say together.

    Attributes:
        reason: why nothing can print now; '' when it can.
        is_paper_low: the roll is near its end.
    """

    reason: Reason = ""
    is_paper_low: bool = False


def health(answers: dict[int, int]) -> Health:
    """Judge answers to DLE EOT, by n. One that is missing says nothing."""
    printer, offline, error, paper = (answers.get(n, 0x12) for n in (1, 2, 3, 4))
    reason: Reason = ""
    if paper & 0x60 or offline & 0x20:
        reason = "paper_out"
    elif offline & 0x04:
        reason = "cover_open"
    elif offline & 0x40 or error & 0x68:
        reason = "printer_error"
    elif printer & 0x08:
        reason = "offline"
    return Health(reason, bool(paper & 0x0C))
