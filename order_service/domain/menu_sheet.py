"""Lines of a menu file, cell by cell: what a spreadsheet wrote, as values, or a fault that names line and column."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from kernel.errors import Invalid
from kernel.money import from_wire
from order_service.domain.menu import Unit
from order_service.domain.menu_csv import COLUMNS, unguarded

RECORDS = ("category", "chip", "product", "option", "ingredient", "group", "choice")
UNITS: dict[str, Unit] = {"": "piece", "piece": "piece", "kg": "kg", "l": "l", "portion": "portion"}
YES = {"yes", "y", "1", "true", "ναι"}
NO = {"no", "n", "0", "false", "όχι", "οχι"}

SPOKEN = {
    "είδος": "record",
    "κατηγορία": "category",
    "προϊόν": "product",
    "όνομα": "name",
    "τιμή": "price",
    "μονάδα": "unit",
    "φπα": "vat",
}
"""Greek heads of columns, as an owner may write them by hand."""


class UnreadableMenuFile(Invalid):
    """Not text, or without a head that names its columns."""

    code = "unreadable-menu-file"
    hint = "Export the menu, change that file, and import it again."


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line; `column` is '' when it is the whole line."""

    line: int
    column: str
    detail: str


class CellFault(Exception):
    """A cell that can't be read; becomes a Fault."""

    def __init__(self, column: str, detail: str) -> None:
        super().__init__(detail)
        self.column = column
        self.detail = detail


@dataclass(frozen=True)
class SheetRow:
    """One line; `cells` holds the columns that the file has."""

    line: int
    record: str
    cells: dict[str, str]

    def text(self, column: str, otherwise: str = "") -> str:
        """The cell, or `otherwise` when the file has no such column."""
        return self.cells.get(column, otherwise)

    def needed(self, column: str) -> str:
        """Raises CellFault when it is empty."""
        if not self.text(column):
            raise CellFault(column, f"'{column}' is missing.")
        return self.text(column)

    def cents(self, column: str, otherwise: int | None) -> int:
        """An amount (`12.50`, `12,50`, `12,50 €`), or hundredths of a percent (`13`); None must be given."""
        cell = self.text(column).replace("€", "").replace("%", "").replace(",", ".").strip()
        if not cell and otherwise is not None:
            return otherwise
        try:
            return from_wire(cell)
        except Invalid:
            raise CellFault(column, f"'{self.text(column)[:40]}' is not an amount like 12.50.") from None

    def number(self, column: str, otherwise: int | None) -> int | None:
        """A whole number from 0 to 999."""
        cell = self.text(column)
        if not cell:
            return otherwise
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 3):
            raise CellFault(column, f"'{cell[:40]}' is not a number.")
        return int(cell)

    def yes(self, column: str, otherwise: bool) -> bool:
        """`yes`, `no`, `ναι`, `όχι`, 1, 0."""
        cell = self.text(column).lower()
        if cell in YES | NO:
            return cell in YES
        if cell:
            raise CellFault(column, f"'{cell[:40]}' is neither yes nor no.")
        return otherwise

    def unit(self, otherwise: Unit) -> Unit:
        """What a quantity counts."""
        cell = self.text("unit", otherwise).lower()
        if cell not in UNITS:
            raise CellFault("unit", f"'{cell[:40]}' is none of {', '.join(filter(None, UNITS))}.")
        return UNITS[cell]


def decoded(file: bytes) -> str:
    """UTF-8 with or without its mark, or what a Greek Excel writes (Windows-1253).

    Raises:
        UnreadableMenuFile.
    """
    for encoding in ("utf-8-sig", "cp1253"):
        try:
            return file.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableMenuFile("This is not a text file.")


def head_of(text: str) -> tuple[str, list[str]]:
    """The sign between cells, and the columns' names.

    Raises:
        UnreadableMenuFile: columns that are unknown, doubled, or missing.
    """
    first = text.lstrip("\r\n").split("\n", 1)[0]
    sign = max(";,\t", key=first.count)
    columns = [cell.strip().strip('"').lower() for cell in first.strip("\r\ufeff").split(sign)]
    while columns and not columns[-1]:  # spreadsheets leave empty columns at the end
        columns.pop()
    columns = [SPOKEN.get(column, column) for column in columns]
    if unknown := [column for column in columns if column not in COLUMNS]:
        raise UnreadableMenuFile(f"The first line names a column '{unknown[0][:40]}', which is unknown.")
    if len(set(columns)) != len(columns):
        raise UnreadableMenuFile("The first line names a column twice.")
    if missing := {"category", "name"}.difference(columns):
        raise UnreadableMenuFile(f"The first line must name the column '{min(missing)}'.")
    return sign, columns


def rows_of(text: str, faults: list[Fault]) -> Iterator[SheetRow]:
    """The lines below the head; what can't be read is added to `faults`."""
    sign, columns = head_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    seen_head = False
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            texts = [unguarded(cell.replace("\u00a0", " ").strip()).strip() for cell in cells]
            if not any(texts):
                continue
            if not seen_head:
                seen_head = True
            elif any(texts[len(columns) :]):
                faults.append(Fault(line, "", "This line has more cells than the first line has columns."))
            else:
                row = dict(zip(columns, texts, strict=False))
                record = row.get("record", "").lower() or "product"
                if record in RECORDS:
                    yield SheetRow(line, record, dict.fromkeys(columns, "") | row)
                else:
                    faults.append(Fault(line, "record", f"'{record[:40]}' is none of {', '.join(RECORDS)}."))
    except csv.Error as error:
        faults.append(Fault(reader.line_num, "", f"This line can't be read ({error})."))
