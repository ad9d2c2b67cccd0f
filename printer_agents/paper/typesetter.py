"""One paper's width, letters and language, and the shapes that every layout is made of. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kernel.messages import PrinterCapabilities
from printer_agents.paper import styled
from printer_agents.paper.euro import EURO, letters_of
from printer_agents.paper.greek import TAUGHT, respell
from printer_agents.paper.styled import PLAIN, Line, Run, Style, wrap

BIG = Style(2, 2, bold=True)
BANNER = Style(2, 2, bold=True, inverse=True)
TALL = Style(height=2)
TALL_BOLD = Style(height=2, bold=True)

_LONGEST_BARE_TABLE = 4


@dataclass(frozen=True)
class Typesetter:
    """Sets words in columns.

    Attributes:
        columns: standard characters across the paper: 48, 42 or 32.
        encoding: the printer's letters (`letters_of`); what they lack is respelt before columns are counted.
        language: of the words that we add.
    """

    columns: int = 48
    encoding: str = "cp737"
    language: Literal["el", "en"] = "el"

    @classmethod
    def of(cls, printer: PrinterCapabilities, language: Literal["el", "en"]) -> "Typesetter":
        """For a printer as it is set up."""
        return cls(printer.columns, letters_of(printer), language)

    @property
    def is_wide(self) -> bool:
        """80 mm paper, where twice as large letters leave room for words."""
        return self.columns > 32

    def spelt(self, text: str) -> str:
        """In letters that this printer has, or that can be drawn."""
        return respell(text, self.encoding, self.language).text.strip()

    def number(self, text: str) -> str:
        """`8.50` as this language writes it."""
        return self.spelt(text if self.language == "en" else re.sub(r"(?<=\d)\.(?=\d)", ",", text))

    def currency(self, code: str) -> str:
        """`EUR`, or its sign on a printer that was taught it."""
        return EURO if code == "EUR" and self.encoding.endswith(TAUGHT) else code

    def ends(self, left: str, right: str, style: Style = PLAIN) -> list[Line]:
        """`left`, its indent kept, and `right` at the two edges; on two lines when they don't fit."""
        margin = left[: len(left) - len(left.lstrip())]
        return styled.ends(margin + self.spelt(left), self.spelt(right), style, self.columns)

    def centred(self, text: str, style: Style = PLAIN) -> list[Line]:
        """Words in the middle; none when there is nothing to see."""
        words = self.spelt(text)
        return styled.centred(words, style, self.columns) if words else []

    def bar(self, text: str) -> list[Line]:
        """A heading, white on black, across the paper."""
        return styled.bar(self.spelt(text), self.columns)

    def rule(self, sign: Literal["=", "-"]) -> Line:
        """A line across the paper."""
        return Line((Run(sign * self.columns),))

    def fitting(self, words: str, style: Style, columns: int, spent: int) -> Style:
        """The style, or its narrow sister where a word would have to be cut in two.

        Args:
            columns: standard ones, for all of a line.
            spent: characters of the line that are not for words.
        """
        longest = max(map(len, words.split()), default=0)
        return style if longest <= columns // style.width - spent else replace(style, width=1)

    def paragraph(self, text: str, style: Style, *, indent: int, sign: str = "") -> Iterable[Line]:
        """Words after `indent` columns and a sign, the lines that follow hanging below them.

        Returns:
            nothing when there is nothing to see.
        """
        words = self.spelt(text)
        if not words:
            return
        hang = max(len(sign), 2)
        style = self.fitting(words, style, self.columns - indent, hang)
        margin = Style(height=style.height, bold=style.bold)
        room = (self.columns - indent) // style.width
        for place, part in enumerate(wrap(words, room - len(sign), room - hang)):
            begun = Run((sign if place == 0 else " " * hang) + part, style)
            yield Line(_joined(Run(" " * indent, margin), begun))

    def boxed(self, text: str, style: Style, *, indent: int) -> Iterable[Line]:
        """Words on black after `indent` columns, each line a box of its own."""
        margin = Run(" " * indent, Style(height=style.height))
        words = self.spelt(text)
        style = self.fitting(words, style, self.columns - indent, 2)
        if words:
            for part in wrap(words, (self.columns - indent) // style.width - 2):
                yield Line((margin, Run(f" {part} ", style)))


def _joined(margin: Run, text: Run) -> tuple[Run, ...]:
    """One run where both look alike, so that no byte is spent between them."""
    return (Run(margin.text + text.text, text.style),) if margin.style == text.style else (margin, text)


def is_bare(label: str) -> bool:
    """Whether a table's label is a number that needs the word "table" in front."""
    return len(label) <= _LONGEST_BARE_TABLE and any(char.isdigit() for char in label)
