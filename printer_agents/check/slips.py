"""The slips that a check prints: what a person compares with what is written beside it. Pure.

Everything that must be readable whatever the printer is set to (numbers, names) is plain ASCII.
"""

from collections.abc import Sequence

from kernel.messages import PrinterCapabilities
from printer_agents.paper.escpos import NO_AUTOMATIC_STATUS, RESET, beep_bytes, cut_bytes, job_bytes
from printer_agents.paper.greek import page_of, printable
from printer_agents.paper.raster import draw_line
from printer_agents.paper.styled import Line, Run, Style

GREEK = "Καλημέρα ΆΈΉΊΌΎΏ άέήίόύώ ϊϋ ς"
"""All that Greek needs of a page; ΐ and ΰ are respelled where it lacks them."""
FOREIGN = "5€ café"
CUTS = ("partial", "full", "fed_partial")
BEEPS = ("bel", "esc_b", "gs_bel")
WIDTHS = (32, 42, 48)
LINES = 40
_WITHOUT = {"fence": "none", "beep": "none"}


def code_page_lines(printer: PrinterCapabilities, pages: Sequence[int]) -> bytes:
    """The same Greek (and €, é where the encoding has them) under each page number, the number in front of it.

    Source of the idea: every maker counts pages in its own way, so that only paper can tell.
    """
    sample = f"{GREEK} {FOREIGN}" if {"€", "é"} <= page_of(printer.encoding) else GREEK
    text = printable(sample, printer.encoding).text.encode(printer.encoding)
    out = bytearray(RESET + NO_AUTOMATIC_STATUS)
    out += _ascii(f"ESC t n, {printer.encoding}: which line is right?") + b"\n"
    for page in pages:
        out += b"\x1bt\x00" + _ascii(f"{page:>3} ") + b"\x1bt" + bytes((page,)) + text[: printer.columns - 4] + b"\n"
    return bytes(out + b"\x1bt\x00" + cut_bytes(printer))


def sample_slip(printer: PrinterCapabilities) -> bytes:
    """Greek in the chosen page, what it lacks as a picture, a ruler for each width of paper, and a taught euro sign."""
    lines = [
        Line((Run("1 ", Style(bold=True)), Run(GREEK[: printer.columns - 2]))),
        Line((Run("2 ", Style(bold=True)), Run(printable(f"ΐ ΰ {FOREIGN}", printer.encoding).text))),
        Line((Run("3 5€ ΐ ΰ é Ж 寿"),)),  # a letter that no page has: drawn
        Line((Run("4 ΤΡΑΠΕΖΙ 12", Style(2, 2, bold=True)),)),
        Line((Run("5 ", Style()), Run(" ΧΩΡΙΣ ΚΡΕΜΜΥΔΙ ", Style(bold=True, inverse=True)))),
        *(Line((Run(str(width).rjust(width, "."), Style()),)) for width in WIDTHS),
        Line((Run("6 ", Style(bold=True)), Run("5€"))),  # last: one that can't be taught may print the lesson
    ]
    taught = printer.model_copy(update=_WITHOUT | {"user_chars": True})
    return job_bytes(lines, taught, number=1, raster=draw_line)


def cut_slips(printer: PrinterCapabilities) -> list[bytes]:
    """A short slip for each kind of cut, its name on it."""
    return [
        RESET + _ascii(f"{number}  {kind}") + b"\n\n" + cut_bytes(printer.model_copy(update={"cut": kind}))
        for number, kind in enumerate(CUTS, 1)
    ]


def beep_slips(printer: PrinterCapabilities) -> list[bytes]:
    """A line for each kind of beep, and the beep; the last one is cut off."""
    slips = []
    for number, kind in enumerate(BEEPS, 1):
        noise = beep_bytes(printer.model_copy(update={"beep": kind}), 2)
        slips.append(RESET + _ascii(f"{number}  {kind}") + b"\n" + noise)
    return [*slips, cut_bytes(printer)]


def fence_line(kind: str) -> bytes:
    """A line that names the question that follows it."""
    return RESET + NO_AUTOMATIC_STATUS + _ascii(f"Printer check: {kind}") + b"\n"


def numbered_lines(step: str) -> list[bytes]:
    """So many that a hand gets in the midst of them; a person sees on paper whether one is missing."""
    head = RESET + NO_AUTOMATIC_STATUS + _ascii(f"Printer check: {step}") + b"\n"
    lines = [_ascii(f"{number:>2} of {LINES}") + b"\n" for number in range(1, LINES + 1)]
    return [head + lines[0], *lines[1:]]


def _ascii(text: str) -> bytes:
    return text.encode("ascii")
