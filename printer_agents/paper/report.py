"""An X or Z report -> styled lines. Pure; nothing is truncated, and it says on top that it is no fiscal document."""

from collections.abc import Iterable
from datetime import datetime

from kernel.messages import CopyMark, PrinterCapabilities, Report, ReportRow, ReportSection, TicketDocument
from printer_agents.paper.bill_words import bill_words_of
from printer_agents.paper.kitchen_words import words_of
from printer_agents.paper.styled import PLAIN, Line, Run, Style, wrap
from printer_agents.paper.typesetter import BANNER, BIG, TALL_BOLD, Typesetter


def report_paper(
    document: TicketDocument, mark: CopyMark = "", printer: PrinterCapabilities | None = None
) -> list[Line]:
    """Lay a report out.

    Args:
        document: with its `report`; without one the head stands alone.
        mark: why this may not be the only paper of it.
        printer: its columns and letters.

    Returns:
        Lines of at most `printer.columns` columns.
    """
    return list(_lines(document, mark, Typesetter.of(printer or PrinterCapabilities(), document.language)))


def _lines(document: TicketDocument, mark: CopyMark, setter: Typesetter) -> Iterable[Line]:
    report = document.report or Report(title="")
    words = bill_words_of(document.language)
    if mark:
        yield from setter.centred(words_of(document.language).copy, BANNER)
    yield from setter.centred(report.restaurant, BIG)
    yield from setter.centred(report.details)
    yield from setter.centred(report.title, TALL_BOLD)
    yield from setter.centred(words.not_fiscal)
    yield from setter.centred(report.period)
    for section in report.sections:
        yield from _section(section, setter)
    yield setter.rule("=")
    when = datetime.fromisoformat(document.fired_at_local)
    yield from setter.ends(document.waiter, setter.currency(report.currency))
    yield from setter.ends(f"#{document.number:04d}", when.strftime("%d/%m/%Y %H:%M"))


def _section(section: ReportSection, setter: Typesetter) -> Iterable[Line]:
    yield from setter.bar(section.title) if section.title else [setter.rule("-")]
    rows = [(row, setter.number(row.count), setter.number(row.amount)) for row in section.rows]
    amounts = max((len(amount) for _, _, amount in rows), default=0)
    counts = max((len(count) for _, count, _ in rows), default=0)
    for row, count, amount in rows:
        yield from _row(row, count.rjust(counts), amount.rjust(amounts), setter)


def _row(row: ReportRow, count: str, amount: str, setter: Typesetter) -> Iterable[Line]:
    """The label wraps beside its figures, which stand at the right of its last line."""
    style = Style(height=2, bold=True) if row.is_total else PLAIN
    gap = "  " if setter.is_wide else " "
    figures = "".join(f"{gap}{text}" for text in (count, amount) if text)
    label = setter.spelt(row.label)
    room = setter.columns - len(figures)
    if room < setter.columns // 3:  # figures like sentences: below their label
        yield from setter.paragraph(row.label, style, indent=0)
        yield from setter.ends("", f"{count.strip()} {amount.strip()}", style)
        return
    parts = wrap(label, room, room)
    for part in parts[:-1]:
        yield Line((Run(part, style),))
    yield Line((Run(parts[-1].ljust(room) + figures, style),))
