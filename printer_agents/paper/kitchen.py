"""A ticket's meaning -> styled lines that a cook reads at 1.5 m. Pure; nothing is ever truncated.

The order of reading: what is different about this ticket (banner), which table, what and how many, how, who and when.
Sizes and places are those of the kitchen ticket in docs/printing.md.
"""

from collections.abc import Iterable, Sized
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.messages import CopyMark, LateTicket, PrinterCapabilities, TicketCourse, TicketDocument, TicketLine
from printer_agents.paper.dishes import Dishes
from printer_agents.paper.greek import capitals
from printer_agents.paper.kitchen_words import TicketWords, words_of
from printer_agents.paper.styled import CUT, PLAIN, Line, Style
from printer_agents.paper.typesetter import BANNER, BIG, TALL, TALL_BOLD, Typesetter, is_bare

HUGE = Style(3, 3, bold=True)
_SHEET = Style(height=2, bold=True, inverse=True)
_CUT_PER_COURSE = ("new", "addition")


def kitchen_ticket(
    document: TicketDocument, mark: CopyMark = "", printer: PrinterCapabilities | None = None
) -> list[Line]:
    """Lay a ticket out.

    Args:
        document: what one zone reads.
        mark: why this may not be the only paper of it.
        printer: its columns, letters and sizes; one like the restaurant's first when not given.

    Returns:
        Lines of at most `printer.columns` columns, and a CUT after each course but the last where the printer is set
        to that. Characters that neither page nor respelling has stand as themselves.
    """
    return list(_Kitchen.of(document, mark, printer or PrinterCapabilities()).lines())


