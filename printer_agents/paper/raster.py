"""A line whose letters the code page lacks -> a picture of it, on the same 12 x 24 grid as the printer's own letters.

Pillow is imported with the first such line, not before.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from printer_agents.paper.styled import Line

PICTURE = b"\x1dv0\x00"
"""GS v 0: raster image at normal size."""

_OBEYED = re.compile(rb"\x10(?=[\x04\x05\x14])")
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

        _font()
    except (ImportError, OSError):
        return None
    height = _CELL[1] * max((run.style.height for run in line.runs), default=1)
    paper = Image.new("L", (dots, max(height, _LINE_SPACING)), 255)
    x = (dots - line.columns * _CELL[0]) // 2 if line.align == "center" else 0
    for run in line.runs:
        cell = _row_of_cells(run.text, strikes=2 if run.style.bold else 1)
        grown = cell.resize((cell.width * run.style.width, cell.height * run.style.height), Image.Resampling.NEAREST)
        paper.paste(ImageOps.invert(grown) if run.style.inverse else grown, (x, height - grown.height))
        x += grown.width
    rows = ImageOps.invert(paper).point(lambda grey: 255 if grey > 127 else 0).convert("1").tobytes()
    return raster_commands(without_real_time_bytes(rows), dots // 8)


def without_real_time_bytes(rows: bytes) -> bytes:
    """Add a dot wherever dots read `10 04`, `10 05` or `10 14`: printers obey these even inside a picture."""
    return _OBEYED.sub(b"\x18", rows)


def raster_commands(rows: bytes, row_bytes: int) -> bytes:
    """Rows of dots as GS v 0, in pieces of 48 rows."""
    out = bytearray()
    step = row_bytes * _MOST_ROWS
    for start in range(0, len(rows), step):
        piece = rows[start : start + step]
        out += PICTURE + row_bytes.to_bytes(2, "little") + (len(piece) // row_bytes).to_bytes(2, "little") + piece
    return bytes(out)


def _row_of_cells(text: str, strikes: int) -> Any:
    from PIL import Image

    row = Image.new("L", (_CELL[0] * max(1, len(text)), _CELL[1]), 255)
    for column, char in enumerate(text):
        row.paste(_cell(char, strikes), (column * _CELL[0], 0))
    return row


@lru_cache(maxsize=1024)
def _cell(char: str, strikes: int) -> Any:
    """One letter; a second strike, a dot to the right, makes it bold as the printer does."""
    from PIL import Image, ImageDraw

    cell = Image.new("L", _CELL, 255)
    pen = ImageDraw.Draw(cell)
    for strike in range(strikes):
        pen.text((strike, 0), char, fill=0, font=_font())
    return cell


@cache
def _font() -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), _FONT_PX, layout_engine=ImageFont.Layout.BASIC)
