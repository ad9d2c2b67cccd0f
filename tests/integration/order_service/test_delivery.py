"""The delivery contract on a real broker: the order service's loops on one side, a scripted agent on the other."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from broker.in_thread import BrokerThread
from kernel.messages import JobState, JobStates
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.service_credentials import ensure_secret
from kernel.topics import Topics, agent_user
from order_service.bootstrap import SERVICE, OrderServiceLoops
from order_service.commands.reprint_ticket import divert_ticket
from order_service.store import tables as t
from tests.builders import Book, copy_of_book
from tests.fakes.agent import ScriptedAgent
from tests.licensed import licensed_keeper
from tests.site import ROOT, wait_until

SITE = "local"
TOPICS = Topics(SITE)
PAPER = ("accepted", "printing", "printed")


class Place:
    """A book, a broker, the loops between them; agents join as a test asks."""

    def __init__(self, folder: Path, template: Path, stack: ExitStack) -> None:
        self.data_dir = folder / "data"
        self.broker = BrokerThread(self.data_dir, site=SITE)
        self.broker.start()
        stack.callback(self.broker.stop)
        self._stack = stack
        self.book: Book = copy_of_book(template, self.data_dir)
        stack.callback(self.book.close)
        self.loops = OrderServiceLoops(
            self.book.database,
            self.book.writer,
            TOPICS,
            self.endpoint,
            ensure_secret(self.data_dir, SERVICE),
            "loops",
            licensed_keeper(self.data_dir, SITE),
            rules=self.book.rules,
            alert_after_s=8.0,
        )
        committed = self.book.writer._on_commit

        def waking(events: Any, owes: bool) -> None:
            committed(events, owes)
            if owes:
                self.loops.wake()

        self.book.writer._on_commit = waking

    @property
    def endpoint(self) -> BrokerEndpoint:
        return BrokerEndpoint("127.0.0.1", self.broker.port)

    def start(self) -> "Place":
        self.loops.start()
        self._stack.callback(self.loops.stop)
        assert self.loops.link.wait_ready(20)
        wait_until(lambda: self.loops.is_acting, "the lease")
        return self

    def agent(self, printer: str = "kitchen", *habit: str) -> ScriptedAgent:
        secret = ensure_secret(self.data_dir, agent_user(printer))
        agent = ScriptedAgent(self.endpoint, TOPICS, printer, secret, habit=habit)
        agent.start()
        self._stack.callback(agent.stop)
        return agent

    def observer(self, user: str, filters: list[str], heard: Callable[[Incoming], None]) -> None:
        link = MqttLink(
            self.endpoint, user, ensure_secret(self.data_dir, user), "observer", subscriptions=filters, on_message=heard
        )
        link.start()
        self._stack.callback(link.stop)
        assert link.wait_ready(20)

    def fire(self, *lines: Any) -> str:
        return str(self.book.fire(7, *lines).tickets[0].job_id)

    def wait_state(self, job_id: str, state: str) -> None:
        wait_until(lambda: self.book.job(job_id)["state"] == state, f"{job_id} {state}")


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(tmp_path, sqlite_template, stack)


def test_a_ticket_goes_to_its_agent_and_its_answers_into_the_book(place: Place) -> None:
    place.start()
    place.agent("kitchen", *PAPER)
    job_id = place.fire()
    place.wait_state(job_id, "printed")
    [log] = place.book.rows(t.print_log)
    assert (log["job_id"], log["success"]) == (job_id, True)


def test_what_was_owed_before_anybody_was_there_is_printed_when_they_come(place: Place) -> None:
    job_ids = [place.fire() for _ in range(5)]
    place.start()
    agent = place.agent("kitchen", *PAPER)
    for job_id in job_ids:
        place.wait_state(job_id, "printed")
    heard = list(dict.fromkeys(job.job_id for job in agent.jobs))
    assert heard == job_ids


def test_a_broker_that_restarts_costs_no_ticket(place: Place) -> None:
    place.start()
    agent = place.agent()
    job_id = place.fire()
    assert agent.next_job().job_id == job_id
    place.wait_state(job_id, "sent")
    place.broker.stop()
    meanwhile = place.fire()
    place.broker.start()
    wait_until(lambda: agent.rings_of(job_id) >= 2 and agent.rings_of(meanwhile) >= 1, "both are rung again")
    agent.answer(job_id, *PAPER)
    agent.answer(meanwhile, *PAPER)
    place.wait_state(job_id, "printed")
    place.wait_state(meanwhile, "printed")


def test_an_agent_that_says_hello_hears_what_is_open_for_it_at_once(place: Place) -> None:
    place.start()
    agent = place.agent()
    sent, taken = place.fire(), place.fire()
    wait_until(lambda: agent.rings_of(sent) and agent.rings_of(taken), "both are rung")
    agent.answer(taken, "accepted")
    place.wait_state(taken, "accepted")
    place.wait_state(sent, "sent")
    agent.say_hello(2)
    wait_until(lambda: agent.marks_since_hello() == {sent: "", taken: "possible_copy"}, "both are rung after it")


def test_an_agent_of_one_printer_hears_no_ticket_of_another(place: Place) -> None:
    place.start()
    kitchen, bar = place.agent("kitchen", *PAPER), place.agent("bar", *PAPER)
    beer = place.fire(place.book.line("Μπίρα μαύρη 330 ml"))
    dish = place.fire()
    place.wait_state(beer, "printed")
    place.wait_state(dish, "printed")
    assert {job.job_id for job in kitchen.jobs} == {dish}
    assert {job.job_id for job in bar.jobs} == {beer}


def test_answers_late_twice_and_out_of_order_end_where_they_should(place: Place) -> None:
    place.start()
    agent = place.agent()
    job_id = place.fire()
    agent.next_job()
    agent.answer(job_id, "printed", "printing", "accepted", "printed")
    agent.answer(job_id, *PAPER)
    other = place.fire()
    agent.next_job()
    agent.answer(other, *PAPER)
    place.wait_state(other, "printed")
    assert place.book.job(job_id)["state"] == "printed"
    assert len(place.book.rows(t.print_log, t.print_log.c.job_id == job_id)) == 1


def test_what_makes_no_sense_on_the_wire_is_passed_over(place: Place) -> None:
    place.start()
    agent = place.agent()
    unknown = JobState.model_validate(
        {"job_id": "0" * 26, "state": "printed", "seq": 1, "at": "2026-06-05T18:47:10Z", "attempt": 1}
    )
    agent.repeat(JobStates(printer_id="kitchen", boot_id="b", states=(unknown,)))
    for payload in (b"", b"{", b"[]", b'{"kind": "job_states"}', b"\xff\xfe", b"x" * 60_000):
        agent.link._client.publish(TOPICS.states("kitchen"), payload, qos=1)
        agent.link._client.publish(TOPICS.hello("kitchen"), payload, qos=1)
    job_id = place.fire()
    wait_until(lambda: agent.rings_of(job_id) > 0, "the job is rung")
    agent.answer(job_id, *PAPER)
    place.wait_state(job_id, "printed")


def test_a_diverted_ticket_is_cancelled_at_the_first_and_printed_by_the_second(place: Place) -> None:
    place.start()
    kitchen, bar = place.agent("kitchen"), place.agent("bar", *PAPER)
    job_id = place.fire()
    kitchen.next_job()
    maria = place.book.staff()
    moved = place.book.writer.run(lambda unit: divert_ticket(unit, job_id, "bar", maria, place.book.rules, "c"))
    place.wait_state(moved, "printed")
    assert bar.jobs[-1].copy_mark == "possible_copy"
    cancel = kitchen.next_command()
    assert (cancel.action, cancel.job_ids) == ("cancel", (job_id,))
    kitchen.answer(job_id, "cancelled")
    owed = t.agent_commands.c.done_at.is_(None)
    wait_until(lambda: place.book.rows(t.agent_commands, owed) == [], "the cancel is answered")
    assert place.book.job(job_id)["state"] == "diverted"


def test_an_agent_learns_its_printer_and_what_a_manager_changes(place: Place) -> None:
    place.start()
    agent = place.agent()
    wait_until(lambda: bool(agent.settings), "settings")
    assert (agent.settings[-1].printer_id, agent.settings[-1].port) == ("kitchen", 9101)


def test_a_ticket_costs_three_messages_at_most(place: Place) -> None:
    place.start()
    agent = place.agent("kitchen", "accepted", "printed")
    heard: list[str] = []
    gate = threading.Lock()

    def note(incoming: Incoming) -> None:
        if b'"hello"' not in incoming.payload:  # asked for once a connection, whatever the number of tickets
            with gate:
                heard.append(incoming.topic)

    place.observer(agent_user("kitchen"), [TOPICS.jobs("+", "kitchen"), TOPICS.commands("kitchen")], note)
    place.observer(SERVICE, [TOPICS.states("kitchen")], note)
    tickets = [place.fire() for _ in range(20)]
    for job_id in tickets:
        place.wait_state(job_id, "printed")
    wait_until(lambda: heard.count(TOPICS.states("kitchen")) >= 2 * len(tickets), "the observer heard the answers")
    rings = len(agent.jobs)  # on a busy machine some are rung twice, and answered twice
    assert len(heard) <= 3 * rings


def test_a_rush_of_tickets_all_come_out_in_order_each_told_once(place: Place) -> None:
    place.start()
    kitchen, bar = place.agent("kitchen", *PAPER), place.agent("bar", *PAPER)
    both = (place.book.line(), place.book.line("Μπίρα μαύρη 330 ml"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: place.book.fire(1 + n % 12, *both, by="eleni"), range(60)))
    wait_until(lambda: set(place.book.states()) == {"printed"}, "all on paper")
    for agent in (kitchen, bar):
        first_heard = list(dict.fromkeys(job.document.number for job in agent.jobs))
        assert first_heard == list(range(1, 61))
    assert len(place.book.rows(t.print_log)) == 120


# --- two order services


def start_order_service(place: Place) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "POS_DATA_DIR": str(place.data_dir),
        "MQTT_PORT": str(place.broker.port),
    }
    log = (place.data_dir / "order-service.log").open("ab")
    return subprocess.Popen(
        [sys.executable, "-m", "order_service"], env=environment, stdout=log, stderr=log, cwd=place.data_dir
    )


def holder(place: Place) -> str:
    with place.book.database.reading() as connection:
        return str(connection.scalar(select(t.leases.c.holder)) or "")


def test_of_two_order_services_one_acts_and_the_other_takes_over_when_it_is_killed(place: Place) -> None:
    agent = place.agent("kitchen", *PAPER)
    first = start_order_service(place)
    second = None
    try:
        wait_until(lambda: f"/{first.pid}/" in holder(place), "the first acts")
        second = start_order_service(place)
        log = place.data_dir / "order-service.log"
        wait_until(lambda: log.read_text().count("broker_link_up") == 2, "the second is there")
        job_id = place.fire()
        place.wait_state(job_id, "printed")
        assert f"/{first.pid}/" in holder(place)
        first.kill()
        first.wait()
        wait_until(lambda: f"/{second.pid}/" in holder(place), "the second acts")
        later = place.fire()
        place.wait_state(later, "printed")
        assert agent.rings_of(job_id) >= 1
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0
        assert holder(place) == ""
    finally:
        for process in (first, second):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
