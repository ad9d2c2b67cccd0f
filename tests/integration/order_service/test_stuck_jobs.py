"""A ticket that is not on paper in time is told, until it is or somebody acts. Clocks are handed in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from kernel.clock import utc_now
from order_service.commands.reprint_ticket import print_again
from order_service.commands.settle_ticket import act_on_alert
from order_service.print_results import apply_states
from order_service.store import tables as t
from order_service.store.alerts import Cause
from order_service.stuck_jobs import StuckJobs
from tests.builders import Book
from tests.integration.order_service.answers import an_answer


@dataclass
class Watch:
    """The watcher with both of its clocks in hand."""

    book: Book
    cause: tuple[str, str] = ("agent", "unreachable")
    asked: list[str] = field(default_factory=list)
    later_s: float = 0.0
    wall_jump: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.stuck = self.made()

    def made(self) -> StuckJobs:
        return StuckJobs(
            self.book.database,
            self.book.writer,
            cause_of=lambda _printer: self.cause,  # type: ignore[arg-type,return-value]
            ask=lambda rows: self.asked.extend(row.id for row in rows),
            alert_after_s=8.0,
            now=self.now,
            monotonic=lambda: 1000.0 + self.later_s,
        )

    def now(self) -> datetime:
        return utc_now() + timedelta(seconds=self.later_s) + self.wall_jump

    def sweep(self, later_s: float = 0.0) -> list[dict[str, Any]]:
        self.later_s += later_s
        self.stuck.sweep()
        return self.book.alerts()


@pytest.fixture
def watch(any_book: Book) -> Watch:
    return Watch(any_book)


def test_nobody_is_troubled_before_eight_seconds_and_somebody_is_after(watch: Watch) -> None:
    job_id = watch.book.fire(7).tickets[0].job_id
    assert watch.sweep() == []
    assert watch.sweep(7.0) == []
    [alert] = watch.sweep(1.0)
    assert (alert["job_id"], alert["cause"], alert["reason"]) == (job_id, "agent", "unreachable")
    assert alert["sender_id"] == watch.book.staff("maria").id
    assert ("alert", job_id) in [(event.kind, event.id) for event in watch.book.heard]


def test_one_ticket_has_one_alert_however_long_it_takes(watch: Watch) -> None:
    watch.book.fire(7)
    watch.sweep()
    for _ in range(5):
        assert len(watch.sweep(8.0)) == 1
    heard = [event for event in watch.book.heard if event.kind == "alert"]
    assert len(heard) == 1


def test_the_alert_says_the_reason_of_now(watch: Watch) -> None:
    watch.book.fire(7)
    watch.sweep()
    watch.sweep(8.0)
    watch.cause = ("printer", "paper_out")
    [alert] = watch.sweep(1.0)
    assert (alert["cause"], alert["reason"]) == ("printer", "paper_out")


def test_paper_settles_the_alert(watch: Watch) -> None:
    job_id = watch.book.fire(7).tickets[0].job_id
    watch.sweep()
    watch.sweep(9.0)
    watch.book.writer.run(lambda unit: apply_states(unit, an_answer(job_id, "printed", seq=2, attempt=1)))
    assert watch.sweep(1.0) == []


@pytest.mark.parametrize("action", ["seen", "again"])
def test_acting_that_did_not_help_brings_the_alert_back(watch: Watch, action: str) -> None:
    job_id = watch.book.fire(7).tickets[0].job_id
    watch.sweep()
    [alert] = watch.sweep(9.0)
    maria = watch.book.staff()
    if action == "seen":
        watch.book.writer.run(lambda unit: act_on_alert(unit, alert["id"], "seen", "", maria, "c"))
    else:
        watch.book.writer.run(lambda unit: print_again(unit, job_id, maria, watch.book.rules, "c"))
    assert watch.book.alerts() == []
    [again] = watch.sweep(40.0)
    assert again["id"] == alert["id"]


def test_a_wall_clock_that_jumps_forward_raises_no_alarm(watch: Watch) -> None:
    watch.book.fire(7)
    watch.sweep()
    watch.wall_jump = timedelta(days=1)
    assert watch.sweep(1.0) == []


def test_a_wall_clock_that_jumps_back_silences_no_alarm(watch: Watch) -> None:
    watch.book.fire(7)
    watch.sweep()
    watch.wall_jump = -timedelta(days=1)
    assert len(watch.sweep(8.0)) == 1


def test_a_watcher_that_starts_late_counts_from_the_tap(watch: Watch) -> None:
    watch.book.fire(7)
    watch.later_s = 9.0
    watch.stuck = watch.made()
    assert len(watch.sweep()) == 1


def test_a_taken_ticket_is_asked_after_every_thirty_seconds_and_an_untaken_one_never(watch: Watch) -> None:
    taken = watch.book.fire(7).tickets[0].job_id
    watch.book.fire(8)
    watch.book.writer.run(lambda unit: apply_states(unit, an_answer(taken, "accepted")))
    watch.sweep()
    watch.sweep(29.0)
    assert watch.asked == []
    watch.sweep(1.0)
    assert watch.asked == [taken]
    watch.sweep(29.0)
    watch.sweep(1.0)
    assert watch.asked == [taken, taken]


def test_ended_tickets_are_forgotten(watch: Watch) -> None:
    job_id = watch.book.fire(7).tickets[0].job_id
    watch.sweep()
    watch.book.writer.run(lambda unit: apply_states(unit, an_answer(job_id, "printed", seq=2, attempt=1)))
    watch.sweep(60.0)
    assert watch.book.rows(t.alerts) == []
    assert watch.stuck._ages == {}


def test_paper_that_comes_while_the_alarm_is_being_raised_silences_it(watch: Watch) -> None:
    job_id = watch.book.fire(7).tickets[0].job_id
    watch.sweep()

    def prints_at_that_moment(_printer: str) -> tuple[Cause, str]:
        watch.book.writer.run(lambda unit: apply_states(unit, an_answer(job_id, "printed", seq=2, attempt=1)))
        return "agent", "unreachable"

    watch.stuck = StuckJobs(
        watch.book.database,
        watch.book.writer,
        cause_of=prints_at_that_moment,
        ask=lambda _rows: None,
        alert_after_s=0.0,
        now=watch.now,
    )
    assert watch.sweep() == []
    assert watch.book.rows(t.alerts) == []
