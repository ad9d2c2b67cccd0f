"""Rows become a picture, dot for dot as the head would burn them; built-in glyphs of a real printer differ in shape."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from printer_agents.virtual_printer.rows import CutRow, Glyph, ImageRow, Row, Style, TextRow

FONT = Path(__file__).parents[1] / "fonts" / "DejaVuSansMono-Bold.subset.ttf"
MARGIN = 24
_WHITE, _BLACK = 255, 0


def png_of(rows: Sequence[Row], dots: int, cut: bool = True) -> bytes:
    """Draw one ticket.

    Args:
        rows: top first.
        dots: width of the paper's printable part.
        cut: the paper was cut below; otherwise a ragged edge shows that the ticket was never finished.

    Returns:
        A one-bit PNG, `dots` plus margins wide, one pixel a dot.
    """
    height = sum(row.height for row in rows) + 2 * MARGIN
    paper = Image.new("1", (dots + 2 * MARGIN, height), _WHITE)
    y = MARGIN
    for row in rows:
        if isinstance(row, TextRow):
            _draw_text(paper, row, y, dots)
        elif isinstance(row, ImageRow):
            _draw_image(paper, row, y, dots)
        elif isinstance(row, CutRow):
            _draw_cut(paper, y + row.height // 2)
        y += row.height
    if not cut:
        _draw_ragged_edge(paper)
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()


def _left(width: int, align: str, dots: int) -> int:
    free = max(0, dots - width)
    return MARGIN + {"left": 0, "center": free // 2, "right": free}[align]


def _draw_text(paper: Image.Image, row: TextRow, y: int, dots: int) -> None:
    left = _left(row.used, row.align, dots)
    tallest = max((run.style.cell[1] for run in row.runs), default=0)
    for run in row.runs:
        across, down = run.style.cell
        x = left + run.at
        for character in run.text:
            cell = _taught_cell(run.glyph, run.style) if run.glyph else _cell(character, run.style)
            paper.paste(cell, (x, y + tallest - down))
            x += across


@lru_cache(maxsize=4096)
def _cell(character: str, style: Style) -> Image.Image:
    """One character in its cell, white paper and all."""
    base = Style(small=style.small).cell
    ink, ground = (_WHITE, _BLACK) if style.inverse else (_BLACK, _WHITE)
    cell = Image.new("1", base, ground)
    draw = ImageDraw.Draw(cell)
    draw.fontmode = "1"
    font, rise = _font(style.small)
    draw.text((0, rise), character, fill=ink, font=font)
    if style.bold:
        draw.text((1, rise), character, fill=ink, font=font)
    if style.underline:
        draw.rectangle((0, base[1] - style.underline, base[0], base[1]), fill=ink)
    return cell.resize(style.cell, Image.Resampling.NEAREST)


@lru_cache(maxsize=256)
def _taught_cell(glyph: Glyph, style: Style) -> Image.Image:
    """A letter that a client drew, in its cell."""
    base = Style(small=style.small).cell
    deep = len(glyph.columns) // max(1, glyph.width)
    cell = Image.new("1", base, _WHITE)
    if glyph.width:
        turned = Image.frombytes("1", (deep * 8, glyph.width), glyph.columns).transpose(Image.Transpose.TRANSPOSE)
        ink = ImageChops.invert(turned)
        cell.paste(ink, (0, 0))
        if style.bold:
            cell.paste(ImageChops.logical_and(cell, ImageChops.offset(cell, 1, 0)), (0, 0))
    if style.underline:
        ImageDraw.Draw(cell).rectangle((0, base[1] - style.underline, base[0], base[1]), fill=_BLACK)
    whole = ImageChops.invert(cell) if style.inverse else cell
    return whole.resize(style.cell, Image.Resampling.NEAREST)


def dots_of(character: str) -> frozenset[tuple[int, int]]:
    """(x, y) of the black dots of one plain letter."""
    cell = _cell(character, Style())
    return frozenset((x, y) for x in range(cell.width) for y in range(cell.height) if not cell.getpixel((x, y)))


@lru_cache(maxsize=2)
def _font(small: bool) -> tuple[ImageFont.FreeTypeFont, int]:
    """DejaVu Sans Mono Bold: at 20 px its advance is 12 and its height exactly 24 dots; at 15 px 9 and 18."""
    return ImageFont.truetype(str(FONT), 15 if small else 20), (-1 if small else 0)


def _draw_image(paper: Image.Image, row: ImageRow, y: int, dots: int) -> None:
    if not row.stride or not row.rows:
        return
    wanted = row.stride * row.rows
    bits = row.bits[:wanted].ljust(wanted, b"\x00")
    picture = ImageChops.invert(Image.frombytes("1", (row.stride * 8, row.rows), bits))
    if row.scale != (1, 1):
        picture = picture.resize(
            (picture.width * row.scale[0], picture.height * row.scale[1]), Image.Resampling.NEAREST
        )
    if picture.width > dots:
        picture = picture.crop((0, 0, dots, picture.height))
    paper.paste(picture, (_left(picture.width, row.align, dots), y))


def _draw_cut(paper: Image.Image, y: int) -> None:
    draw = ImageDraw.Draw(paper)
    for x in range(0, paper.width, 24):
        draw.line([(x, y), (x + 12, y)], fill=_BLACK, width=2)


def _draw_ragged_edge(paper: Image.Image) -> None:
    draw = ImageDraw.Draw(paper)
    bottom, step = paper.height - 1, 12
    for x in range(0, paper.width, step):
        draw.line([(x, bottom), (x + step // 2, bottom - 10), (x + step, bottom)], fill=_BLACK, width=2)
