"""PDF on A4, with Greek. The library is imported when somebody asks for a PDF: it is needed once a day."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.exports.sheet import Cell, Sheet, number_text

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
LINE_MM = 5.5
GAP_MM = 1.5


def pdf_file(title: str, subtitle: str, sheets: Sequence[Sheet]) -> bytes:
    """The tables one below the other; headings are repeated on each page, long words end in dots."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_title(title)
    pdf.set_auto_page_break(False)
    pdf.add_font("dejavu", "", FONTS / "DejaVuSans.subset.ttf")
    pdf.add_font("dejavu", "B", FONTS / "DejaVuSans-Bold.subset.ttf")
    pdf.add_page()
    pdf.set_font("dejavu", "B", 15)
    pdf.cell(0, 9, _shown(title), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("dejavu", "", 9)
    pdf.cell(0, 6, _shown(subtitle), new_x="LMARGIN", new_y="NEXT")
    for sheet in sheets:
        if sheet.rows:
            _table(pdf, sheet)
    return bytes(pdf.output())


def _table(pdf: "FPDF", sheet: Sheet) -> None:
    widths = [pdf.epw * width / sum(sheet.widths) for width in sheet.widths]
    _make_room(pdf, 4)
    pdf.ln(4)
    pdf.set_font("dejavu", "B", 11)
    pdf.cell(0, 7, _shown(sheet.title), new_x="LMARGIN", new_y="NEXT")
    _heading(pdf, sheet, widths)
    for row in sheet.rows:
        if _make_room(pdf, 1):
            _heading(pdf, sheet, widths)
        for width, cell in zip(widths, row, strict=True):
            _cell(pdf, width, cell)
        pdf.ln(LINE_MM)


def _heading(pdf: "FPDF", sheet: Sheet, widths: list[float]) -> None:
    pdf.set_font("dejavu", "B", 8)
    for index, (width, column) in enumerate(zip(widths, sheet.columns, strict=True)):
        is_number = bool(sheet.rows) and not isinstance(sheet.rows[0][index], str)
        pdf.cell(width, LINE_MM, _fitted(pdf, column, width), border="B", align="R" if is_number else "L")
    pdf.ln(LINE_MM)
    pdf.set_font("dejavu", "", 8)


def _cell(pdf: "FPDF", width: float, cell: Cell) -> None:
    if isinstance(cell, str):
        pdf.cell(width, LINE_MM, _fitted(pdf, cell, width))
    else:
        pdf.cell(width, LINE_MM, number_text(cell), align="R")


def _make_room(pdf: "FPDF", lines: int) -> bool:
    """Begin a new page when fewer lines than that fit; says whether it did."""
    if pdf.get_y() + lines * LINE_MM <= pdf.h - pdf.b_margin:
        return False
    pdf.add_page()
    return True


def _fitted(pdf: "FPDF", words: str, width: float) -> str:
    shown = _shown(words[:200])
    if pdf.get_string_width(shown) <= width - GAP_MM:
        return shown
    while shown and pdf.get_string_width(f"{shown}…") > width - GAP_MM:
        shown = shown[:-1]
    return f"{shown}…"


@lru_cache(4096)
def _shown(words: str) -> str:
    """Characters the font has no picture of become �; nothing a person typed may stop a report."""
    return "".join(one if ord(one) in _drawable() else "\ufffd" for one in words)


@lru_cache(1)
def _drawable() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(FONTS / "DejaVuSans.subset.ttf").getBestCmap())
