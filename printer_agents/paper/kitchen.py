"""A ticket's meaning -> styled lines that a cook reads at 1.5 m. Pure; nothing is ever truncated.

The order of reading: what is different about this ticket (banner), which table, what and how many, how, who and when.
Sizes and places are those of the kitchen ticket in docs/printing.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kernel.messages import CopyMark, TicketDocument, TicketLine
from printer_agents.paper.greek import capitals, respell
from printer_agents.paper.kitchen_words import TicketWords, words_of
from printer_agents.paper.styled import PLAIN, Line, Run, Style, bar, centred, ends, hanging, wrap

TALL = Style(height=2)
TALL_BOLD = Style(height=2, bold=True)
REMOVED = Style(height=2, bold=True, inverse=True)
BIG = Style(2, 2, bold=True)
BANNER = Style(2, 2, bold=True, inverse=True)
HUGE = Style(3, 3, bold=True)

_NAME_COLUMN = 4
_NAME_MARGIN = 6
_LONGEST_BARE_TABLE = 4


def is_bare(label: str) -> bool:
    """Whether a table's label is a number that needs the word "table" in front."""
    return len(label) <= _LONGEST_BARE_TABLE and any(char.isdigit() for char in label)


def kitchen_ticket(
    document: TicketDocument, copy_mark: CopyMark = "", *, columns: int = 48, encoding: str = "cp737"
) -> list[Line]:
    """Lay a ticket out.

    Args:
        document: what one zone reads.
        copy_mark: why this may not be the only paper of it.
        columns: standard characters across the paper: 48, 42 or 32.
        encoding: the printer's code page; what it lacks is respelt before columns are counted.

    Returns:
        Lines of at most `columns` columns. Characters that neither page nor respelling has stand as themselves.
    """
    return list(_Kitchen(document, copy_mark, columns, encoding).lines())


