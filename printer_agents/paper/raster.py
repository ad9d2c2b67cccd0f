"""A line whose letters the code page lacks -> a picture of it, on the same 12 x 24 grid as the printer's own letters.

Pillow is imported with the first such line, not before.
"""

from functools import cache
from pathlib import Path
from typing import Any

from printer_agents.paper.styled import Line

PICTURE = b"\x1dv0\x00"
"""GS v 0: raster image at normal size."""

_CELL = (12, 24)
_MOST_ROWS = 48
_LINE_SPACING = 30
"""Dots from line to line of the printer's own letters of normal height."""
_FONT = Path(__file__).parents[1] / "fonts" / "DejaVuSansMono-Bold.subset.ttf"
_FONT_PX = 20
"""Advance 12.05, ascent and descent exactly 24: one cell."""


def draw_line(line: Line, dots: int) -> bytes | None:
    """Draw a line as black dots, cut into pieces of 48 rows so that an interruption costs one piece.

    Args:
        line: at most `dots / 12` columns.
        dots: printable width, a multiple of 8.

    Returns:
        GS v 0 commands; None where Pillow or the font is missing (the caller prints a placeholder word).
    """
    try:
        from PIL import Image, ImageOps

        font = _font()
    except (ImportError, OSError):
        return None
    height = _CELL[1] * max((run.style.height for run in line.runs), default=1)
    paper = Image.new("L", (dots, max(height, _LINE_SPACING)), 255)
    x = (dots - line.columns * _CELL[0]) // 2 if line.align == "center" else 0
    for run in line.runs:
        cell = _row_of_cells(run.text, font, strikes=2 if run.style.bold else 1)
        grown = cell.resize((cell.width * run.style.width, cell.height * run.style.height), Image.Resampling.NEAREST)
        paper.paste(ImageOps.invert(grown) if run.style.inverse else grown, (x, height - grown.height))
        x += grown.width
    rows = ImageOps.invert(paper).point(lambda grey: 255 if grey > 127 else 0).convert("1").tobytes()
    return raster_commands(without_real_time_bytes(rows), dots // 8)


def without_real_time_bytes(rows: bytes) -> bytes:
    """Add a dot wherever dots read `10 04`, `10 05` or `10 14`: printers obey these even inside a picture."""
    safe = bytearray(rows)
    for place in range(len(safe) - 1):
        if safe[place] == 0x10 and safe[place + 1] in (0x04, 0x05, 0x14):
            safe[place] = 0x18
    return bytes(safe)


def raster_commands(rows: bytes, row_bytes: int) -> bytes:
    """Rows of dots as GS v 0, in pieces of 48 rows."""
    out = bytearray()
    step = row_bytes * _MOST_ROWS
    for start in range(0, len(rows), step):
        piece = rows[start : start + step]
        out += PICTURE + row_bytes.to_bytes(2, "little") + (len(piece) // row_bytes).to_bytes(2, "little") + piece
    return bytes(out)


def _row_of_cells(text: str, font: Any, strikes: int) -> Any:
    """Letters in cells; a second strike, a dot to the right, makes them bold as the printer does."""
    from PIL import Image, ImageDraw

    row = Image.new("L", (_CELL[0] * max(1, len(text)), _CELL[1]), 255)
    pen = ImageDraw.Draw(row)
    for column, char in enumerate(text):
        for strike in range(strikes):
            pen.text((column * _CELL[0] + strike, 0), char, fill=0, font=font)
    return row


@cache
def _font() -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), _FONT_PX, layout_engine=ImageFont.Layout.BASIC)
