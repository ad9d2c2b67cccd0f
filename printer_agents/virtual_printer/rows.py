"""What can stand on paper: rows of styled text, pictures, blank feed, and the cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look; width and height are multiples (1 to 8) of the font's cell."""

    width: int = 1
    height: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False
    small: bool = False

    @property
    def cell(self) -> tuple[int, int]:
        """Dots (across, down) of one character: font A is 12 x 24, the small font B 9 x 17."""
        across, down = (9, 17) if self.small else (12, 24)
        return across * self.width, down * self.height


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter that the printer was taught: columns of three bytes from the left, top bit uppermost, 1 is black."""

    width: int
    columns: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one style, starting `at` dots from the line's beginning; one taught letter, with its dots."""

    at: int
    text: str
    style: Style
    glyph: Glyph | None = None


@dataclass(slots=True)
class TextRow:
    """One printed line."""

    runs: list[Run] = field(default_factory=list)
    align: Align = "left"
    used: int = 0
    spacing: int = 30

    @property
    def text(self) -> str:
        """Its characters, gaps as spaces, nothing trailing."""
        out, at = "", 0
        for run in self.runs:
            gap = max(0, run.at - at) // 12
            out += " " * gap + run.text
            at = run.at + len(run.text) * run.style.cell[0]
        return out.rstrip()

    @property
    def height(self) -> int:
        """Dots of paper it takes."""
        return max(self.spacing, *(run.style.cell[1] for run in self.runs)) if self.runs else self.spacing


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A picture: `height` rows of `stride` bytes, one bit a dot, most significant bit on the left, 1 is black."""

    stride: int
    rows: int
    bits: bytes
    align: Align = "left"
    scale: tuple[int, int] = (1, 1)

    @property
    def height(self) -> int:
        """Dots of paper it takes."""
        return self.rows * self.scale[1]

    @property
    def text(self) -> str:
        """What stands in for it where only characters can go."""
        return f"[▒ {self.stride * 8 * self.scale[0]} x {self.height}]"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """Blank paper, in dots."""

    height: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class CutRow:
    """Where the knife went through, in a picture of several papers."""

    height: int = 48
    text: str = ""


Row = TextRow | ImageRow | FeedRow | CutRow
