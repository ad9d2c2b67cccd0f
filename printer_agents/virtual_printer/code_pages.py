"""Which number of ESC t means which characters, on the printer that is imitated."""

from __future__ import annotations

from collections.abc import Mapping

#: The Jolimark TP850UE: CP737 is page 29. Epson has it at 14 and Star at 15, hence a setting.
JOLIMARK: Mapping[int, str] = {0: "cp437", 29: "cp737"}
EPSON: Mapping[int, str] = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 38: "cp869", 45: "cp1250", 46: "cp1251", 47: "cp1253",
}  # fmt: skip

STAR: Mapping[int, str] = {0: "cp437", 15: "cp737"}
#: By maker, as a switch names them.
MAKERS: Mapping[str, Mapping[int, str]] = {"jolimark": JOLIMARK, "epson": EPSON, "star": STAR, "no_greek": {0: "cp437"}}

#: A page the printer lacks prints as this one, so that a wrong number shows as the garbage it would be on paper.
FALLBACK = "cp437"


def decode(text: bytes, page: int, pages: Mapping[int, str], two_byte: bool = False) -> str:
    """The characters that come out for these bytes.

    Args:
        text: bytes of 0x20 and above.
        page: the number last given with ESC t.
        pages: number -> Python codec.
        two_byte: the printer reads pairs of high bytes as Chinese (woken so, or FS &).

    Returns:
        One character a byte, or a pair; U+FFFD where the page has no character.
    """
    if two_byte:
        return text.decode("gb18030", errors="replace")
    return text.decode(pages.get(page, FALLBACK), errors="replace")
