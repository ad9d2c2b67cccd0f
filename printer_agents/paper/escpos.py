"""Styled lines -> the bytes of one print job. Pure.

Every job begins `1B 40 1C 2E 1B 74 n`: reset, leave two-byte mode (printers for the Chinese market wake in it and turn
Greek pairs into Chinese), choose the code page (the reset forgot it). Then `1D 61 00`, since automatic status bytes
look like answers to GS r. What no byte can say becomes a raster line.

Source: Epson's ESC/POS reference; docs/printing.md for what the clones differ in.
"""

from collections.abc import Callable, Sequence

from kernel.messages import PrinterCapabilities
from printer_agents.paper.euro import EURO, PRINT_EURO, TEACH_EURO, letters_of
from printer_agents.paper.greek import TAUGHT, page_of, printable
from printer_agents.paper.styled import PLAIN, Line, Run, Style

RESET = b"\x1b@\x1c."
NO_AUTOMATIC_STATUS = b"\x1da\x00"
ASK_ORDERED = b"\x1dr\x01"

_CUTS = {
    "partial": b"\x1dV\x42\x00",
    "full": b"\x1dV\x41\x00",
    "fed_partial": b"\x1bd\x04\x1dV\x01",
    "none": b"\x1bd\x04",
}
_LF = b"\n"
_LONGEST_PICTURE_BYTES = 48 * 72
"""One raster piece: 48 rows of 576 dots."""

Raster = Callable[[Line, int], bytes | None]
"""(line, dots across) -> GS v 0 command, or None when it can't be drawn."""


def ask_status(n: int) -> bytes:
    """DLE EOT n, answered at once by one byte: 1 printer, 2 why offline, 3 error, 4 paper."""
    return bytes((0x10, 0x04, n))


def process_id(number: int) -> bytes:
    """The four characters that GS ( H gives back: the ticket's number, as on paper."""
    return f"{number % 10_000:04d}".encode("ascii")


def fence(settings: PrinterCapabilities, number: int) -> bytes:
    """What is asked after the cut, so that its answer means "all of it was processed"; b'' for a printer without."""
    match settings.fence:
        case "gs_r":
            return ASK_ORDERED
        case "gs_paren_h":
            return b"\x1d(H\x06\x00\x30\x30" + process_id(number)
        case _:
            return b""


def after_a_break(has_pictures: bool) -> bytes:
    """NULs in front of a copy: a printer that still waits for the rest of a broken command or picture eats these."""
    return b"\x00" * (_LONGEST_PICTURE_BYTES if has_pictures else 8)


def job_bytes(
    lines: Sequence[Line],
    settings: PrinterCapabilities,
    *,
    number: int,
    beeps: int = 1,
    raster: Raster | None = None,
    head: bytes = b"",
) -> bytes:
    """Bytes from the reset to the fence.

    Args:
        lines: at most `settings.columns` columns each; the cut after the last one is ours.
        settings: this printer's dialect.
        number: the ticket's number, for the fence.
        beeps: 1 for a new ticket, 3 for a cancelled one, 0 for a bill; silent where the printer has no beep set.
        raster: draws a line whose letters the code page lacks; without it they become a placeholder word.
        head: picture commands for the top, centred.
    """
    out = bytearray(RESET)
    out += b"\x1bt" + bytes((settings.code_page,))
    out += NO_AUTOMATIC_STATUS
    out += beep_bytes(settings, beeps)
    letters = settings.encoding if settings.graphics else letters_of(settings)
    page = frozenset[str]() if settings.graphics else page_of(letters)
    pen = _Pen(out, letters)
    if head:
        pen.picture(head, "center")
    for line in lines:
        if line.is_cut:
            pen.rest()
            out += cut_bytes(settings)
            continue
        picture = None
        if raster is not None and line.text and (settings.graphics or not page.issuperset(line.text)):
            picture = raster(line, settings.columns * 12)
        pen.picture(picture) if picture is not None else pen.line(line)
    pen.rest()
    out += cut_bytes(settings)
    out += fence(settings, number)
    return bytes(out)


def cut_bytes(settings: PrinterCapabilities) -> bytes:
    """The end of a paper, by the printer's kind of knife."""
    return _CUTS[settings.cut]


def beep_bytes(settings: PrinterCapabilities, times: int) -> bytes:
    """A noise, by the printer's kind of beeper; b'' for one without."""
    if times == 0:
        return b""
    match settings.beep:
        case "bel":
            return b"\x07" * times
        case "esc_b":
            return bytes((0x1B, 0x42, times, 2))
        case "gs_bel":
            return bytes((0x1D, 0x07, times, 2, 2))
        case _:
            return b""


class _Pen:
    """Writes lines and remembers the printer's modes, so that each is sent only when it changes."""

    def __init__(self, out: bytearray, letters: str) -> None:
        self._out = out
        self._letters = letters
        self._encoding = letters.removesuffix(TAUGHT)
        self._has_taught = False
        self._style = PLAIN
        self._align = "left"

    def line(self, line: Line) -> None:
        self._to_align(line.align)
        for run in _without_trailing_spaces(line.runs):
            self._to_style(run.style)
            self._text(printable(run.text, self._letters).text)
        self._out += _LF

    def _text(self, text: str) -> None:
        if self._encoding == self._letters or EURO not in text:
            self._out += text.encode(self._encoding, "strict")
            return
        if not self._has_taught:
            self._out += TEACH_EURO
            self._has_taught = True
        self._out += PRINT_EURO.join(part.encode(self._encoding, "strict") for part in text.split(EURO))

    def picture(self, command: bytes, align: str = "left") -> None:
        self._to_align(align)
        self._to_style(PLAIN)
        self._out += command

    def rest(self) -> None:
        self._to_align("left")
        self._to_style(PLAIN)

    def _to_align(self, align: str) -> None:
        if align != self._align:
            self._out += b"\x1ba" + (b"\x01" if align == "center" else b"\x00")
            self._align = align

    def _to_style(self, style: Style) -> None:
        if (style.width, style.height) != (self._style.width, self._style.height):
            self._out += bytes((0x1D, 0x21, (style.width - 1) << 4 | style.height - 1))
        if style.bold != self._style.bold:
            self._out += b"\x1bE" + bytes((style.bold,))
        if style.inverse != self._style.inverse:
            self._out += b"\x1dB" + bytes((style.inverse,))
        self._style = style


def _without_trailing_spaces(runs: Sequence[Run]) -> list[Run]:
    kept = list(runs)
    while kept and not kept[-1].style.inverse:
        text = kept[-1].text.rstrip()
        if text:
            kept[-1] = Run(text, kept[-1].style)
            break
        kept.pop()
    return kept
