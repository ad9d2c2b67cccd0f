"""The rules of a ticket on its way, on a clock of our own."""

import pytest

from kernel.messages import PrinterSettings
from printer_agents.printer_status import Noise, Ordered, ProcessId, RealTime, Reply
from printer_agents.printing import (
    Ask,
    Ended,
    Flight,
    Next,
    Wait,
    backoff_s,
    judge_check,
    speaks_another_language,
)
from printer_agents.settings import AgentSettings

NUMBERS = AgentSettings(_env_file=None)
KITCHEN = PrinterSettings(printer_id="kitchen", name="K", zone_id="kitchen", address="192.168.1.50")
READY, OFFLINE, PAPER_STOP, OUT = RealTime(0x12), RealTime(0x1A), RealTime(0x32), RealTime(0x72)


def flight(**changes: object) -> Flight:
    return Flight(KITCHEN.model_copy(update=changes), NUMBERS, number=42, has_pictures=False, sent_at_s=100.0)


def ask_until_silent(of: Flight, answers: dict[int, Reply], now_s: float) -> Next:
    """Answer each question at once, until it wants to wait or ends."""
    while isinstance(step := of.next(now_s), Ask):
        of.hear([answers[step.n]], now_s)
    return step


def test_printed_is_the_printers_ordered_answer_and_nothing_else() -> None:
    ticket = flight()
    ticket.hear([READY, Noise(b"\x10\x00\x00\x00"), ProcessId(b"0042")], 100.1)
    assert isinstance(ticket.next(100.1), Wait)
    ticket.hear([Ordered(0)], 100.2)
    assert ticket.next(100.2) == Ended("printed")


def test_only_the_process_id_of_this_ticket_counts() -> None:
    ticket = flight(fence="gs_paren_h")
    ticket.hear([Ordered(0), ProcessId(b"0041")], 100.1)
    assert isinstance(ticket.next(100.1), Wait)
    ticket.hear([ProcessId(b"0042")], 100.2)
    assert ticket.next(100.2) == Ended("printed")


def test_a_fence_that_reports_no_paper_proves_nothing() -> None:
    ticket = flight()
    ticket.hear([Ordered(0x0F)], 100.1)
    assert ticket.next(100.1) == Ended("uncertain", "paper_out")


def test_the_printer_is_asked_every_second() -> None:
    ticket = flight()
    assert ticket.next(100.0) == Wait(101.0)
    assert ticket.next(101.0) == Ask(1)
    ticket.hear([READY], 101.1)
    assert ticket.next(101.1) == Wait(102.1)


def test_a_printer_that_is_ready_and_owes_the_fence_is_doubted_after_ten_seconds() -> None:
    ticket, now_s = flight(), 100.0
    while now_s < 110.0:
        assert not isinstance(ask_until_silent(ticket, {1: READY}, now_s), Ended)
        now_s += 0.25
    assert ask_until_silent(ticket, {1: READY}, 110.0) == Ended("uncertain", "silent")


def test_paper_out_is_held_for_as_long_as_it_takes_and_named_once_known() -> None:
    ticket = flight()
    answers: dict[int, Reply] = {1: OFFLINE, 2: PAPER_STOP, 3: READY, 4: OUT}
    assert ticket.next(101.0) == Ask(1)
    ticket.hear([OFFLINE], 101.0)
    assert ticket.blocked == ""
    ask_until_silent(ticket, answers, 101.0)
    assert ticket.blocked == "paper_out"
    for now_s in range(102, 4000):
        assert isinstance(ask_until_silent(ticket, answers, float(now_s)), Wait)


def test_after_new_paper_the_fence_has_its_whole_time_again() -> None:
    ticket = flight()
    ask_until_silent(ticket, {1: OFFLINE, 2: PAPER_STOP, 3: READY, 4: OUT}, 101.0)
    ask_until_silent(ticket, {1: READY}, 500.0)
    assert ticket.blocked == ""
    assert isinstance(ask_until_silent(ticket, {1: READY}, 509.9), Wait)
    assert ask_until_silent(ticket, {1: READY}, 510.0) == Ended("uncertain", "silent")


def test_three_questions_without_an_answer_mean_that_the_link_is_lost() -> None:
    ticket, now_s, asked = flight(), 101.0, 0
    while not isinstance(step := ticket.next(now_s), Ended):
        asked += isinstance(step, Ask)
        now_s += 0.25
    assert (step, asked) == (Ended("uncertain", "silent"), 3)


def test_a_printer_without_status_and_fence_is_never_called_printed() -> None:
    assert flight(status="none", fence="none").next(100.0) == Ended("unconfirmed")


def test_without_a_fence_a_ready_printer_is_unconfirmed_and_a_blocked_one_is_held() -> None:
    ticket = flight(fence="none")
    assert isinstance(ask_until_silent(ticket, {1: OFFLINE, 2: PAPER_STOP, 3: READY, 4: OUT}, 100.0), Wait)
    assert ask_until_silent(ticket, {1: READY}, 160.0) == Ended("unconfirmed")


def test_a_fence_without_status_is_waited_for_in_silence() -> None:
    ticket = flight(status="none")
    assert ticket.next(100.0) == Wait(110.0)
    assert ticket.next(110.0) == Ended("uncertain", "silent")


@pytest.mark.parametrize(
    ("replies", "verdict"),
    [
        ([READY, READY, READY], ""),
        ([OFFLINE, PAPER_STOP, OUT], "paper_out"),
        ([READY, Ordered(0), READY, READY], ""),
        ([READY, READY], None),
        ([], None),
    ],
)
def test_a_check_with_a_missing_answer_knows_nothing(replies: list[Reply], verdict: str | None) -> None:
    judged = judge_check(replies, (1, 2, 4))
    assert (judged and judged.reason) == verdict


def test_another_kind_of_device_is_recognised() -> None:
    assert speaks_another_language([Noise(b"\xff"), Noise(b"\xa5")])
    assert not speaks_another_language([])
    assert not speaks_another_language([Noise(b"\x10\x00\x00\x00", is_known=True)])


def test_waits_grow_to_fifteen_seconds_but_not_while_a_ticket_waits() -> None:
    calm = [backoff_s(n, NUMBERS, tickets_wait=False, chance=0.5) for n in range(1, 8)]
    assert calm == [1, 2, 5, 10, 15, 15, 15]
    assert max(backoff_s(n, NUMBERS, tickets_wait=True, chance=1.0) for n in range(1, 8)) <= 1.2
