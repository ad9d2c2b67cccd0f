"""A printer fails for longer than its tickets last, or another one stands in: what comes out of the real printers."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from broker.in_thread import BrokerThread
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import ensure_secret
from kernel.topics import Topics, agent_user
from order_service.bootstrap import SERVICE, OrderServiceLoops
from order_service.commands.edit_printer import pause_printer
from order_service.commands.stand_in import divert_printer
from order_service.store import tables as t
from printer_agents.agent import PrinterAgent
from printer_agents.settings import AgentSettings
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.builders import RULES, Book, book_template, copy_of_book
from tests.integration.printer_agents.conftest import QUICK
from tests.licensed import licensed_keeper
from tests.site import wait_until

SITE = "local"
PATIENCE_S = 60.0
TAKEOVER_S = 2
LASTS = timedelta(seconds=3)


class Taverna:
    """A book, its loops, a broker, and a kitchen and a bar whose printers have agents."""

    def __init__(self, folder: Path, stack: ExitStack, *, ticket_lasts_s: float) -> None:
        self.data_dir = folder / "data"
        broker = BrokerThread(self.data_dir, site=SITE)
        broker.start()
        stack.callback(broker.stop)
        rules = replace(RULES, stale_after=timedelta(seconds=ticket_lasts_s))
        self.book: Book = copy_of_book(book_template(folder), self.data_dir, rules=rules)
        stack.callback(self.book.close)
        self.kitchen, self.bar = (ThreadedVirtualPrinter(name).start() for name in ("kitchen", "bar"))
        for printer in (self.kitchen, self.bar):
            stack.callback(printer.stop)
            self.set_up(printer.name, port=printer.port)
        self.loops = loops = OrderServiceLoops(
            self.book.database,
            self.book.writer,
            Topics(SITE),
            BrokerEndpoint.parse(broker.url),
            ensure_secret(self.data_dir, SERVICE),
            "loops",
            licensed_keeper(self.data_dir, SITE),
            rules=rules,
            alert_after_s=8.0,
        )
        self.book.writer._on_commit = lambda _events, owes: loops.wake() if owes else None
        loops.start()
        stack.callback(loops.stop)
        given = {"data_dir": self.data_dir, "mqtt_url": broker.url, "allow_loopback_printers": True} | QUICK
        settings = AgentSettings(_env_file=None, **given)
        for name in ("kitchen", "bar"):
            agent = PrinterAgent(name, settings, ensure_secret(self.data_dir, agent_user(name)))
            agent.start()
            stack.callback(agent.stop)

    def set_up(self, printer: str, **values: Any) -> None:
        known = update(t.printers).where(t.printers.c.id == printer)
        self.book.writer.run(lambda unit: unit.connection.execute(known.values(**values)))

    def fire(self, table: int, *dishes: str) -> str:
        return str(self.book.fire(table, *(self.book.line(dish) for dish in dishes)).tickets[0].job_id)

    def wait_state(self, job_id: str, *states: str) -> None:
        wait_until(lambda: self.book.job(job_id)["state"] in states, f"{job_id} {states}", PATIENCE_S)

    def says(self, printer: str) -> str:
        """Why it prints nothing, as the order service heard last."""
        known = self.loops._board.heard.get(agent_user(printer))
        return known.reason if known is not None else ""

    def stand_in_of(self, printer: str) -> Any:
        [row] = self.book.rows(t.printers, t.printers.c.id == printer)
        return row["diverted_to"]


@pytest.fixture
def open_taverna(tmp_path: Path) -> Iterator[Any]:
    with ExitStack() as stack:
        yield lambda ticket_lasts_s=600.0: Taverna(tmp_path, stack, ticket_lasts_s=ticket_lasts_s)


def test_late_tickets_come_out_as_one_slip_and_nothing_is_lost(open_taverna: Any) -> None:
    taverna: Taverna = open_taverna(ticket_lasts_s=LASTS.total_seconds())
    taverna.kitchen.runs_out_of_paper()
    late = [taverna.fire(table, dish) for table, dish in ((1, "Μουσακάς"), (2, "Χωριάτικη"), (3, "Τζατζίκι"))]
    for job_id in late:
        taverna.wait_state(job_id, "accepted", "failed", "uncertain")
    old = taverna.book.now() + LASTS  # for the agent, too, which counts from a ticket's arrival
    wait_until(lambda: taverna.book.now() > old, "they are too old", PATIENCE_S)
    taverna.kitchen.gets_paper()
    for job_id in late:
        taverna.wait_state(job_id, "gathered")
    slips = {taverna.book.job(job_id)["replaced_by"] for job_id in late}
    for slip in slips:
        taverna.wait_state(slip, "printed")
    papers = taverna.kitchen.tickets
    assert len(papers) == len(slips) < len(late)
    for words in ("#0001", "#0002", "#0003", "Μουσακάς", "Χωριάτικη", "Τζατζίκι"):
        assert sum(words in paper.text for paper in papers) == 1, words
    fresh = taverna.fire(4, "Μουσακάς")
    taverna.wait_state(fresh, "printed")
    assert (len(taverna.kitchen.tickets), taverna.book.alerts()) == (len(slips) + 1, [])


def test_a_backup_prints_what_waits_once_and_says_whose_it_is(open_taverna: Any) -> None:
    taverna: Taverna = open_taverna()
    taverna.set_up("kitchen", backup_id="bar", takeover_after_s=TAKEOVER_S)
    taverna.kitchen.runs_out_of_paper()
    waiting = taverna.fire(1, "Μουσακάς")
    taverna.wait_state(waiting, "diverted")
    copy = taverna.book.job(taverna.book.job(waiting)["replaced_by"])
    taverna.wait_state(copy["id"], "printed")
    later = taverna.fire(2, "Χωριάτικη")
    taverna.wait_state(later, "printed")
    assert taverna.kitchen.tickets == []
    first, second = taverna.bar.tickets
    assert "ΓΙΑ ΚΟΥΖΙΝΑ" in first.text
    assert "ΓΙΑ ΚΟΥΖΙΝΑ" in second.text
    taverna.kitchen.gets_paper()
    wait_until(lambda: taverna.stand_in_of("kitchen") is None, "the kitchen has its tickets again", PATIENCE_S)
    home = taverna.fire(3, "Μουσακάς")
    taverna.wait_state(home, "printed")
    assert taverna.kitchen.times_printed("Μουσακάς") == 1


def test_a_paused_printer_keeps_its_tickets_until_a_manager_sends_them_elsewhere(open_taverna: Any) -> None:
    taverna: Taverna = open_taverna()
    eleni = taverna.book.staff("eleni")
    taverna.book.writer.run(lambda unit: pause_printer(unit, "kitchen", eleni, "c", wanted=True))
    wait_until(lambda: taverna.says("kitchen") == "paused", "its agent knows", PATIENCE_S)
    waiting = taverna.fire(1, "Μουσακάς")
    taverna.wait_state(waiting, "accepted")
    [copy] = taverna.book.writer.run(
        lambda unit: divert_printer(unit, "kitchen", "bar", eleni, taverna.book.rules, "c")
    )
    taverna.wait_state(copy, "printed")
    assert (taverna.kitchen.tickets, taverna.bar.times_printed("Μουσακάς")) == ([], 1)
