"""A sheet for each course, where a printer is set to that: none is taken for the whole ticket."""

from typing import Any

import pytest

from kernel.messages import CopyMark, PrinterCapabilities, TicketChange, TicketCourse, TicketDocument, TicketLine
from printer_agents.paper.kitchen import kitchen_ticket
from printer_agents.paper.sheet import sheet_of
from printer_agents.paper.styled import CUT, Line
from printer_agents.paper.trial import trial_page
from printer_agents.virtual_printer.parser import Parser
from tests.unit.printer_agents.paper.test_kitchen import A_MOVE, NARROW, THE_TICKET, drawn

CUTS = PrinterCapabilities(cut_per_course=True)
BREAD = TicketCourse(lines=(TicketLine(quantity="4", name="Ψωμί"),))
SWEETS = TicketCourse(name="Γλυκά", lines=(TicketLine(quantity="1", name="Μπακλαβάς"),))

FIRST_AT_48 = """\
█ΦΥΛΛΟ 1/2█
ΚΟΥΖΙΝΑ                                    #0042
ΤΡΑΠΕΖΙ 12
ΜΑΡΙΑ              21:47
Αίθριο  4 άτομα                      2η αποστολή
================================================
█ΠΡΩΤΑ██████████████████████████████████████████
2   Χωριάτικη σαλάτα
    █ΧΩΡΙΣ ΚΡΕΜΜΥΔΙ█
    + έξτρα φέτα
1   Τζατζίκι
================================================
#0042 φύλλο 1/2                ακολουθεί: ΚΥΡΙΩΣ
"""
HEAD_OF_SECOND_AT_48 = """\
█ΦΥΛΛΟ 2/2█
ΚΟΥΖΙΝΑ                                    #0042
ΤΡΑΠΕΖΙ 12
ΜΑΡΙΑ              21:47
================================================
█ΚΥΡΙΩΣ█████████████████████████████████████████
2   Μουσακάς
"""
FOOT_OF_SECOND_AT_48 = """\
================================================
6 τεμάχια σε 2 φύλλα              επίσης ΜΠΑΡ: 3
#0042 δελτίο 1/2                  05/06 21:47:10
"""


def sheets(lines: list[Line]) -> list[str]:
    """Each as it reads."""
    pieces: list[list[Line]] = [[]]
    for line in lines:
        if line.is_cut:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return [drawn(piece) for piece in pieces]


def ticket(mark: CopyMark = "", printer: PrinterCapabilities = CUTS, **changes: Any) -> list[str]:
    return sheets(kitchen_ticket(THE_TICKET.model_copy(update=changes), mark, printer))


def commands(document: TicketDocument, printer: PrinterCapabilities) -> list[str]:
    return [command.name for command, _ in Parser().feed(sheet_of(document, printer).data)]


def test_each_course_is_a_sheet_that_says_which_of_how_many_it_is() -> None:
    first, second = ticket()
    assert first == FIRST_AT_48
    assert second.startswith(HEAD_OF_SECOND_AT_48)
    assert second.endswith(FOOT_OF_SECOND_AT_48)
    assert "τεμάχια" not in first


def test_an_english_kitchen_reads_of_sheets() -> None:
    first, second = ticket(language="en")
    assert first.startswith("█SHEET 1/2█\n")
    assert "#0042 sheet 1/2                     next: ΚΥΡΙΩΣ\n" in first
    assert "6 pieces on 2 sheets" in second


@pytest.mark.parametrize("mark", ["copy", "possible_copy"])
@pytest.mark.parametrize("kind", ["new", "addition"])
def test_what_is_different_about_a_ticket_stands_on_each_of_its_sheets(kind: str, mark: CopyMark) -> None:
    pieces = ticket(mark, ticket_kind=kind, diverted_from="Κουζίνα", printed_at="Μπαρ")
    assert len(pieces) == 2
    for piece in pieces:
        assert ("█ΠΡΟΣΘΗΚΗ█" in piece) == (kind == "addition")
        assert ("ελέγξτε #0042" in piece) == (mark == "possible_copy")
        assert "█ΑΝΤΙΓΡΑΦΟ█" in piece
        assert "█ΓΙΑ ΚΟΥΖΙΝΑ█\nβγήκε στον εκτυπωτή: ΜΠΑΡ\n" in piece


