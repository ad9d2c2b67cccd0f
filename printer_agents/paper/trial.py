"""The paper of a printer's test: what a person compares with what stands in the settings. Pure."""

from collections.abc import Iterable
from datetime import datetime

from kernel.messages import CopyMark, PrinterCapabilities, TicketDocument
from printer_agents.paper.euro import letters_of
from printer_agents.paper.greek import capitals
from printer_agents.paper.kitchen import HUGE
from printer_agents.paper.kitchen_words import words_of
from printer_agents.paper.styled import PLAIN, Line, Run, Style
from printer_agents.paper.trial_words import TrialWords, trial_words_of
from printer_agents.paper.typesetter import BANNER, BIG, TALL, TALL_BOLD, Typesetter

SMALL_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω άέήίόύώϊϋΐΰ"
CAPITAL_LETTERS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ ΆΈΉΊΌΎΏΪΫ"
ELSEWHERE = "ÄÖÜ äöü ß é è ç ñ ø å ğ ş ł ž"
SIGNS = "«5€» 1½ × 250 g – 100% · 20°C “OK” …"
DRAWN = "Борщ, пельмени"


def trial_page(document: TicketDocument, mark: CopyMark = "", printer: PrinterCapabilities | None = None) -> list[Line]:
    """Lay the test page out.

    Args:
        document: names the printer's zone and the ticket's number.
        mark: as on any other paper.
        printer: as it is set up; each of its settings is named beside what it does.

    Returns:
        Lines of at most `printer.columns` columns.
    """
    return list(_lines(document, mark, printer or PrinterCapabilities()))


def _lines(document: TicketDocument, mark: CopyMark, printer: PrinterCapabilities) -> Iterable[Line]:
    setter = Typesetter.of(printer, document.language)
    words, titles = trial_words_of(document.language), words_of(document.language)
    yield from setter.centred(titles.banners["test"], BANNER)
    if mark:
        yield from setter.centred(titles.copy, BANNER)
    yield from setter.ends(capitals(document.zone_name), f"#{document.number:04d}", Style(bold=True))
    yield setter.rule("=")
    yield from _ruler(setter, words)
    for title, sample in (
        (words.letters, f"{SMALL_LETTERS}\n{CAPITAL_LETTERS}"),
        (words.signs, SIGNS),
        (words.elsewhere, ELSEWHERE),
        (words.drawn, DRAWN),
    ):
        yield from setter.paragraph(title, PLAIN, indent=0)
        for part in sample.splitlines():
            yield from setter.paragraph(part, TALL, indent=2)
    yield from setter.bar(words.sizes)
    for style in (PLAIN, Style(bold=True), TALL, TALL_BOLD, BIG, *([HUGE] if setter.is_wide else [])):
        yield from setter.paragraph(f"{style.width}x{style.height} {words.sample}", style, indent=0)
    yield from setter.boxed(words.inverse, Style(height=2, bold=True, inverse=True), indent=0)
    yield from setter.bar(words.settings)
    for name, value in _settings(printer, words):
        yield from setter.ends(name, value)
    yield setter.rule("=")
    yield from setter.paragraph(words.then, PLAIN, indent=0)
    when = datetime.fromisoformat(document.fired_at_local)
    yield from setter.ends(f"#{document.number:04d}", when.strftime("%d/%m/%Y %H:%M:%S"))


def _ruler(setter: Typesetter, words: TrialWords) -> Iterable[Line]:
    """Columns, counted: one that stands on the next line says that the paper is narrower than its setting."""
    yield from setter.paragraph(words.columns.format(columns=setter.columns), PLAIN, indent=0)
    tens = "".join(f"{number:>10}" for number in range(10, setter.columns + 1, 10))
    yield Line((Run(tens.ljust(setter.columns)),))
    yield Line((Run(("1234567890" * 5)[: setter.columns]),))


def _settings(printer: PrinterCapabilities, words: TrialWords) -> list[tuple[str, str]]:
    page = words.picture if printer.graphics else f"{printer.code_page} ({letters_of(printer)})"
    return [
        (words.code_page, page),
        (words.status, printer.status),
        (words.fence, printer.fence),
        (words.beep, printer.beep),
        (words.cut, f"{printer.cut}, {words.per_course}" if printer.cut_per_course else printer.cut),
        (words.text_size, printer.text_size),
        (words.blank_rows, f"{printer.blank_rows_top} + {printer.blank_rows_end}"),
    ]
