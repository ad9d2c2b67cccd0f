"""One preparation on a kitchen's paper: how many, of what, how. Pure; nothing is ever truncated."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.messages import PrinterCapabilities, TicketChange, TicketLine
from printer_agents.paper.greek import capitals
from printer_agents.paper.kitchen_words import TicketWords, words_of
from printer_agents.paper.styled import PLAIN, Line, Run, Style, wrap
from printer_agents.paper.typesetter import TALL, TALL_BOLD, Typesetter

NAME_COLUMN = 4
_HANG = 2


@dataclass(frozen=True)
class Sizes:
    """How large a dish is printed, what is said of it, and what must not be missed."""

    quantity: Style
    name: Style
    detail: Style
    alarm: Style


SIZES = {
    "small": Sizes(Style(2, 1, bold=True), Style(bold=True), PLAIN, Style(bold=True, inverse=True)),
    "medium": Sizes(Style(2, 2, bold=True), TALL_BOLD, TALL, Style(height=2, bold=True, inverse=True)),
    "large": Sizes(Style(2, 2, bold=True), Style(2, 2, bold=True), Style(2, 2), Style(2, 2, bold=True, inverse=True)),
}


@dataclass(frozen=True)
class Dishes:
    """Sets lines of one paper.

    Attributes:
        setter: of that paper.
        sizes: of this printer.
        takes_back: a void; quantities are negative.
    """

    setter: Typesetter
    sizes: Sizes
    takes_back: bool = False

    @classmethod
    def of(cls, printer: PrinterCapabilities, setter: Typesetter, *, takes_back: bool = False) -> "Dishes":
        """In this printer's sizes."""
        return cls(setter, SIZES[printer.text_size], takes_back)

    @property
    def _words(self) -> TicketWords:
        return words_of(self.setter.language)

    def line(self, line: TicketLine) -> Iterable[Line]:
        """The dish, then what is different about it, each on lines of its own."""
        yield from self._dish(line)
        words = self._words
        if line.allergy:
            yield from self._alarm(self._allergy(line.allergy))
        for choice in line.choices:
            yield from self.detail(choice)
        for removed in line.removed:
            yield from self._alarm(capitals(f"{words.without} {removed}"))
        for extra in line.extras:
            yield from self.detail(extra, "+ ")
        if line.seat:
            yield from self.setter.paragraph(f"{words.seat} {line.seat}", PLAIN, indent=NAME_COLUMN)
        for paragraph in line.note.splitlines():
            yield from self.detail(paragraph, ">> ")

    def change(self, change: TicketChange) -> Iterable[Line]:
        """What was told, in a sentence; an arrow; what is wanted now, as large as any dish."""
        yield from self.setter.paragraph(self._sentence(change.before), TALL, indent=0, sign=f"{self._words.before}: ")
        yield from self.setter.boxed(f"-> {self._words.now}", self.sizes.alarm, indent=0)
        yield from self.line(change.after)

    def detail(self, text: str, sign: str = "") -> Iterable[Line]:
        """Words below a dish."""
        return self.setter.paragraph(text, self.sizes.detail, indent=NAME_COLUMN, sign=sign)

    def _allergy(self, told: str) -> str:
        """`ΑΛΛΕΡΓΙΑ σε καρύδια`, whether or not that word was typed."""
        first, _, rest = told.partition(" ")
        is_said = capitals(first).startswith(("ΑΛΛΕΡΓ", "ALLERG"))
        return f"{capitals(first)} {rest}".strip() if is_said else f"{self._words.allergy}: {told}"

    def _alarm(self, text: str) -> Iterable[Line]:
        return self.setter.boxed(text, self.sizes.alarm, indent=NAME_COLUMN)

    def _dish(self, line: TicketLine) -> Iterable[Line]:
        quantity = self.setter.spelt(line.quantity)
        if self.takes_back and not quantity.startswith("-"):
            quantity = f"-{quantity}"
        words = self.setter.spelt(line.name)
        narrow = Style(height=self.sizes.name.height, bold=True)
        amount = Run(quantity, self.sizes.quantity if len(quantity) <= 2 else narrow)
        start = max(NAME_COLUMN, amount.columns + 1)
        name = self.setter.fitting(words, self.sizes.name, self.setter.columns - start - _HANG, 0)
        parts = wrap(words, (self.setter.columns - start - _HANG) // name.width)
        gap = Run(" " * (start - amount.columns), Style(height=name.height))
        yield Line((amount, gap, Run(parts[0], name)))
        for part in parts[1:]:
            yield Line((Run(" " * (start + _HANG), narrow), Run(part, name)))

    def _sentence(self, line: TicketLine) -> str:
        words = self._words
        told = [
            *line.choices,
            *(capitals(f"{words.without} {removed}") for removed in line.removed),
            *(f"+ {extra}" for extra in line.extras),
            *([self._allergy(line.allergy)] if line.allergy else []),
            *line.note.splitlines(),
        ]
        return ", ".join([f"{line.quantity} {line.name}", *told])
