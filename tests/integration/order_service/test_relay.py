"""What is owed is rung until it is answered; clocks are handed in, the book is real, the broker is a list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from kernel.ids import new_ulid
from kernel.messages import AgentCommand, JobStates, Message, PrintJob
from kernel.topics import Topics
from order_service.commands.reprint_ticket import divert_ticket, print_again
from order_service.commands.settle_ticket import act_on_alert
from order_service.domain.print_job import JobEnded
from order_service.outbox_relay import CANCEL_FIRST_S, WINDOW, OutboxRelay
from order_service.print_results import apply_states
from order_service.store import tables as t
from order_service.store.alerts import raise_alert
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book
from tests.integration.order_service.answers import an_answer, answers

TOPICS = Topics("taverna")


@dataclass
class Wire:
    """Where the relay publishes, and what a test decides about the world."""

    book: Book
    messages: list[tuple[str, Message]] = field(default_factory=list)
    clock_s: float = 1000.0
    is_up: bool = True
    listening: set[str] = field(default_factory=lambda: {"kitchen", "bar"})

    def __post_init__(self) -> None:
        self.relay = OutboxRelay(
            self.book.database,
            self.book.writer,
            TOPICS,
            self.publish,
            may_act=lambda: True,
            is_listening=lambda printer: printer in self.listening,
            monotonic=lambda: self.clock_s,
        )
        for printer in self.listening:
            self.relay.heard_hello(printer, f"{printer}/1")

    def publish(self, topic: str, message: Message) -> bool:
        if self.is_up:
            self.messages.append((topic, message))
        return self.is_up

    def sweep(self, later_s: float = 0.0) -> list[PrintJob]:
        """One round of rings, its marks kept; returns the jobs rung."""
        self.clock_s += later_s
        before = len(self.messages)
        self.relay._ring()
        self.book.writer.submit_lazily(lambda _unit: None).result(20)
        return [message for _, message in self.messages[before:] if isinstance(message, PrintJob)]

    def commands(self) -> list[AgentCommand]:
        return [message for _, message in self.messages if isinstance(message, AgentCommand)]

    def answer(self, *heard: JobStates) -> None:
        for message in heard:
            self.book.writer.run(lambda unit, message=message: apply_states(unit, message))
            self.relay.answered([state.job_id for state in message.states])


@pytest.fixture
def wire(any_book: Book) -> Wire:
    return Wire(any_book)


def fire_many(book: Book, number: int, dish: str = "Μουσακάς") -> list[str]:
    return [book.fire(1 + i % 12, book.line(dish)).tickets[0].job_id for i in range(number)]


def owe_copies(unit: UnitOfWork, job_id: str, number: int) -> None:
    """Many tickets at once; tapping them would take a while."""
    found = unit.connection.execute(t.print_jobs.select().where(t.print_jobs.c.id == job_id)).one()
    row = {name: value for name, value in found._mapping.items() if name != "position"}
    unit.connection.execute(t.print_jobs.insert(), [row | {"id": new_ulid(unit.now)} for _ in range(number)])


def run(book: Book, command: Callable[..., Any], *arguments: Any) -> Any:
    return book.writer.run(lambda unit: command(unit, *arguments))


def test_a_new_job_is_rung_once_on_its_printer_s_topic_and_marked(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    [rung] = wire.sweep()
    assert (rung.job_id, rung.document.courses[0].lines[0].name) == (job_id, "Μουσακάς")
    assert wire.messages[0][0] == TOPICS.jobs("kitchen", "kitchen")
    assert wire.book.states() == ["sent"]
    assert wire.sweep(1.0) == []


def test_an_agent_hears_how_long_a_ticket_lasts_from_now_whatever_its_own_clock_says(wire: Wire) -> None:
    fire_many(wire.book, 1)
    [rung] = wire.sweep()
    assert rung.lasts_s is not None
    assert 0 < rung.lasts_s <= 600
    [again] = wire.sweep(200.0)
    assert again.lasts_s == pytest.approx(rung.lasts_s - 200, abs=20)


def test_silence_is_rung_at_growing_distances_while_the_agent_is_alive(wire: Wire) -> None:
    fire_many(wire.book, 1)
    wire.sweep()
    start_s = wire.clock_s
    for due_s in (3, 9, 21, 45, 93, 153, 213):
        wire.clock_s = start_s + due_s - 0.5
        assert wire.sweep() == []
        assert len(wire.sweep(0.5)) == 1


def test_nothing_is_rung_again_into_an_empty_room(wire: Wire) -> None:
    fire_many(wire.book, 1)
    wire.sweep()
    wire.listening.clear()
    assert wire.sweep(300.0) == []


def test_an_agent_that_says_hello_gets_its_jobs_again_and_no_other_does(wire: Wire) -> None:
    [kitchen] = fire_many(wire.book, 1)
    [bar] = fire_many(wire.book, 1, "Μπίρα μαύρη 330 ml")
    assert len(wire.sweep()) == 2
    wire.relay.heard_hello("bar", "bar/2")
    assert [(job.job_id, job.after_hello) for job in wire.sweep()] == [(bar, "bar/2")]
    wire.relay.heard_hello("kitchen", "kitchen/1")
    assert [(job.job_id, job.after_hello) for job in wire.sweep()] == [(kitchen, "kitchen/1")]


def test_nothing_is_rung_before_the_agent_said_hello_on_this_link_and_it_is_asked_for_one(wire: Wire) -> None:
    first, taken = fire_many(wire.book, 2)
    wire.sweep()
    wire.answer(an_answer(taken, "accepted"))
    wire.relay.start_over()
    second = fire_many(wire.book, 1)
    assert wire.sweep() == []
    assert [command.action for command in wire.commands()] == ["hello", "hello"], "one for each printer"
    assert (wire.sweep(2.9), len(wire.commands())) == ([], 2)
    wire.listening.discard("bar")
    assert (wire.sweep(0.1), len(wire.commands())) == ([], 3), "asked again while it is alive"
    wire.relay.heard_hello("kitchen", "kitchen/1")
    rung = wire.sweep()
    assert [(job.job_id, job.copy_mark) for job in rung] == [(taken, "possible_copy"), (first, ""), (second[0], "")]


def test_a_hello_heard_during_a_sweep_has_the_older_ones_rung_first(wire: Wire) -> None:
    ids = fire_many(wire.book, 2)
    wire.sweep()
    ids += fire_many(wire.book, 1)
    publish = wire.publish

    def hello_meanwhile(topic: str, message: Message) -> bool:
        wire.relay.heard_hello("kitchen", "kitchen/2")
        return publish(topic, message)

    wire.relay._publish = hello_meanwhile
    assert [(job.job_id, job.after_hello) for job in wire.sweep()] == [(ids[2], "kitchen/1")], "passed over"
    wire.relay._publish = publish
    assert [(job.job_id, job.after_hello) for job in wire.sweep()] == [(one, "kitchen/2") for one in ids]


def test_a_taken_job_that_is_rung_again_says_that_it_may_be_a_copy(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    wire.answer(an_answer(job_id, "accepted"))
    wire.relay.heard_hello("kitchen", "kitchen/2")
    assert [(job.job_id, job.copy_mark) for job in wire.sweep()] == [(job_id, "possible_copy")]


def test_jobs_are_rung_oldest_first_and_only_a_window_at_a_time(wire: Wire) -> None:
    ids = fire_many(wire.book, WINDOW + 10)
    assert [job.job_id for job in wire.sweep()] == ids[:WINDOW]
    assert wire.sweep() == []
    wire.answer(answers([an_answer(job_id, "accepted") for job_id in ids[:10]]))
    assert [job.job_id for job in wire.sweep()] == ids[WINDOW:]


def test_a_printer_that_is_down_for_long_hides_no_ticket_of_another(wire: Wire) -> None:
    [dish] = fire_many(wire.book, 1)
    wire.book.writer.run(lambda unit: owe_copies(unit, dish, 12 * WINDOW))
    [beer] = fire_many(wire.book, 1, "Μπίρα μαύρη 330 ml")
    assert beer in [job.job_id for job in wire.sweep()]


def test_tickets_taken_back_make_room_in_the_window(wire: Wire) -> None:
    ids = fire_many(wire.book, WINDOW + 1)
    wire.sweep()
    wire.listening.clear()
    maria = wire.book.staff()
    run(wire.book, divert_ticket, ids[0], "bar", maria, wire.book.rules, "c")
    assert ids[WINDOW] in [job.job_id for job in wire.sweep()]


def test_a_link_that_breaks_in_the_middle_loses_no_ticket(wire: Wire) -> None:
    ids = fire_many(wire.book, 3)
    wire.is_up = False
    assert wire.sweep() == []
    assert wire.book.states() == ["new"] * 3
    wire.is_up = True
    assert [job.job_id for job in wire.sweep()] == ids


def test_an_answer_heard_during_a_sweep_is_not_rung_over(wire: Wire) -> None:
    first, second = fire_many(wire.book, 2)
    wire.sweep()
    publish = wire.publish

    def answer_meanwhile(topic: str, message: Message) -> bool:
        wire.relay.answered([second])
        return publish(topic, message)

    wire.relay._publish = answer_meanwhile
    assert [job.job_id for job in wire.sweep(3.0)] == [first]


def make_stale(book: Book) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    book.writer.run(lambda unit: unit.connection.execute(update(t.print_jobs).values(stale_after=yesterday)))


def test_a_stale_ticket_is_not_sent_blind_but_told(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    make_stale(wire.book)
    assert wire.sweep() == []
    assert (wire.book.job(job_id)["state"], wire.book.job(job_id)["reason"]) == ("failed", "stale")
    assert [(alert["job_id"], alert["reason"]) for alert in wire.book.alerts()] == [(job_id, "stale")]


def test_a_stale_ticket_never_sent_is_printed_again_without_a_banner(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    make_stale(wire.book)
    wire.sweep()
    again = run(wire.book, print_again, job_id, wire.book.staff(), wire.book.rules, "c")
    assert wire.book.job(again)["copy_mark"] == ""


def test_a_stale_ticket_that_was_sent_may_be_on_paper_and_its_copy_says_so(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    make_stale(wire.book)
    wire.relay._stale_at.clear()  # as after a restart
    wire.sweep()
    assert wire.book.job(job_id)["state"] == "uncertain"
    again = run(wire.book, print_again, job_id, wire.book.staff(), wire.book.rules, "c")
    assert wire.book.job(again)["copy_mark"] == "possible_copy"
    wire.answer(an_answer(job_id, "printed", seq=3, attempt=1))
    assert (wire.book.job(job_id)["state"], wire.book.job(job_id)["replaced_by"]) == ("replaced", again)
    assert [(row["attempt"], row["success"]) for row in wire.book.rows(t.print_log)] == [(1, True)]


def test_a_wall_clock_that_jumps_a_day_makes_no_ticket_stale(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    fire_many(wire.book, 1)
    wire.sweep()
    monkeypatch.setattr("order_service.outbox_relay.utc_now", lambda: datetime.now(UTC) + timedelta(days=1))
    wire.sweep(3.0)
    assert wire.book.states() == ["sent"]


def test_a_ticket_that_can_t_be_sent_is_set_aside_in_full_view_and_the_next_still_prints(wire: Wire) -> None:
    odd, fine = fire_many(wire.book, 2)
    wire.book.writer.run(
        lambda unit: unit.connection.execute(
            update(t.print_jobs).where(t.print_jobs.c.id == odd).values(document={"number": "many"})
        )
    )
    assert [job.job_id for job in wire.sweep()] == [fine]
    assert (wire.book.job(odd)["state"], wire.book.job(odd)["reason"]) == ("failed", "unprintable")
    assert [alert["job_id"] for alert in wire.book.alerts()] == [odd]


# --- acting on a ticket in trouble


def test_a_diverted_ticket_ends_the_first_owes_a_cancel_and_says_possible_copy(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    moved = run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    assert wire.book.job(job_id)["state"] == "diverted"
    assert wire.sweep() == [], "the first agent is alive: its answer is awaited"
    [rung] = wire.sweep(CANCEL_FIRST_S)
    assert (rung.job_id, rung.printer_id, rung.copy_mark) == (moved, "bar", "possible_copy")
    assert rung.document.diverted_from == "Κουζίνα"
    [cancel] = wire.commands()
    assert (cancel.action, cancel.job_ids) == ("cancel", (job_id,))


def test_a_copy_needs_no_banner_once_the_first_agent_said_that_it_printed_nothing(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    moved = run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    assert wire.sweep() == []
    wire.answer(an_answer(job_id, "cancelled", seq=2))
    [rung] = wire.sweep()
    assert (rung.job_id, rung.copy_mark, rung.document.printed_at) == (moved, "", "Μπαρ")


def test_a_copy_keeps_its_banner_when_bytes_of_the_first_were_sent(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    wire.answer(an_answer(job_id, "cancelled", seq=2, attempt=1))
    [rung] = wire.sweep()
    assert rung.copy_mark == "possible_copy"


def test_a_copy_does_not_wait_for_an_agent_that_is_gone(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    wire.listening.discard("kitchen")
    run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    assert [job.copy_mark for job in wire.sweep()] == ["possible_copy"]


def test_a_cancel_is_owed_until_it_is_answered(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    wire.sweep()
    wire.answer(an_answer(job_id, "accepted"))
    wire.sweep(10.0)
    assert len({command.command_id for command in wire.commands()}) == 1
    assert len(wire.commands()) == 2
    wire.answer(an_answer(job_id, "cancelled", seq=2))
    wire.relay.heard_hello("kitchen", "kitchen/2")
    wire.sweep(10.0)
    assert len(wire.commands()) == 2


def test_a_cancel_to_an_agent_that_is_gone_waits_for_its_hello(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.listening.clear()
    run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    for _ in range(20):
        wire.sweep(5.0)
    assert len(wire.commands()) == 1
    wire.relay.heard_hello("kitchen", "kitchen/2")
    wire.sweep()
    assert len(wire.commands()) == 2


def test_a_paper_that_came_out_before_its_cancel_ends_the_cancel_and_stays_in_the_log(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")
    wire.answer(an_answer(job_id, "printed", seq=2, attempt=1))
    assert wire.book.job(job_id)["state"] == "diverted"
    assert [row["done_at"] is None for row in wire.book.rows(t.agent_commands)] == [False]
    assert [(row["attempt"], row["success"]) for row in wire.book.rows(t.print_log)] == [(1, True)]


def test_a_ticket_on_paper_or_ended_is_not_diverted(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    wire.answer(an_answer(job_id, "printed", seq=2, attempt=1))
    with pytest.raises(JobEnded):
        run(wire.book, divert_ticket, job_id, "bar", wire.book.staff(), wire.book.rules, "c")


def test_printing_an_open_ticket_again_doubles_nothing(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    assert run(wire.book, print_again, job_id, wire.book.staff(), wire.book.rules, "c") == job_id
    assert len(wire.book.rows(t.print_jobs)) == 1


def test_a_ticket_on_paper_is_printed_again_as_a_copy_with_its_number(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    wire.answer(an_answer(job_id, "printed", seq=2, attempt=1))
    again = wire.book.job(run(wire.book, print_again, job_id, wire.book.staff(), wire.book.rules, "c"))
    first = wire.book.job(job_id)
    assert (again["copy_mark"], again["copy_of"]) == ("copy", job_id)
    assert again["ticket_number"] == first["ticket_number"]


def test_telling_the_kitchen_by_mouth_takes_the_ticket_back(wire: Wire) -> None:
    [job_id] = fire_many(wire.book, 1)
    wire.sweep()
    job = wire.book.job(job_id)
    run(wire.book, raise_alert, job, "agent", "unreachable")
    [alert] = wire.book.alerts()
    run(wire.book, act_on_alert, alert["id"], "told_kitchen", "shouted", wire.book.staff(), "c")
    assert wire.book.job(job_id)["state"] == "dropped"
    assert wire.book.alerts() == []
    wire.sweep()
    assert [(command.action, command.job_ids) for command in wire.commands()] == [("cancel", (job_id,))]
    assert wire.sweep(300.0) == []
