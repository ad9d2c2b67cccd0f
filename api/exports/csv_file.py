"""CSV as a Greek Excel opens it with a double click: UTF-8 with a byte order mark, semicolons, decimal commas."""

import csv
import io
from collections.abc import Sequence

from api.exports.sheet import Cell, Sheet, number_text

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(sheets: Sequence[Sheet]) -> bytes:
    """The tables one below the other, each under its title; an only table stands without one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if len(sheets) > 1:
            if number:
                writer.writerow([])
            writer.writerow([harmless(sheet.title)])
        writer.writerow([harmless(column) for column in sheet.columns])
        writer.writerows([[_text(cell) for cell in row] for row in sheet.rows])
    return out.getvalue().encode("utf-8-sig", "replace")


def harmless(words: str) -> str:
    """Words that a spreadsheet would run as a formula get an apostrophe before them; it then shows them as they are."""
    return f"'{words}" if words.startswith(STARTS_FORMULA) else words


def _text(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else number_text(cell)
