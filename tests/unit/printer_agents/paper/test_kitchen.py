"""The kitchen ticket of docs/printing.md, character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.messages import AlsoAt, PrinterCapabilities, PrinterSettings, TicketCourse, TicketDocument, TicketLine
from printer_agents.paper.escpos import job_bytes
from printer_agents.paper.kitchen import kitchen_ticket
from printer_agents.paper.styled import Line, wrap

THE_TICKET = TicketDocument(
    zone_name="Κουζίνα",
    number=42,
    table_label="12",
    section="Αίθριο",
    covers=4,
    waiter="Μαρία",
    round_number=2,
    fired_at_local="2026-06-05T21:47:10",
    pieces="6",
    also_at=(AlsoAt(zone_name="Μπαρ", pieces="3"),),
    part=1,
    parts=2,
    courses=(
        TicketCourse(
            name="Πρώτα",
            lines=(
                TicketLine(quantity="2", name="Χωριάτικη σαλάτα", removed=("κρεμμύδι",), extras=("έξτρα φέτα",)),
                TicketLine(quantity="1", name="Τζατζίκι"),
            ),
        ),
        TicketCourse(
            name="Κυρίως",
            lines=(
                TicketLine(quantity="2", name="Μουσακάς"),
                TicketLine(
                    quantity="1",
                    name="Παϊδάκια αρνίσια (μερίδα) με πατάτες φούρνου",
                    choices=("ψήσιμο: μέτριο",),
                    removed=("πατάτες",),
                    seat="3",
                    note="ΑΛΛΕΡΓΙΑ σε ξηρούς καρπούς, καθαρό τηγάνι",
                ),
            ),
        ),
    ),
)

AT_48 = """\
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
█ΚΥΡΙΩΣ█████████████████████████████████████████
2   Μουσακάς
1   Παϊδάκια αρνίσια (μερίδα) με πατάτες
      φούρνου
    ψήσιμο: μέτριο
    █ΧΩΡΙΣ ΠΑΤΑΤΕΣ█
    θέση 3
    >> ΑΛΛΕΡΓΙΑ σε ξηρούς καρπούς, καθαρό τηγάνι
================================================
6 τεμάχια                         επίσης ΜΠΑΡ: 3
#0042 δελτίο 1/2                  05/06 21:47:10
"""

TAIL_AT_32 = """\
1   Παϊδάκια αρνίσια (μερίδα)
      με πατάτες φούρνου
    ψήσιμο: μέτριο
    █ΧΩΡΙΣ ΠΑΤΑΤΕΣ█
    θέση 3
    >> ΑΛΛΕΡΓΙΑ σε ξηρούς
       καρπούς, καθαρό τηγάνι
