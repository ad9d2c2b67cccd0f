"""Changes, late tickets, reports, the test page: what they must say, and that nothing is wider than the paper."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.messages import (
    Bill,
    BillLine,
    LateTicket,
    Logo,
    PrinterCapabilities,
    Report,
    ReportRow,
    ReportSection,
    TicketChange,
    TicketCourse,
    TicketDocument,
    TicketLine,
)
from printer_agents.paper.kitchen import kitchen_ticket
from printer_agents.paper.logo import logo_commands
from printer_agents.paper.report import report_paper
from printer_agents.paper.sheet import sheet_of
from printer_agents.paper.styled import Line
from printer_agents.paper.trial import trial_page
from printer_agents.virtual_printer.parser import Parser

AT = {"zone_name": "Κουζίνα", "number": 51, "table_label": "12", "fired_at_local": "2026-06-05T22:31:40"}
RARE = TicketLine(quantity="1", name="Μπριζόλα", choices=("ψήσιμο: σενιάν",))
WORDS = st.text(st.characters(codec="cp737", exclude_categories=["C"]), max_size=60)
PRINTERS = st.builds(
    PrinterCapabilities,
    columns=st.sampled_from([48, 42, 32]),
    text_size=st.sampled_from(["small", "medium", "large"]),
    graphics=st.booleans(),
)


def text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def test_a_change_says_what_was_and_what_is_now() -> None:
    after = RARE.model_copy(update={"choices": ("ψήσιμο: καλοψημένη",), "removed": ("πατάτες",)})
    paper = text(
        kitchen_ticket(TicketDocument(ticket_kind="change", changes=(TicketChange(before=RARE, after=after),), **AT))
    )
    assert paper.startswith(" ΑΛΛΑΓΗ \n")
    was, now = paper.split("ΤΩΡΑ")
    assert "ΗΤΑΝ: 1 Μπριζόλα, ψήσιμο: σενιάν" in was
    assert "καλοψημένη" in now
    assert " ΧΩΡΙΣ ΠΑΤΑΤΕΣ " in now


def test_a_catch_up_slip_lists_each_late_ticket_with_table_time_and_lines() -> None:
    late = [
        LateTicket(number=47, table_label="3", waiter="Μαρία", fired_at_local="2026-06-05T22:12:00", lines=(RARE,)),
        LateTicket(number=48, table_label="Πακέτο 9", fired_at_local="2026-06-05T22:14:00", lines=(RARE, RARE)),
    ]
    paper = text(kitchen_ticket(TicketDocument(ticket_kind="catch_up", late=tuple(late), **AT | {"table_label": ""})))
    assert "2 δελτία άργησαν" in paper
    places = [paper.index(said) for said in ("ΤΡΑΠΕΖΙ 3", "22:12", "#0047", "ΠΑΚΕΤΟ 9", "22:14", "#0048")]
    assert places == sorted(places)
    assert paper.count("Μπριζόλα") == 3


def test_a_late_ticket_says_what_kind_it_is_whether_it_may_be_out_and_what_was_taken_back() -> None:
    at = AT["fired_at_local"]
    late = (
        LateTicket(number=47, table_label="3", fired_at_local=at, lines=(RARE,), cancelled=(RARE,), may_be_out=True),
        LateTicket(number=48, ticket_kind="void", table_label="3", fired_at_local=at, lines=(RARE,), reason="λάθος"),
        LateTicket(number=49, ticket_kind="move", table_label="3", moved_from="8", fired_at_local=at),
    )
    paper = text(kitchen_ticket(TicketDocument(ticket_kind="catch_up", late=late, **AT)))
    wanted = (
        "22:31",
        "#0047",
        "ελέγξτε #0047",
        "Μπριζόλα",
        "ΑΚΥΡΩΘΗΚΑΝ",
        "-1",
        "#0048",
        "ΑΚΥΡΩΣΗ",
        "-1",
        "λόγος: λάθος",
    )
    at_place = 0
    for said in (*wanted, "8 -> 3", "#0049", "ΜΕΤΑΦΟΡΑ"):
        at_place = paper.index(said, at_place) + 1


def test_a_copy_says_apart_what_was_cancelled_since() -> None:
    kept = RARE.model_copy(update={"name": "Μουσακάς"})
    paper = text(
        kitchen_ticket(TicketDocument(courses=(TicketCourse(lines=(kept,)),), cancelled=(RARE,), **AT), "copy")
    )
    assert paper.index("Μουσακάς") < paper.index("ΑΚΥΡΩΘΗΚΑΝ") < paper.index("-1") < paper.index("Μπριζόλα")


def test_a_diverted_ticket_says_whose_it_is_and_where_it_came_out() -> None:
    paper = text(kitchen_ticket(TicketDocument(diverted_from="Κουζίνα", printed_at="Μπαρ", **AT)))
    assert paper.startswith(" ΓΙΑ ΚΟΥΖΙΝΑ \nβγήκε στον εκτυπωτή: ΜΠΑΡ\n")
    english = TicketDocument(diverted_from="Kitchen", printed_at="Bar", language="en", **AT)
    assert text(kitchen_ticket(english)).startswith(" FOR KITCHEN \nprinted at: BAR\n")


def test_a_report_says_that_it_is_not_fiscal_and_sets_its_figures_under_each_other() -> None:
    rows = (
        ReportRow(label="Μετρητά", count="41", amount="1830.10"),
        ReportRow(label="Κάρτα", count="5", amount="70.50"),
    )
    report = Report(title="ΑΝΑΦΟΡΑ Χ", sections=(ReportSection(title="ΠΛΗΡΩΜΕΣ", rows=rows),))
    lines = text(report_paper(TicketDocument(ticket_kind="report", report=report, **AT))).splitlines()
    assert lines[:2] == ["ΑΝΑΦΟΡΑ Χ", "δεν είναι φορολογικό στοιχείο"]
    assert lines[3:5] == [
        "Μετρητά                              41  1830,10",
        "Κάρτα                                 5    70,50",
    ]


@pytest.mark.parametrize("columns", [48, 42, 32])
def test_a_test_page_counts_the_columns_and_names_the_settings(columns: int) -> None:
    printer = PrinterCapabilities.model_validate({"columns": columns, "code_page": 14, "beep": "bel"})
    lines = trial_page(TicketDocument(ticket_kind="test", **AT), printer=printer)
    [ruler] = [line for line in lines if line.text.startswith("1234567890")]
    assert len(ruler.text) == columns
    assert any(line.text.endswith("14 (cp737)") for line in lines)
    assert any(line.text.endswith("bel") for line in lines)
    assert max(line.columns for line in lines) <= columns


OURS = {
    "text", "LF", "GS v 0", "ESC @", "FS .", "ESC t", "GS a", "BEL", "ESC a", "GS !", "ESC E", "GS B", "GS V", "GS r",
}  # fmt: skip


@settings(max_examples=40)
@given(PRINTERS, st.text(max_size=40), st.text(st.characters(max_codepoint=0x20), min_size=1, max_size=20))
def test_nothing_that_people_type_is_obeyed_by_a_printer(printer: PrinterCapabilities, words: str, bytes_: str) -> None:
    typed = f"{words}{bytes_}\x1b@\x10\x14\x02\x01\x08 {words}"
    line = TicketLine(quantity="1", name=typed, note=typed, choices=(typed,), allergy=typed, seat=typed)
    bill = Bill(
        restaurant=typed,
        lines=(BillLine(quantity="1", name=typed, unit_price="1", amount="1"),),
        subtotal="1",
        total="1",
    )
    rows = (ReportRow(label=typed, amount=typed),)
    document = TicketDocument(
        courses=(TicketCourse(name=typed, lines=(line,)),), waiter=typed, reason=typed, section=typed, bill=bill,
        report=Report(title=typed, sections=(ReportSection(title=typed, rows=rows),)),
        **AT,
    )  # fmt: skip
    printer = printer.model_copy(update={"beep": "bel"})
    for kind in ("new", "pre_bill", "report"):
        heard = list(Parser().feed(sheet_of(document.model_copy(update={"ticket_kind": kind}), printer).data))
        assert {command.name for command, _ in heard} <= OURS
        assert not any(is_real_time for _, is_real_time in heard)
        assert heard[-1][0].name == "GS r"


def test_the_dots_of_a_logo_are_no_orders_either() -> None:
    dots = bytes.fromhex("10 14 02 01 08 10 04 01") * 8
    logo = Logo(digest="d", width=64, height=8, dots=base64.b64encode(dots).decode())
    assert logo_commands(logo).count(b"\x18\x14") == 8
    assert not [command for command, is_real_time in Parser().feed(logo_commands(logo)) if is_real_time]


@given(PRINTERS, WORDS, WORDS, WORDS)
def test_nothing_is_wider_than_the_paper(printer: PrinterCapabilities, name: str, note: str, figure: str) -> None:
    line = TicketLine(quantity="12", name=name, note=note, removed=(name,), extras=(note,))
    late = LateTicket(
        number=1, table_label=name[:40], waiter=note, fired_at_local=AT["fired_at_local"], lines=(line,),
        cancelled=(line,), zone_name=name, may_be_out=True, reason=note, moved_from=note[:40],
    )  # fmt: skip
    rows = tuple(ReportRow(label=name, count=note[:9], amount=figure, is_total=total) for total in (False, True))
    report = Report(title=name, period=note, sections=(ReportSection(title=note, rows=rows),))
    document = TicketDocument(
        changes=(TicketChange(before=line, after=line),), late=(late,), cancelled=(line,), report=report, waiter=note,
        diverted_from=name, printed_at=note, **AT,
    )  # fmt: skip
    for lay_out in (kitchen_ticket, report_paper):
        assert max(one.columns for one in lay_out(document, "possible_copy", printer)) <= printer.columns
