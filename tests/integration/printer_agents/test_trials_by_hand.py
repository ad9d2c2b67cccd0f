"""What the printer check learns when a hand opens the cover, takes the roll or pulls the plug in mid-ticket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.messages import PrinterCheckReport
from tests.integration.printer_agents.checking import Check

HANDS = {"status_timeout_s": 4.0, "check_line_s": 0.02, "check_hands_s": 60.0, "check_idle_s": 60.0}
LINES = [f"{number:>2} of 40" for number in range(1, 41)]


@pytest.fixture
def check(tmp_path: Path) -> Iterator[Check]:
    made = Check(tmp_path, **HANDS, fence_wait_s=20.0)
    yield made
    made.close()


@pytest.fixture
def hasty_check(tmp_path: Path) -> Iterator[Check]:
    """For proofs and answers that never come."""
    made = Check(tmp_path, **HANDS | {"fence_wait_s": 1.0, "status_timeout_s": 2.0, "unanswered_polls": 1})
    yield made
    made.close()


def with_cover(check: Check) -> PrinterCheckReport:
    """The trial of the cover, by a hand that does as it is told."""
    check.begin("cover")
    check.waits_for("open_cover")
    check.printer.opens_cover()
    check.waits_for("close_cover")
    check.printer.closes_cover()
    return check.ended()


def test_a_printer_whose_cover_is_opened_goes_on_where_it_stopped_and_proves_it(check: Check) -> None:
    report = with_cover(check)
    assert (report.reason, report.after_cover, report.named, report.stage) == ("", "goes_on", "cover_open", "")
    assert 1 <= report.at_line <= 30
    assert [one.heard_hex for one in report.answers if one.asked == "GS r 1"] == ["00"]
    assert {one.heard_hex for one in report.answers if one.asked == "DLE EOT 2"} == {"12", "16"}
    assert list(check.printer.wait_for_ticket("Printer check: cover", 20).lines[1:41]) == LINES


def test_checks_that_wait_and_that_are_under_way_say_that_they_live(tmp_path: Path) -> None:
    check = Check(tmp_path, beat_s=0.05, **HANDS)
    under_way, waiting = check.begin("cover"), check.begin("status")
    check.waits_for("open_cover")
    again = check.waits_for("open_cover")
    assert again.request_id == under_way
    while (report := check.reports.get(timeout=20)).request_id != waiting:
        assert report == again
    assert not report.is_final
    check.desk.cancel(under_way)
    check.desk.cancel(waiting)
    ends = [check.ended() for _ in range(2)]
    assert {one.request_id for one in ends} == {under_way, waiting}
    check.close()


def test_a_printer_that_forgets_its_ticket_with_the_cover_open_will_get_a_marked_copy(hasty_check: Check) -> None:
    check = hasty_check
    check.printer.can(forgets_when_blocked=True)
    check.begin("cover")
    check.waits_for("open_cover")
    check.printer.opens_cover()
    check.waits_for("close_cover")
    check.printer.goes_offline()  # forgets what it got with its cover open
    check.printer.closes_cover()
    check.printer.goes_online()
    report = check.ended()
    assert (report.reason, report.after_cover) == ("", "copied")


def test_a_proof_that_comes_while_the_cover_is_open_is_found_out(check: Check) -> None:
    check.printer.can(fence_at_once=True)
    check.begin("cover")
    check.waits_for("open_cover")
    check.printer.opens_cover()
    assert check.ended().after_cover == "too_early"


def test_a_printer_that_says_nothing_with_its_cover_open_is_called_mute(hasty_check: Check) -> None:
    hasty_check.begin("cover")
    hasty_check.waits_for("open_cover")
    hasty_check.printer.can(status=False)
    assert hasty_check.ended().after_cover == "mute"


def test_a_roll_taken_out_and_put_back_is_told_from_a_cover_lifted_on_the_way(check: Check) -> None:
    check.begin("paper")
    check.waits_for("take_paper")
    check.printer.opens_cover()
    check.printer.runs_out_of_paper()
    check.waits_for("load_paper")
    check.printer.gets_paper()
    check.printer.closes_cover()
    report = check.ended()
    assert (report.reason, report.after_paper, report.named) == ("", "goes_on", "paper_out")


def test_what_comes_out_after_the_power_is_left_to_a_person_once_the_printer_is_back(check: Check) -> None:
    check.begin("power")
    check.waits_for("open_cover")
    check.printer.opens_cover()
    check.waits_for("switch_off")
    check.printer.loses_power()
    check.waits_for("switch_on")
    check.printer.closes_cover()
    check.printer.gets_power()
    report = check.ended()
    assert (report.reason, report.stage, report.is_late) == ("", "", False)
    assert check.printer.times_printed("40 of 40") == 0


@pytest.mark.parametrize(
    ("virtual", "learnt", "heard"),
    [("wait", "waits", ["", "12"]), ("refuse", "refused", []), ("allow", "served", ["12"])],
)
def test_what_a_second_connection_meets_and_when_a_silent_one_is_closed(
    hasty_check: Check, virtual: str, learnt: str, heard: list[str]
) -> None:
    hasty_check.printer.can(second_client=virtual)
    hasty_check.begin("connections")
    hasty_check.waits_for("idle")
    hasty_check.printer.resets_after(0)
    report = hasty_check.ended()
    assert (report.reason, report.second_client) == ("", learnt)
    assert (report.idle_close_s or 0) >= 1
    assert [one.heard_hex for one in report.answers[4:]] == heard
    assert hasty_check.printer.tickets == []


def test_a_trial_that_nobody_lends_a_hand_to_ends_by_itself_and_says_what_it_waited_for(tmp_path: Path) -> None:
    check = Check(tmp_path, **HANDS | {"check_hands_s": 0.2})
    check.begin("cover")
    report = check.ended()
    assert (report.reason, report.is_late, report.stage) == ("cancelled", True, "open_cover")
    assert check.printer.wait_for_ticket("Printer check: cover", 20).lines[1] == LINES[0]
    check.close()


def test_a_trial_is_ended_by_whoever_asked_for_it_and_the_next_one_begins(check: Check) -> None:
    asked = check.begin("cover")
    check.waits_for("open_cover")
    check.desk.cancel("0" * 26)
    check.desk.cancel(asked)
    report = check.ended()
    assert (report.request_id, report.reason, report.is_late) == (asked, "cancelled", False)
    assert check.of("status").reason == ""
