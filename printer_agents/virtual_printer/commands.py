"""How long every ESC/POS command is: the grammar of the byte stream, as tables and one pure function.

Source: the command references of Epson (TM series), Jolimark (TP850) and the "80 mm series" clones, as gathered in
python-escpos, escpos-php and receiptio. Written apart from the agent's encoder, so that the two can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10

#: Two-byte commands -> how many argument bytes always follow.
FIXED: dict[bytes, int] = {
    **{b"\x1b" + bytes([c]): 0 for c in b"@2<iLSmO\x0cv"},
    **{b"\x1b" + bytes([c]): 1 for c in b"!-3=ACEGJKMRTUVadeftru%?{ "},
    **{b"\x1b" + bytes([c]): 2 for c in b"B$\\Z"},
    **{b"\x1b" + bytes([c]): 3 for c in b"pc"},
    b"\x1bc": 2,
    b"\x1bW": 8,
    b"\x1c.": 0,
    b"\x1c&": 0,
    **{b"\x1c" + bytes([c]): 1 for c in b"!-CW"},
    **{b"\x1c" + bytes([c]): 2 for c in b"Sp?"},
    b"\x1c2": 74,
    **{b"\x1d" + bytes([c]): 0 for c in b":"},
    **{b"\x1d" + bytes([c]): 1 for c in b"!/BEFHITabfhrw"},
    **{b"\x1d" + bytes([c]): 2 for c in b"$LPW\\"},
    b"\x1d^": 3,
    b"\x1d\x07": 3,
    b"\x10\x04": 1,
    b"\x10\x05": 1,
}

#: What the knife obeys.
CUTS = frozenset({"GS V", "ESC i", "ESC m"})

#: Asked of the printer, or about it: they put nothing on paper and belong to no ticket.
QUERIES = frozenset({"GS r", "GS I", "GS a", "GS ( H", "ESC v", "ESC u", "DLE EOT", "DLE ENQ", "DLE DC4"})

_PREFIX = {ESC: "ESC", FS: "FS", GS: "GS", DLE: "DLE"}
_SINGLE = {
    0x00: "NUL", 0x07: "BEL", 0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR", 0x18: "CAN",
}  # fmt: skip
_AFTER_DLE = {0x04: "EOT", 0x05: "ENQ", 0x14: "DC4"}


@dataclass(frozen=True, slots=True)
class Command:
    """One command, or one run of text, as it came over the wire.

    Attributes:
        name: as the manuals write it ("ESC a"); "text" for characters, "unknown" for what no table knows.
        raw: every byte of it.
    """

    name: str
    raw: bytes

    def argument(self, index: int = 0) -> int:
        """The index-th byte after a two-byte command; 0 when it is missing."""
        return self.raw[2 + index] if len(self.raw) > 2 + index else 0

    def __str__(self) -> str:
        if self.name == "text":
            return f"text {len(self.raw)} bytes"
        rest = self.raw[: 2 + 10].hex(" ")
        return f"{self.name} [{rest}{' ...' if len(self.raw) > 12 else ''}]"


def extent(held: bytes | bytearray, at: int) -> int | None:
    """How many bytes the command beginning at held[at] takes, as far as can be known.

    Args:
        held: the stream so far.
        at: where a control byte (below 0x20) stands.

    Returns:
        its whole length in bytes, which may reach beyond what is held; None while the head is too short to tell.
        An unknown command counts as two bytes, so that what follows is printed as text, as clones do.
    """
    first = held[at]
    if first not in _PREFIX:
        return 1
    if len(held) < at + 2:
        return None
    fixed = FIXED.get(bytes(held[at : at + 2]))
    if fixed is not None:
        return 2 + fixed
    return _variable(bytes(held[at : at + 14]), held, at)


def _variable(head: bytes, held: bytes | bytearray, at: int) -> int | None:
    """The length of commands that carry their own length; `head` is up to 14 bytes from `at`."""
    match head[0], head[1]:
        case (0x1D, 0x56):  # GS V m [n]: 0 1 '0' '1' cut here, A B a b g h feed n first
            return None if len(head) < 3 else (4 if head[2] in b"ABabgh" else 3)
        case (0x1D, 0x76):  # GS v 0 m xL xH yL yH data
            return None if len(head) < 8 else 8 + (head[4] + 256 * head[5]) * (head[6] + 256 * head[7])
        case (0x1D, 0x28) | (0x1C, 0x28) | (0x1B, 0x28):  # GS ( X pL pH data, and the same after FS and ESC
            return None if len(head) < 5 else 5 + head[3] + 256 * head[4]
        case (0x1D, 0x38):  # GS 8 L p1-p4 data
            return None if len(head) < 7 else 7 + int.from_bytes(head[3:7], "little")
        case (0x1D, 0x2A):  # GS * x y data
            return None if len(head) < 4 else 4 + head[2] * head[3] * 8
        case (0x1D, 0x6B):  # GS k m data NUL, or GS k m n data
            if len(head) < 3:
                return None
            if head[2] < 65:
                return _through_nul(held, at, 3)
            return None if len(head) < 4 else 4 + head[3]
        case (0x1B, 0x2A):  # ESC * m nL nH data, 1 or 3 bytes a column
            return None if len(head) < 5 else 5 + (head[3] + 256 * head[4]) * (3 if head[2] in (32, 33) else 1)
        case (0x1B, 0x44):  # ESC D tabs NUL
            return _through_nul(held, at, 2)
        case (0x1B, 0x26):  # ESC & y c1 c2 (x data)...
            return _user_characters(held, at)
        case (0x10, 0x14):  # DLE DC4: 1 m t, 2 1 8, 8 and seven more
            return None if len(head) < 3 else {1: 5, 2: 5, 8: 10}.get(head[2], 3)
        case _:
            return 2


def _through_nul(held: bytes | bytearray, at: int, skip: int) -> int | None:
    end = held.find(0, at + skip, at + skip + 256)
    if end >= 0:
        return end + 1 - at
    return None if len(held) < at + skip + 256 else 2


def _user_characters(held: bytes | bytearray, at: int) -> int | None:
    if len(held) < at + 5:
        return None
    height_bytes, first, last = held[at + 2 : at + 5]
    size = 5
    for _ in range(first, last + 1):
        if len(held) <= at + size:
            return None
        size += 1 + held[at + size] * height_bytes
    return size


def name_of(raw: bytes) -> str:
    """What the manuals call this command, from its first bytes; "unknown" when the tables lack it."""
    first = raw[0]
    if first not in _PREFIX:
        return _SINGLE.get(first, "unknown")
    if first == DLE:
        return f"DLE {_AFTER_DLE[raw[1]]}" if raw[1] in _AFTER_DLE else "unknown"
    if raw[1] == 0x07:
        return "GS BEL"
    if raw[1] == 0x28:
        return f"{_PREFIX[first]} ( {chr(raw[2])}"
    if raw[:2] not in FIXED and raw[:2] not in _VARIABLE_NAMES:
        return "unknown"
    letter = _VARIABLE_NAMES.get(raw[:2]) or ("FF" if raw[1] == 0x0C else chr(raw[1]))
    return f"{_PREFIX[first]} {letter}"


_VARIABLE_NAMES = {
    b"\x1dV": "V", b"\x1dv": "v 0", b"\x1d8": "8 L", b"\x1d*": "*", b"\x1dk": "k",
    b"\x1b*": "*", b"\x1bD": "D", b"\x1b&": "&",
}  # fmt: skip