def test_what_has_no_course_stays_with_the_first_one() -> None:
    first, second, third = ticket(courses=(BREAD, *THE_TICKET.courses, SWEETS))
    assert first.index("Ψωμί") < first.index("█ΠΡΩΤΑ█")
    assert "ΦΥΛΛΟ 2/3" in second
    assert "Μπακλαβάς" in third


def test_what_was_cancelled_since_and_why_stands_once_on_the_last_sheet() -> None:
    first, second = ticket("copy", cancelled=(TicketLine(quantity="1", name="Φάβα"),), reason="λάθος")
    assert "Φάβα" not in first
    assert "λόγος" not in first
    assert "Φάβα" in second
    assert "λόγος: λάθος" in second


@pytest.mark.parametrize(
    "document",
    [
        THE_TICKET.model_copy(update={"courses": THE_TICKET.courses[:1]}),
        THE_TICKET.model_copy(update={"courses": (BREAD, THE_TICKET.courses[0])}),
        THE_TICKET.model_copy(update={"courses": ()}),
        THE_TICKET.model_copy(update={"ticket_kind": "void"}),
        THE_TICKET.model_copy(
            update={"ticket_kind": "change", "changes": (TicketChange(before=BREAD.lines[0], after=SWEETS.lines[0]),)}
        ),
        A_MOVE.model_copy(update={"courses": THE_TICKET.courses}),
    ],
    ids=["one course", "bread and one course", "no course", "void", "change", "move"],
)
def test_all_else_stays_in_one_piece(document: TicketDocument) -> None:
    assert kitchen_ticket(document, "", CUTS) == kitchen_ticket(document)


def test_a_printer_without_a_knife_prints_it_in_one_piece() -> None:
    without = PrinterCapabilities(cut="none")
    cuts = without.model_copy(update={"cut_per_course": True})
    assert sheet_of(THE_TICKET, cuts) == sheet_of(THE_TICKET, without)


@pytest.mark.parametrize("graphics", [False, True], ids=["letters", "pictures"])
@pytest.mark.parametrize("columns", [48, 42, 32])
def test_one_beep_begins_and_one_fence_after_the_last_cut_proves_all_sheets(columns: int, graphics: bool) -> None:
    printer = CUTS.model_copy(update={"columns": columns, "graphics": graphics, "beep": "bel"})
    assert max(line.columns for line in kitchen_ticket(THE_TICKET, "possible_copy", printer)) <= columns
    named = commands(THE_TICKET, printer)
    assert [name for name in named if name in ("ESC @", "BEL", "GS V", "GS r")] == [
        "ESC @",
        "BEL",
        "GS V",
        "GS V",
        "GS r",
    ]
    assert named[-2:] == ["GS V", "GS r"]


def test_the_rows_that_a_rail_covers_are_left_on_each_sheet() -> None:
    plain = commands(THE_TICKET, CUTS).count("LF")
    rows = CUTS.model_copy(update={"blank_rows_top": 3, "blank_rows_end": 2})
    assert commands(THE_TICKET, rows).count("LF") == plain + 2 * (3 + 2)


def test_a_narrow_paper_says_the_same() -> None:
    narrow = ticket(printer=NARROW.model_copy(update={"cut_per_course": True}))
    assert [piece.splitlines()[0] for piece in narrow] == ["█ΦΥΛΛΟ 1/2█", "█ΦΥΛΛΟ 2/2█"]
    assert CUT not in kitchen_ticket(THE_TICKET, printer=NARROW)


@pytest.mark.parametrize(("language", "named"), [("el", "partial, ανά σειρά"), ("en", "partial, per course")])
def test_a_test_page_names_the_setting(language: str, named: str) -> None:
    page = THE_TICKET.model_copy(update={"ticket_kind": "test", "language": language})
    assert any(line.text.endswith(named) for line in trial_page(page, printer=CUTS))
    assert not any("per course" in line.text or "ανά σειρά" in line.text for line in trial_page(page))
