"""Lines as they shall look on paper, before they are bytes. Pure values, and how words flow into columns."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters looks; sizes multiply the standard 12 x 24 dot cell."""

    width: int = 1
    height: int = 1
    bold: bool = False
    inverse: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style; each takes `style.width` columns."""

    text: str
    style: Style = PLAIN

    @property
    def columns(self) -> int:
        """Width on paper, in standard columns."""
        return len(self.text) * self.style.width


@dataclass(frozen=True, slots=True)
class Line:
    """One line of paper, at most as wide as the printer; or a cut across it."""

    runs: tuple[Run, ...] = ()
    align: Literal["left", "center"] = "left"
    is_cut: bool = False

    @property
    def columns(self) -> int:
        """Width on paper, in standard columns."""
        return sum(run.columns for run in self.runs)

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(run.text for run in self.runs)


CUT = Line(is_cut=True)
"""One piece of paper ends here, the next one begins."""


def wrap(text: str, width: int, then: int | None = None) -> list[str]:
    """Break at words; a word longer than a line is cut, never dropped.

    Args:
        text: one paragraph; its runs of spaces count as one.
        width: columns of the first line, at least 1.
        then: columns of the others, `width` when not given.

    Returns:
        At least one line, no trailing spaces.
    """
    lines: list[str] = []
    current = ""
    room = max(1, width)
    later = max(1, then if then is not None else width)
    for word in text.split():
        rest = word
        if current and len(current) + 1 + len(rest) <= room:
            current += f" {rest}"
            continue
        if current:
            lines.append(current)
            room = later
        while len(rest) > room:
            lines.append(rest[:room])
            rest, room = rest[room:], later
        current = rest
    return [*lines, current] if current or not lines else lines


def ends(left: str, right: str, style: Style, columns: int) -> list[Line]:
    """`left` and `right` at the two edges of one line; on two lines when they don't fit."""
    room = columns // style.width
    if len(left) + len(right) + (1 if left and right else 0) <= room:
        gap = " " * (room - len(left) - len(right)) if right else ""
        return [Line((Run(left + gap + right, style),))] if left or right else []
    lines = [Line((Run(part, style),)) for part in wrap(left, room)]
    return lines + [Line((Run(part.rjust(room), style),)) for part in wrap(right, room)]


def centred(text: str, style: Style, columns: int) -> list[Line]:
    """Words in the middle, on as many lines as they need; inverse ones get a space at both ends."""
    pad = " " if style.inverse else ""
    room = columns // style.width - 2 * len(pad)
    return [Line((Run(f"{pad}{part}{pad}", style),), "center") for part in wrap(text, room)]


def hanging(text: str, style: Style, columns: int, *, first: str, indent: int) -> list[Line]:
    """A paragraph that starts after `first` and continues at column `indent`."""
    room = columns // style.width
    parts = wrap(text, room - len(first), room - indent)
    return [Line((Run((first if number == 0 else " " * indent) + part, style),)) for number, part in enumerate(parts)]


def bar(text: str, columns: int) -> list[Line]:
    """A heading, white on black, across the paper."""
    return [Line((Run(f" {part}".ljust(columns), Style(bold=True, inverse=True)),)) for part in wrap(text, columns - 2)]
