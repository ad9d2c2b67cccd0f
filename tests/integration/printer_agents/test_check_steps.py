"""Each step of a printer check against a printer that can do much, little, or nothing at all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kernel.messages import PrinterCapabilities
from printer_agents.check.slips import GREEK
from tests.integration.printer_agents.checking import Check


@pytest.fixture
def check(tmp_path: Path) -> Iterator[Check]:
    made = Check(tmp_path, status_timeout_s=4.0, fence_wait_s=4.0)
    yield made
    made.close()


@pytest.fixture
def hasty_check(tmp_path: Path) -> Iterator[Check]:
    """For answers that never come."""
    made = Check(tmp_path, status_timeout_s=0.3, fence_wait_s=0.3)
    yield made
    made.close()


def test_a_healthy_printer_answers_all_four_questions_and_wastes_no_paper(check: Check) -> None:
    report = check.of("status")
    assert (report.reason, report.status, report.is_paper_low) == ("", "dle_eot", False)
    assert [(one.asked, one.heard_hex) for one in report.answers] == [(f"DLE EOT {n}", "12") for n in (1, 2, 3, 4)]
    assert check.printer.inner.mechanism.pen.rows == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("runs_out_of_paper", "paper_out"),
        ("opens_cover", "cover_open"),
        ("goes_offline", "offline"),
        ("refuses_connections", "refused"),
        ("becomes_black_hole", "unreachable"),
    ],
)
def test_the_real_fault_is_named_and_nothing_is_printed(check: Check, fault: str, reason: str) -> None:
    getattr(check.printer, fault)()
    assert check.of("status").reason == reason
    report = check.of("sample")
    assert (report.reason, report.printed) == (reason, ())
    assert check.printer.tickets == []


def test_another_kind_of_device_is_told_from_its_answers(check: Check) -> None:
    check.printer.garbage_status()
    assert check.of("status").reason == "wrong_device"


def test_a_printer_that_reads_nothing_is_silent(hasty_check: Check) -> None:
    hasty_check.printer.never_reads()
    assert hasty_check.of("status").reason == "silent"
    assert hasty_check.of("sample").reason == "silent"


def test_a_printer_that_turns_a_second_client_away_is_busy(check: Check) -> None:
    check.printer.can(second_client="refuse")
    check.printer.is_held_by_another_client()
    assert check.of("status").reason == "busy"


def test_little_paper_is_said_and_hinders_nothing(check: Check) -> None:
    check.printer.runs_low_on_paper()
    report = check.of("status")
    assert (report.reason, report.is_paper_low) == ("", True)


@pytest.mark.parametrize(
    ("switches", "fence", "heard"),
    [
        ({}, "gs_paren_h", ["00", "37 22 39 30 30 31 00"]),
        ({"fence_process_id": False}, "gs_r", ["00", ""]),
    ],
)
def test_the_best_fence_that_is_answered_is_found(
    check: Check, switches: dict[str, bool], fence: str, heard: list[str]
) -> None:
    check.printer.can(**switches)
    report = check.of("fences")
    assert (report.reason, report.fence) == ("", fence)
    assert [one.heard_hex for one in report.answers[-2:]] == heard
    assert check.printer.wait_for_ticket("Printer check: GS r 1", 20).lines[1] == "Printer check: GS ( H"


def test_a_printer_that_answers_no_fence_has_none(hasty_check: Check) -> None:
    hasty_check.printer.can(fence_process_id=False, fence_gs_r=False)
    report = hasty_check.of("fences")
    assert (report.reason, report.fence) == ("", "none")
    assert [one.heard_hex for one in report.answers[-2:]] == ["", ""]


def test_each_code_page_is_printed_under_its_number_and_the_right_one_reads_as_greek(check: Check) -> None:
    report = check.of("code_pages")
    assert report.printed == tuple(map(str, range(61)))
    lines = check.printer.wait_for_ticket("which line is right?", 20).lines[1:62]
    assert [line[:3] for line in lines] == [f"{page:>3}" for page in range(61)]
    assert [line[4:] for line in lines if GREEK in line] == [GREEK]
    assert lines[29] == f" 29 {GREEK}"


def test_a_range_of_pages_in_another_encoding_shows_the_euro_sign(check: Check) -> None:
    check.printer.can(code_pages={17: "cp1253"})
    as_cp1253 = PrinterCapabilities(encoding="cp1253")
    assert check.of("code_pages", first_page=16, last_page=18, capabilities=as_cp1253).printed == ("16", "17", "18")
    assert "17 " + GREEK in check.printer.wait_for_ticket("cp1253", 20).text


def test_the_sample_shows_greek_pictures_of_other_letters_and_a_ruler(check: Check) -> None:
    assert check.of("sample").printed == ("32", "42", "48")
    ticket = check.printer.wait_for_ticket(GREEK, 20)
    assert [len(line) for line in ticket.lines if line.startswith("..")] == [32, 42, 48]
    assert any(line.startswith("[▒ 576 x") for line in ticket.lines)
    assert "5EUR" in ticket.text
    assert ticket.lines[-1] == "6 5€"


def test_a_printer_that_learns_no_letter_shows_so_in_the_sample(check: Check) -> None:
    check.printer.can(user_characters=False)
    assert check.of("sample").reason == ""
    assert check.printer.wait_for_ticket(GREEK, 20).lines[-1] == "6 5~"


def test_each_kind_of_cut_ends_a_slip_with_its_name(check: Check) -> None:
    report = check.of("cuts")
    names = [ticket.lines[0] for ticket in check.printer.wait_for_tickets(3, timeout_s=20)]
    assert names == [f"{number}  {kind}" for number, kind in enumerate(report.printed, 1)]


def test_each_kind_of_beep_is_heard_once_with_its_name_on_paper(check: Check) -> None:
    report = check.of("beeps")
    ticket = check.printer.wait_for_ticket("1  bel", 20)
    assert [line for line in ticket.lines if line] == [f"{n}  {kind}" for n, kind in enumerate(report.printed, 1)]
    assert check.printer.inner.mechanism.pen.beeps == 6


def test_a_printer_that_answers_nothing_is_found_so_and_prints_when_told_to_expect_that(hasty_check: Check) -> None:
    check = hasty_check
    check.printer.can(status=False, fence_gs_r=False, fence_process_id=False)
    report = check.of("status")
    assert (report.reason, report.status) == ("silent", "none")
    mute = PrinterCapabilities(status="none", fence="none")
    assert check.of("sample", capabilities=mute).printed
    assert check.printer.wait_for_ticket(GREEK, 20)


def test_paper_that_ends_in_the_midst_of_a_slip_is_said(check: Check) -> None:
    check.printer.runs_out_of_paper(after_lines=5)
    assert check.of("code_pages").reason == "paper_out"


def test_a_printer_whose_agent_prints_is_busy_and_not_touched(check: Check) -> None:
    check.is_free = False
    assert check.of("status").reason == "busy"
    assert check.of("status", printer_id="", address="127.0.0.1", port=check.printer.port).reason == "busy"
    assert check.printer.connections_taken == 0


@pytest.mark.parametrize(
    "place",
    [
        {"printer_id": "bar"},
        {"printer_id": "", "address": "8.8.8.8"},
        {"printer_id": "", "address": "printer.example"},
        {"printer_id": "", "address": "192.168.1.50", "port": 22},
        {"printer_id": ""},
    ],
)
def test_no_printer_may_be_there_so_nobody_knocks(check: Check, place: dict[str, object]) -> None:
    assert check.of("status", **place).reason == "bad_address"


def test_a_request_that_comes_twice_or_far_too_late_is_not_done_again(check: Check) -> None:
    request = check.request("cuts")
    check.desk.ask(request)
    check.desk.ask(request)
    check.desk.ask(check.request("cuts", asked_at=datetime.now(UTC) - timedelta(minutes=5)))
    assert [check.reports.get(timeout=20).request_id for _ in range(2)] == [request.request_id] * 2
    assert check.of("status").reason == ""
    assert check.printer.inner.mechanism.shelf.printed == 3
    assert check.reports.empty()