================================
6 τεμάχια         επίσης ΜΠΑΡ: 3
#0042 δελτίο 1/2  05/06 21:47:10
"""

NARROW = PrinterCapabilities(columns=32)
KITCHEN = PrinterSettings(printer_id="kitchen", name="Κουζίνα", zone_id="kitchen", address="192.168.1.50")


def drawn(lines: list[Line]) -> str:
    """As in the document: inverse blanks are █, a quantity of double width takes two columns."""
    out = ""
    for line in lines:
        for run in line.runs:
            text = run.text
            if run.style.inverse:
                core = text.strip()
                before = text.index(core)
                text = "█" * before + core + "█" * (len(text) - before - len(core))
            out += text + (" " * len(text) if run.style.width == 2 and len(line.runs) > 1 else "")
        out += "\n"
    return out


def test_the_kitchen_ticket_is_the_one_in_the_document() -> None:
    lines = kitchen_ticket(THE_TICKET)
    assert drawn(lines) == AT_48
    assert [run.style.width for run in lines[1].runs] == [3]
    assert 780 <= len(job_bytes(lines, KITCHEN, number=42)) <= 850


def test_the_narrow_ticket_is_the_one_in_the_document() -> None:
    assert drawn(kitchen_ticket(THE_TICKET, printer=NARROW)).endswith(TAIL_AT_32)


@pytest.mark.parametrize(
    ("kind", "banner"),
    [("addition", "ΠΡΟΣΘΗΚΗ"), ("void", "ΑΚΥΡΩΣΗ"), ("change", "ΑΛΛΑΓΗ"), ("test", "ΔΟΚΙΜΗ")],
)
def test_what_is_different_stands_on_top(kind: str, banner: str) -> None:
    ticket = kitchen_ticket(THE_TICKET.model_copy(update={"ticket_kind": kind}))
    assert ticket[0].text.strip() == banner
    assert ticket[0].runs[0].style.inverse


def test_a_possible_copy_says_so_with_the_same_number() -> None:
    top = drawn(kitchen_ticket(THE_TICKET, "possible_copy")).splitlines()[:2]
    assert top == ["█ΑΝΤΙΓΡΑΦΟ█", "Ίσως έχει ήδη βγει - ελέγξτε #0042"]


def test_a_void_takes_back_and_says_why() -> None:
    void = THE_TICKET.model_copy(update={"ticket_kind": "void", "reason": "λάθος τραπέζι"})
    text = drawn(kitchen_ticket(void))
    assert "-2" in text
    assert "    λόγος: λάθος τραπέζι\n" in text


def test_an_allergy_has_a_line_of_its_own_that_nothing_hides() -> None:
    line = TicketLine(quantity="1", name="Σαλάτα", allergy="ξηροί καρποί " * 6)
    ticket = kitchen_ticket(THE_TICKET.model_copy(update={"courses": (TicketCourse(lines=(line,)),)}))
    alarm = [one for one in ticket if one.runs and one.runs[-1].style.inverse and "καρποί" in one.text]
    assert alarm[0].text.strip().startswith("ΑΛΛΕΡΓΙΑ:")
    assert sum(one.text.count("καρποί") for one in alarm) == 6


def test_an_english_kitchen_reads_english() -> None:
    text = drawn(kitchen_ticket(THE_TICKET.model_copy(update={"language": "en"}), "possible_copy"))
    for word in ("COPY", "TABLE 12", "round 2", "4 covers", "NO ΠΑΤΑΤΕΣ", "seat 3", "6 pieces", "also at ΜΠΑΡ: 3"):
        assert word in text


def test_a_label_that_says_what_it_is_is_not_called_a_table() -> None:
    ticket = kitchen_ticket(THE_TICKET.model_copy(update={"table_label": "Πακέτο 3"}))
    assert ticket[1].text == "ΠΑΚΕΤΟ 3"


def test_a_weight_stands_before_its_dish_in_tall_letters() -> None:
    line = TicketLine(quantity="0.450 kg", name="Τσιπούρα σχάρας")
    text = drawn(kitchen_ticket(THE_TICKET.model_copy(update={"courses": (TicketCourse(lines=(line,)),)})))
    assert "\n0.450 kg Τσιπούρα σχάρας\n" in text


A_MOVE = TicketDocument(
    ticket_kind="move",
    zone_name="Κουζίνα",
    number=43,
    previous_number=42,
    table_label="9",
    moved_from="6",
    waiter="Μαρία",
    fired_at_local="2026-06-05T22:05:00",
)

A_MOVE_AT_48 = """\
█ΜΕΤΑΦΟΡΑ█
ΚΟΥΖΙΝΑ                     #0043 (προηγ. #0042)
6 -> 9
ΜΑΡΙΑ              22:05
================================================
#0043                             05/06 22:05:00
"""


def test_a_move_slip_says_from_where_to_where_and_little_else() -> None:
    slip = kitchen_ticket(A_MOVE)
    assert drawn(slip) == A_MOVE_AT_48
    assert slip[2].runs[0].style.height == 3


def test_a_copy_made_after_a_move_says_so_above_the_table() -> None:
    top = drawn(kitchen_ticket(THE_TICKET.model_copy(update={"moved_from": "6"}), "copy")).splitlines()
    assert top[:2] == ["█ΑΝΤΙΓΡΑΦΟ█", "█6 -> 12█"]
    assert "ΤΡΑΠΕΖΙ 12" in top


def test_a_move_slip_names_lines_when_only_some_moved() -> None:
    some = (TicketCourse(lines=(TicketLine(quantity="2", name="Μουσακάς"),)),)
    english = {"courses": some, "language": "en", "moved_from": "Πακέτο 3"}
    text = drawn(kitchen_ticket(A_MOVE.model_copy(update=english), printer=NARROW))
    assert text.startswith("█MOVED█\n")
    assert "ΠΑΚΕΤΟ 3 -> 9\n" in text
    assert "\n2   Μουσακάς\n" in text


@given(
    quantity=st.sampled_from(["1", "12", "0.450 kg", "-3"]),
    name=st.text(min_size=1, max_size=200),
    note=st.text(max_size=120),
    label=st.text(min_size=1, max_size=40),
    columns=st.sampled_from([48, 42, 32]),
    size=st.sampled_from(["small", "medium", "large"]),
    graphics=st.booleans(),
)
def test_nothing_is_wider_than_the_paper_and_no_word_is_lost(
    quantity: str, name: str, note: str, label: str, columns: int, size: str, graphics: bool
) -> None:
    line = TicketLine(quantity=quantity, name=name, note=note, removed=(name[:20],), allergy=note[:30])
    document = THE_TICKET.model_copy(update={"courses": (TicketCourse(lines=(line,)),), "table_label": label})
    printer = KITCHEN.model_copy(update={"columns": columns, "text_size": size, "graphics": graphics})
    lines = kitchen_ticket(document, "possible_copy", printer)
    assert all(one.columns <= columns for one in lines)
    job_bytes(lines, printer, number=42)


@given(text=st.text(st.sampled_from("αβγ  "), max_size=80), width=st.integers(1, 20))
def test_wrapping_keeps_every_letter(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= width for line in lines)
