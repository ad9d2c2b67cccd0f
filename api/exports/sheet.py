"""A report as tables of cells, before it is known which file they go into."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Amount:
    """Money in cents."""

    cents: int


@dataclass(frozen=True)
class Milli:
    """A quantity in thousandths."""

    milli: int


Cell = str | int | Amount | Milli | None
"""None is an empty cell. Strings are words of people: names, notes, reasons."""


@dataclass(frozen=True)
class Sheet:
    """A titled table.

    Attributes:
        widths: how wide the columns are in proportion to one another.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    widths: tuple[float, ...]


def number_text(cell: Cell) -> str:
    """A number with the decimal comma that Greek spreadsheets read: 1250 cents -> `12,50`, 1500 milli -> `1,5`."""
    match cell:
        case Amount(cents):
            return f"{_sign(cents)}{abs(cents) // 100},{abs(cents) % 100:02d}"
        case Milli(milli):
            whole = f"{_sign(milli)}{abs(milli) // 1000},{abs(milli) % 1000:03d}"
            return whole.rstrip("0").rstrip(",")
        case None:
            return ""
        case _:
            return str(cell)


def _sign(value: int) -> str:
    return "-" if value < 0 else ""
