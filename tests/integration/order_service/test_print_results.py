"""What agents answer, in the book: forward only, once only, every attempt logged."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.messages import JobStates
from order_service.commands.reprint_ticket import divert_ticket, print_again
from order_service.commands.settle_ticket import act_on_alert
from order_service.print_results import apply_states
from order_service.store import tables as t
from order_service.store.alerts import raise_alert
from tests.builders import Book
from tests.integration.order_service.answers import an_answer, answers


def apply(book: Book, *heard: JobStates) -> None:
    for message in heard:
        book.writer.run(lambda unit, message=message: apply_states(unit, message))


def a_job(book: Book) -> str:
    return str(book.fire(7).tickets[0].job_id)


def log_of(book: Book, job_id: str) -> list[tuple[int, bool, str]]:
    rows = book.rows(t.print_log, t.print_log.c.job_id == job_id)
    return [(row["attempt"], row["success"], row["error_message"]) for row in rows]


def test_a_job_walks_from_taken_to_paper(any_book: Book) -> None:
    job_id = a_job(any_book)
    for answer in (
        an_answer(job_id, "accepted"),
        an_answer(job_id, "printing", seq=2, attempt=1),
        an_answer(job_id, "printed", seq=3, attempt=1),
    ):
        apply(any_book, answer)
        assert any_book.job(job_id)["state"] == answer.states[0].state
    assert log_of(any_book, job_id) == [(1, True, "")]
    assert "print_job" in {event.kind for event in any_book.heard}


def test_several_answers_in_one_message_count_in_their_order(any_book: Book) -> None:
    job_id, other = a_job(any_book), a_job(any_book)
    steps = [
        an_answer(job_id, "accepted"),
        an_answer(other, "accepted"),
        an_answer(job_id, "printed", seq=2, attempt=1),
    ]
    apply(any_book, answers(steps))
    assert any_book.states() == ["printed", "accepted"]


def test_an_answer_for_a_job_nobody_knows_is_ignored_and_its_neighbour_counts(any_book: Book) -> None:
    job_id = a_job(any_book)
    apply(any_book, answers([an_answer("0" * 26, "printed"), an_answer(job_id, "accepted")]))
    assert any_book.states() == ["accepted"]
    assert any_book.rows(t.print_log) == []


def test_an_agent_can_t_answer_for_another_printer_s_job(any_book: Book) -> None:
    job_id = a_job(any_book)
    apply(any_book, an_answer(job_id, "printed", attempt=1, printer="bar"))
    assert any_book.states() == ["new"]


@pytest.mark.parametrize("heard", ["printed", "failed", "uncertain", "unconfirmed"])
def test_an_answer_heard_three_times_is_logged_once(any_book: Book, heard: str) -> None:
    job_id = a_job(any_book)
    apply(any_book, *[an_answer(job_id, heard, seq=2, attempt=1, reason="paper_out")] * 3)
    assert len(log_of(any_book, job_id)) == 1


def test_every_attempt_has_its_row_even_when_only_the_last_was_told(any_book: Book) -> None:
    job_id = a_job(any_book)
    apply(any_book, an_answer(job_id, "printed", seq=9, attempt=3))
    assert log_of(any_book, job_id) == [(1, False, "link_lost"), (2, False, "link_lost"), (3, True, "")]


def test_an_attempt_that_broke_off_is_logged_when_the_next_one_starts(any_book: Book) -> None:
    job_id = a_job(any_book)
    apply(
        any_book,
        an_answer(job_id, "printing", seq=2, attempt=1),
        an_answer(job_id, "printing", seq=3, attempt=2),
        an_answer(job_id, "printing", seq=3, attempt=2),
        an_answer(job_id, "printed", seq=4, attempt=2),
    )
    assert log_of(any_book, job_id) == [(1, False, "link_lost"), (2, True, "")]
    assert any_book.job(job_id)["tries"] == 2


def test_an_absurd_number_of_attempts_does_not_fill_the_log(any_book: Book) -> None:
    job_id = a_job(any_book)
    apply(any_book, an_answer(job_id, "printed", seq=2, attempt=2_000_000_000))
    assert len(log_of(any_book, job_id)) <= 21


def test_a_failure_tells_sender_and_paper_that_comes_after_all_settles_it(any_book: Book) -> None:
    job_id = a_job(any_book)
    apply(any_book, an_answer(job_id, "uncertain", seq=2, attempt=1, reason="power_cut"))
    [alert] = any_book.alerts()
    assert (alert["job_id"], alert["cause"], alert["reason"]) == (job_id, "printer", "power_cut")
    apply(any_book, an_answer(job_id, "printed", seq=3, attempt=2))
    assert any_book.alerts() == []
    assert any_book.alerts(only_open=False)[0]["action"] == "printed"


def test_a_printer_that_waits_for_a_hand_is_told_at_once_and_a_copy_elsewhere_says_what_it_holds(
    any_book: Book,
) -> None:
    job_id = a_job(any_book)
    maria: Any = any_book.staff()
    apply(any_book, an_answer(job_id, "accepted"), an_answer(job_id, "printing", seq=2, attempt=1))
    assert any_book.alerts() == []
    apply(any_book, an_answer(job_id, "printing", seq=3, attempt=1, reason="paper_out"))
    assert [(one["job_id"], one["reason"]) for one in any_book.alerts()] == [(job_id, "paper_out")]
    copy_id = any_book.writer.run(lambda unit: divert_ticket(unit, job_id, "bar", maria, any_book.rules, "c"))
    copy = any_book.job(copy_id)
    assert (copy["copy_mark"], copy["document"]["held_at"]) == ("possible_copy", "Κουζίνα")


@pytest.mark.parametrize("action", ["seen", "again"])
def test_a_ticket_that_fails_after_somebody_acted_is_told_again(any_book: Book, action: str) -> None:
    job_id = a_job(any_book)
    maria: Any = any_book.staff()
    apply(any_book, an_answer(job_id, "accepted", reason="paper_out"))
    job = any_book.job(job_id)
    any_book.writer.run(lambda unit: raise_alert(unit, job, "printer", "paper_out"))
    [alert] = any_book.alerts()
    if action == "seen":
        any_book.writer.run(lambda unit: act_on_alert(unit, alert["id"], "seen", "", maria, "c"))
    else:
        any_book.writer.run(lambda unit: print_again(unit, job_id, maria, any_book.rules, "c"))
    assert any_book.alerts() == []
    apply(any_book, an_answer(job_id, "failed", seq=2, attempt=1, reason="unreachable"))
    assert [one["reason"] for one in any_book.alerts()] == ["unreachable"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accepted", "printing", "printed", "failed", "uncertain", "unconfirmed", "cancelled"]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=8,
)
QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(STEPS)
def test_in_the_book_too_repeats_change_nothing(book: Book, steps: list[tuple[str, int, int]]) -> None:
    job_id, twin = a_job(book), a_job(book)
    for state, seq, attempt in steps:
        apply(book, an_answer(job_id, state, seq=seq, attempt=attempt))
        apply(book, *[an_answer(twin, state, seq=seq, attempt=attempt)] * 2)
    columns = ("state", "reason", "seq", "tries", "copies_possible")
    assert [book.job(job_id)[name] for name in columns] == [book.job(twin)[name] for name in columns]
    assert log_of(book, job_id) == log_of(book, twin)