@dataclass(frozen=True)
class _Kitchen:
    document: TicketDocument
    copy_mark: CopyMark
    columns: int
    encoding: str

    @property
    def words(self) -> TicketWords:
        return words_of(self.document.language)

    def spelt(self, text: str) -> str:
        return respell(text, self.encoding, self.document.language).text.strip()

    def lines(self) -> Iterable[Line]:
        rule = Line((Run("=" * self.columns),))
        yield from self._banners()
        yield from self._head()
        if self.document.courses or self.document.ticket_kind != "move":
            yield rule
        for course in self.document.courses:
            if course.name:
                yield from bar(self.spelt(capitals(course.name)), self.columns)
            for line in course.lines:
                yield from self._line(line)
        if self.document.reason:
            yield from self._detail("", f"{self.words.reason}: {self.document.reason}")
        yield rule
        yield from self._foot()

    def _banners(self) -> Iterable[Line]:
        document = self.document
        if kind := self.words.banners.get(document.ticket_kind):
            yield from centred(self.spelt(kind), BANNER, self.columns)
        if self.copy_mark:
            yield from centred(self.spelt(self.words.copy), BANNER, self.columns)
        if self.copy_mark == "possible_copy":
            warning = self.words.possible_copy.format(number=document.number)
            yield from centred(self.spelt(warning), TALL, self.columns)
        if document.moved_from and document.ticket_kind != "move":
            yield from centred(self.spelt(capitals(self._move())), BANNER, self.columns)
        if document.diverted_from:
            stand_in = f"{self.words.stands_in_for}: {capitals(document.diverted_from)}"
            yield from centred(self.spelt(stand_in), TALL_BOLD, self.columns)

    def _head(self) -> Iterable[Line]:
        document, words, columns = self.document, self.words, self.columns
        number = f"#{document.number:04d}"
        if document.previous_number is not None:
            number += f" ({words.was} #{document.previous_number:04d})"
        yield from ends(self.spelt(capitals(document.zone_name)), self.spelt(number), Style(bold=True), columns)
        table = self.spelt(capitals(self._move() if document.ticket_kind == "move" else self._table()))
        size = HUGE if columns > 32 and all(len(word) <= columns // 3 for word in table.split()) else BIG
        yield from centred(table, size, columns)
        when = datetime.fromisoformat(document.fired_at_local)
        name_and_time = BIG if columns > 32 else TALL_BOLD
        yield from ends(self.spelt(capitals(document.waiter)), when.strftime("%H:%M"), name_and_time, columns)
        if document.ticket_kind == "move":
            return
        covers = ""
        if document.covers:
            covers = f"{document.covers} {words.cover if document.covers == 1 else words.covers}"
        place = "  ".join(part for part in (self.spelt(document.section), self.spelt(covers)) if part)
        yield from ends(place, self.spelt(words.round.format(number=document.round_number)), PLAIN, columns)

    def _table(self) -> str:
        """`12` and `Α3` are tables; a longer label (`Πακέτο 3`, `Τραπέζι 12`) says itself what it is."""
        label = self.document.table_label.strip()
        return f"{self.words.table} {label}" if is_bare(label) else label

    def _move(self) -> str:
        """`6 -> 9`: all that a cook must know."""
        return f"{self.document.moved_from.strip()} -> {self.document.table_label.strip()}"

    def _line(self, line: TicketLine) -> Iterable[Line]:
        words, columns = self.words, self.columns
        quantity = self.spelt(line.quantity)
        if self.document.ticket_kind == "void" and not quantity.startswith("-"):
            quantity = f"-{quantity}"
        amount = Run(quantity, Style(2, 2, bold=True) if len(quantity) <= 2 else TALL_BOLD)
        start = max(_NAME_COLUMN, amount.columns + 1)
        gap = Run(" " * (start - amount.columns), TALL)
        name = wrap(self.spelt(line.name), columns - _NAME_MARGIN - (start - _NAME_COLUMN))
        yield Line((amount, gap, Run(name[0], TALL_BOLD)))
        yield from (Line((Run(" " * (start + 2) + part, TALL_BOLD),)) for part in name[1:])
        if line.allergy:
            yield from self._inverse(f"{words.allergy}: {line.allergy}")
        for choice in line.choices:
            yield from self._detail("", choice)
        for removed in line.removed:
            yield from self._inverse(capitals(f"{words.without} {removed}"))
        for extra in line.extras:
            yield from self._detail("+ ", extra)
        if line.seat:
            yield from self._detail("", f"{words.seat} {line.seat}", PLAIN)
        for paragraph in line.note.splitlines():
            if paragraph.strip():
                yield from self._detail(">> ", paragraph)

    def _detail(self, sign: str, text: str, style: Style = TALL) -> list[Line]:
        indent = _NAME_COLUMN + max(len(sign), 2)
        return hanging(self.spelt(text), style, self.columns, first=" " * _NAME_COLUMN + sign, indent=indent)

    def _inverse(self, text: str) -> Iterable[Line]:
        margin = Run(" " * _NAME_COLUMN, TALL)
        for part in wrap(self.spelt(text), self.columns - _NAME_COLUMN - 2):
            yield Line((margin, Run(f" {part} ", REMOVED)))

    def _foot(self) -> Iterable[Line]:
        document, words = self.document, self.words
        pieces = (
            f"{document.pieces} {words.piece if document.pieces == '1' else words.pieces}" if document.pieces else ""
        )
        others = ", ".join(f"{capitals(other.zone_name)}: {other.pieces}" for other in document.also_at)
        elsewhere = f"{words.also_at} {others}" if others else ""
        yield from ends(self.spelt(pieces), self.spelt(elsewhere), PLAIN, self.columns)
        number = f"#{document.number:04d}"
        if document.parts > 1:
            number += f" {words.ticket} {document.part}/{document.parts}"
        when = datetime.fromisoformat(document.fired_at_local)
        yield from ends(self.spelt(number), when.strftime("%d/%m %H:%M:%S"), PLAIN, self.columns)