@dataclass(frozen=True)
class _Kitchen:
    document: TicketDocument
    mark: CopyMark
    setter: Typesetter
    dishes: Dishes
    is_cut_per_course: bool

    @classmethod
    def of(cls, document: TicketDocument, mark: CopyMark, printer: PrinterCapabilities) -> "_Kitchen":
        setter = Typesetter.of(printer, document.language)
        dishes = Dishes.of(printer, setter, takes_back=document.ticket_kind == "void")
        cuts = printer.cut_per_course and printer.cut != "none" and document.ticket_kind in _CUT_PER_COURSE
        return cls(document, mark, setter, dishes, cuts)

    @property
    def words(self) -> TicketWords:
        return words_of(self.document.language)

    def lines(self) -> Iterable[Line]:
        document, setter = self.document, self.setter
        sheets = self._sheets()
        for place, courses in enumerate(sheets):
            yield from self._banners()
            if len(sheets) > 1:
                yield from setter.centred(capitals(self._which(place, sheets)), _SHEET)
            yield from self._head(is_short=place > 0)
            if courses or document.changes or document.ticket_kind != "move":
                yield setter.rule("=")
            yield from self._courses(courses)
            if following := sheets[place + 1 :]:
                yield setter.rule("=")
                number = f"#{document.number:04d} {self._which(place, sheets)}"
                yield from setter.ends(number, f"{self.words.follows}: {capitals(following[0][0].name)}")
                yield CUT
        yield from self._beside_courses()
        if document.reason:
            yield from self.dishes.detail(f"{self.words.reason}: {document.reason}")
        yield setter.rule("=")
        yield from self._foot(len(sheets))

    def _sheets(self) -> list[list[TicketCourse]]:
        """What is cut from what: lines of no course stay with the course beside them."""
        if not self.is_cut_per_course:
            return [list(self.document.courses)]
        sheets: list[list[TicketCourse]] = [[]]
        for course in self.document.courses:
            if course.name and any(before.name for before in sheets[-1]):
                sheets.append([])
            sheets[-1].append(course)
        return sheets

    def _which(self, place: int, sheets: Sized) -> str:
        return f"{self.words.sheet} {place + 1}/{len(sheets)}"

    def _courses(self, courses: Iterable[TicketCourse]) -> Iterable[Line]:
        for course in courses:
            if course.name:
                yield from self.setter.bar(capitals(course.name))
            for line in course.lines:
                yield from self.dishes.line(line)

    def _beside_courses(self) -> Iterable[Line]:
        yield from self._cancelled(self.document.cancelled)
        for place, change in enumerate(self.document.changes):
            if place:
                yield self.setter.rule("-")
            yield from self.dishes.change(change)
        for late in self.document.late:
            yield from self._late(late)

    def _banners(self) -> Iterable[Line]:
        document, setter, words = self.document, self.setter, self.words
        if kind := words.banners.get(document.ticket_kind):
            yield from setter.centred(kind, BANNER)
        if document.about_number is not None:
            yield from setter.centred(words.about.format(number=document.about_number), TALL)
        if self.mark:
            yield from setter.centred(words.copy, BANNER)
        if self.mark == "possible_copy":
            yield from setter.centred(words.possible_copy.format(number=document.number), TALL)
        if document.held_at:
            yield from setter.centred(words.held_at.format(printer=capitals(document.held_at)), TALL_BOLD)
        if document.moved_from and document.ticket_kind != "move":
            yield from setter.centred(capitals(_from_to(self.document)), BANNER)
        if document.diverted_from:
            yield from setter.centred(f"{words.meant_for} {capitals(document.diverted_from)}", BANNER)
            if document.printed_at:
                yield from setter.centred(f"{words.printed_at}: {capitals(document.printed_at)}", TALL_BOLD)
        if count := len(document.late):
            yield from setter.centred(words.late_one if count == 1 else words.late_many.format(count=count), TALL)

    def _head(self, *, is_short: bool) -> Iterable[Line]:
        document, words, setter = self.document, self.words, self.setter
        number = f"#{document.number:04d}"
        if document.previous_number is not None:
            number += f" ({words.was} #{document.previous_number:04d})"
        yield from setter.ends(capitals(document.zone_name), number, Style(bold=True))
        if document.ticket_kind == "catch_up":
            return
        yield from self._where()
        when = datetime.fromisoformat(document.fired_at_local)
        name_and_time = BIG if setter.is_wide else TALL_BOLD
        yield from setter.ends(capitals(document.waiter), when.strftime("%H:%M"), name_and_time)
        if is_short or document.ticket_kind == "move":
            return
        covers = ""
        if document.covers:
            covers = f"{document.covers} {words.cover if document.covers == 1 else words.covers}"
        place = "  ".join(part for part in (setter.spelt(document.section), covers) if part)
        yield from setter.ends(place, words.round.format(number=document.round_number))

    def _where(self) -> Iterable[Line]:
        table = capitals(
            _from_to(self.document) if self.document.ticket_kind == "move" else self._table(self.document.table_label)
        )
        setter = self.setter
        fits = all(len(word) <= setter.columns // HUGE.width for word in setter.spelt(table).split())
        return setter.centred(table, HUGE if setter.is_wide and fits else BIG)

    def _table(self, label: str) -> str:
        """`12` and `Α3` are tables; a longer label (`Πακέτο 3`, `Τραπέζι 12`) says itself what it is."""
        bare = label.strip()
        return f"{self.words.table} {bare}" if is_bare(bare) else bare

    def _late(self, late: LateTicket) -> Iterable[Line]:
        """A ticket inside a catch-up slip: where and when, what kind it is, then its dishes."""
        words, setter = self.words, self.setter
        when = datetime.fromisoformat(late.fired_at_local)
        size = BANNER if setter.is_wide else Style(height=2, bold=True, inverse=True)
        place = _from_to(late) if late.moved_from else self._table(late.table_label)
        yield from setter.ends(capitals(place), when.strftime("%H:%M"), size)
        elsewhere = late.zone_name if late.zone_name != self.document.zone_name else ""
        told_by = "  ".join(part for part in (capitals(late.waiter), capitals(elsewhere)) if part)
        yield from setter.ends(told_by, f"#{late.number:04d}", PLAIN)
        if kind := words.banners.get(late.ticket_kind):
            yield from setter.boxed(kind, BANNER, indent=0)
        if late.may_be_out:
            yield from setter.paragraph(words.possible_copy.format(number=late.number), TALL, indent=0)
        dishes = replace(self.dishes, takes_back=late.ticket_kind == "void")
        for line in late.lines:
            yield from dishes.line(line)
        for change in late.changes:
            yield from dishes.change(change)
        yield from self._cancelled(late.cancelled)
        if late.reason:
            yield from self.dishes.detail(f"{words.reason}: {late.reason}")

    def _cancelled(self, lines: Iterable[TicketLine]) -> Iterable[Line]:
        """What was asked for before and is not wanted any more."""
        dishes = replace(self.dishes, takes_back=True)
        for place, line in enumerate(lines):
            if place == 0:
                yield from self.setter.boxed(self.words.cancelled, BANNER, indent=0)
            yield from dishes.line(line)

    def _foot(self, sheets: int) -> Iterable[Line]:
        document, words, setter = self.document, self.words, self.setter
        pieces = (
            f"{document.pieces} {words.piece if document.pieces == '1' else words.pieces}" if document.pieces else ""
        )
        if pieces and sheets > 1:
            pieces += f" {words.on_sheets.format(count=sheets)}"
        others = ", ".join(f"{capitals(other.zone_name)}: {other.pieces}" for other in document.also_at)
        yield from setter.ends(pieces, f"{words.also_at} {others}" if others else "")
        number = f"#{document.number:04d}"
        if document.parts > 1:
            number += f" {words.ticket} {document.part}/{document.parts}"
        when = datetime.fromisoformat(document.fired_at_local)
        yield from setter.ends(number, when.strftime("%d/%m %H:%M:%S"))


def _from_to(moved: TicketDocument | LateTicket) -> str:
    """`6 -> 9`: all that a cook must know."""
    return f"{moved.moved_from.strip()} -> {moved.table_label.strip()}"
