"""One agent: from its spool to the last byte, a queue of 10,000 tickets, a printer between two broken ones."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from broker.in_thread import BrokerThread
from kernel.ids import new_ulid
from kernel.logging import configure_logging
from kernel.messages import PrinterSettings, PrintJob, TicketCourse, TicketDocument, TicketLine
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.service_credentials import ensure_secret
from kernel.sqlite_file import open_sqlite
from kernel.topics import Topics
from printer_agents.press import Press
from printer_agents.settings import AgentSettings
from printer_agents.spool_file import open_spool
from printer_agents.spool_writer import SpoolWriter
from tests.bench.figures import median, note, percentile, table
from tests.bench.floor import TICKET_BYTES
from tests.bench.machine import LoadMeter, cpu_s, pss_mb
from tests.bench.rig import Rig
from tests.bench.street import FENCE, Key, LeanPrinter, Paper
from tests.site import wait_until

SITE = "local"
QUEUE = 10_000
WARM_UP = 50
RATE = 20.0
"""Tickets a second at each of three printers."""
ROOT = Path(__file__).parents[2]


def run(rig: Rig) -> None:
    """Budget 12, tickets a second of one agent, its memory, and what two broken printers cost a third."""
    configure_logging("bench", level="error")
    _to_the_last_byte(rig)
    _queue(rig)
    _between_broken_ones(rig)
    _crowd(rig)


def _to_the_last_byte(rig: Rig) -> None:
    """Accept -> last byte inside one agent, beside a raw commit and a raw ticket on a kept connection."""
    note("spool to last byte")
    paper = Paper()
    printer = LeanPrinter(rig.street, paper, "kitchen")
    printer.start()
    folder = rig.place("last-byte")
    settings = _settings_of(printer)
    numbers = AgentSettings(_env_file=None, data_dir=folder, allow_loopback_printers=True)
    keep = timedelta(days=7)
    writer = SpoolWriter(open_spool(folder, "kitchen", datetime.now(UTC), keep), lambda _: None, _fail, keep)
    press = Press("kitchen", writer, numbers, on_trouble=lambda _: None, on_paper_low=lambda _: None, on_crash=_fail)
    writer.start()
    press.configure(settings)
    press.start()
    floor = _Floor(folder, printer.port)
    ours_ms, floor_ms = [], []
    meter = LoadMeter()
    for number in range(1, 100 if rig.is_quick else 400):
        floor_ms.append(floor.tap(number))
        job, payload = _job(number, "kitchen")
        began_ns = time.monotonic_ns()
        writer.submit(lambda spool, job=job, payload=payload: spool.accept(job, payload, datetime.now(UTC)))
        press.prepare(job)
        rig.street.run(paper.wait(("kitchen", number), 20))
        ours_ms.append((paper.at_ns["kitchen", number] - began_ns) / 1e6)
    load = meter.read()
    press.stop()
    writer.stop()
    floor.close()
    printer.stop()
    rows = [[name, str(len(ms)), f"{median(ms):.2f}", f"{percentile(ms, 0.99):.2f}"]
            for name, ms in (("spool to last byte", ours_ms), ("raw commit + raw ticket", floor_ms))]  # fmt: skip
    table(f"Inside one agent (other load {load.others:.0%})", ["", "n", "p50 ms", "p99 ms"], rows)
    ratio = median(ours_ms) / median(floor_ms)
    rig.book.judge("12", "spool accept to last byte / raw commit + ticket", ratio, 3, 1.5, "x", load)


def _queue(rig: Rig) -> None:
    """So many tickets wait for a printer; then it is back."""
    most = QUEUE // 10 if rig.is_quick else QUEUE
    note(f"a queue of {most} tickets")
    with AgentsHouse(rig, "queue", ["kitchen"]) as house:
        for number in range(1, WARM_UP + 1):  # what is imported with the first tickets is no growth
            house.send(number, "kitchen")
        wait_until(lambda: len(house.paper.at_ns) == WARM_UP, "the first tickets on paper", 60.0)
        house.printers["kitchen"].stop()
        time.sleep(0.5)
        small_mb = pss_mb({house.pid})
        began = time.monotonic()
        for number in range(WARM_UP + 1, most + WARM_UP + 1):
            house.send(number, "kitchen")
            if number % 500 == 0:  # as the relay does: no more on the way than the agent has taken
                wait_until(lambda number=number: len(house.accepted) >= number, "accepted tickets", 120.0)
        accepted_s = time.monotonic() - began
        wait_until(lambda: len(house.accepted) == most + WARM_UP, "all tickets accepted", 120.0)
        full_mb = pss_mb({house.pid})
        meter = LoadMeter()
        house.printers["kitchen"].start()
        began = time.monotonic()
        wait_until(lambda: len(house.paper.at_ns) == most + WARM_UP, "the queue on paper", 600.0)
        drained_s = time.monotonic() - began
        load = meter.read()
        empty_mb = pss_mb({house.pid})
        _check(rig, house, "queue", [("kitchen", number) for number in range(1, most + WARM_UP + 1)])
        began = time.monotonic()
        steady = most // 4
        first = most + WARM_UP + 1
        for number in range(first, first + steady):
            house.send(number, "kitchen")
            if number % 50 == 0:
                wait_until(lambda number=number: len(house.paper.at_ns) >= number - 50, "tickets on paper", 120.0)
        wait_until(lambda: len(house.paper.at_ns) == most + WARM_UP + steady, "all tickets on paper", 120.0)
        through_s = time.monotonic() - began
    table(
        f"One agent, {most} tickets (other load {load.others:.0%})",
        ["accepted/s", "queue to paper/s", "wire to paper/s", "MB before", "MB full", "MB drained"],
        [[f"{most / accepted_s:.0f}", f"{most / drained_s:.0f}", f"{steady / through_s:.0f}",
          f"{small_mb:.0f}", f"{full_mb:.0f}", f"{empty_mb:.0f}"]],
    )  # fmt: skip
    rig.book.keep("agents", load, accepted_per_s=most / accepted_s, drained_per_s=most / drained_s,
                  through_per_s=steady / through_s, mb=[small_mb, full_mb, empty_mb])  # fmt: skip
    rig.book.judge("8", f"agent's memory after {most} tickets / before", empty_mb / small_mb, 1.15, None, "x", load)


def _between_broken_ones(rig: Rig) -> None:
    """Three printers in one process: the third's tickets while the others are well, and while both are broken."""
    note("two broken printers and a third")
    names = ["deaf", "gone", "third"]
    seconds = 4.0 if rig.is_quick else 10.0
    ms: dict[str, list[float]] = {"healthy": [], "broken": []}
    with AgentsHouse(rig, "third", names) as house:
        number = 0
        number = _third(house, names, number, 2.0, [])
        meter = LoadMeter()
        for _ in range(2 if rig.is_quick else 4):
            for state, samples in ms.items():
                if state == "broken":
                    house.printers["deaf"].deafen(True)
                    house.printers["gone"].stop()
                number = _third(house, names, number, seconds, samples)
                house.printers["deaf"].deafen(False)
                house.printers["gone"].start()
                wait_until(lambda last=number: len(house.paper.at_ns) == last * len(names), "all on paper", 120.0)
        load = meter.read()
        _check(rig, house, "third", [(name, n) for name in names for n in range(1, number + 1)], marked_is_right=True)
    rows = [[state, str(len(one)), f"{median(one):.1f}", f"{percentile(one, 0.99):.1f}"] for state, one in ms.items()]
    table(f"The third printer's tickets, sent to paper (other load {load.others:.0%})",
          ["the others are", "n", "p50 ms", "p99 ms"], rows)  # fmt: skip
    ratio = percentile(ms["broken"], 0.99) / percentile(ms["healthy"], 0.99)
    rig.book.judge("issue 4", "third printer's p99, two others broken / healthy", ratio, 1.2, None, "x", load)


def _crowd(rig: Rig) -> None:
    """What each printer more costs the one process of a box's agents: memory, CPU at rest, CPU a ticket."""
    rows = []
    for count in (1, 10, 40):
        mb, rest, ticket_ms = _crowd_of(rig, [f"printer-{number}" for number in range(count)])
        rows.append([str(count), f"{mb:.0f}", f"{rest:.1%}", f"{ticket_ms:.1f}"])
        rig.book.keep(
            "crowd", printers=count, mb=round(mb, 1), idle_share=round(rest, 4), ticket_ms=round(ticket_ms, 2)
        )
    table("All agents of a box in one process", ["printers", "MB", "of a core at rest", "CPU ms a ticket"], rows)


def _crowd_of(rig: Rig, names: list[str]) -> tuple[float, float, float]:
    """MB, share of a core at rest, CPU milliseconds a ticket (after the first of each printer, which imports)."""
    note(f"{len(names)} printers in one process")
    tickets, rest_s = 20, 5.0 if rig.is_quick else 20.0
    with AgentsHouse(rig, f"crowd-{len(names)}", names) as house:

        def print_until(last: int, first: int) -> None:
            for number in range(first, last + 1):
                for name in names:
                    house.send(number, name)
            wait_until(lambda: len(house.paper.at_ns) == last * len(names), f"{last} tickets of each printer", 120.0)

        print_until(1, first=1)
        before_s = cpu_s({house.pid})
        print_until(tickets, first=2)
        ticket_ms = (cpu_s({house.pid}) - before_s) / ((tickets - 1) * len(names)) * 1000
        _check(rig, house, f"crowd of {len(names)}", [(name, n) for name in names for n in range(1, tickets + 1)])
        before_s = cpu_s({house.pid})
        time.sleep(rest_s)
        return pss_mb({house.pid}), (cpu_s({house.pid}) - before_s) / rest_s, ticket_ms


def _third(house: "AgentsHouse", names: list[str], first: int, seconds: float, samples: list[float]) -> int:
    """Send at RATE to each; returns the last number."""
    sent: dict[int, int] = {}
    began = time.monotonic()
    number = first
    while time.monotonic() < began + seconds:
        number += 1
        due = began + (number - first) / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        for name in names:
            sent[number] = time.monotonic_ns()
            house.send(number, name)
    wait_until(lambda: ("third", number) in house.paper.at_ns, "the third printer's last ticket", 60.0)
    samples += [(house.paper.at_ns["third", n] - at_ns) / 1e6 for n, at_ns in sent.items()]
    return number


def _check(rig: Rig, house: "AgentsHouse", name: str, keys: list[Key], *, marked_is_right: bool = False) -> None:
    if missing := [key for key in keys if key not in house.paper.at_ns]:
        rig.book.fault(f"{name}: {len(missing)} tickets never came out: {missing[:5]}")
    if doubled := [key for key in keys if house.paper.unmarked[key] > 1]:
        rig.book.fault(f"{name}: {len(doubled)} tickets came out twice unmarked: {doubled[:5]}")
    if not marked_is_right and (marked := [key for key in keys if house.paper.unmarked[key] == 0]):
        rig.book.fault(f"{name}: {len(marked)} tickets are marked without a reason: {marked[:5]}")


class _Floor:
    """A raw commit and a raw ticket."""

    def __init__(self, folder: Path, port: int) -> None:
        self._spool = open_sqlite(folder / "floor.db")
        self._spool.execute("CREATE TABLE job (number INTEGER PRIMARY KEY, body BLOB, state TEXT)")
        self._printer = socket.create_connection(("127.0.0.1", port))
        self._printer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def tap(self, number: int) -> float:
        head = b"#%04d" % (5000 + number)
        ticket = head + b"." * (TICKET_BYTES - len(head) - len(FENCE)) + FENCE
        began = time.monotonic()
        self._spool.execute("BEGIN IMMEDIATE")
        self._spool.execute("INSERT INTO job VALUES (?, ?, 'queued')", (number, ticket))
        self._spool.execute("COMMIT")
        self._printer.sendall(ticket)
        assert self._printer.recv(1) == b"\x00"
        return (time.monotonic() - began) * 1000

    def close(self) -> None:
        self._printer.close()
        self._spool.close()


class AnyBroker(Protocol):
    """A broker that runs between start and stop."""

    @property
    def url(self) -> str:
        """As MQTT_URL has it."""

    def start(self) -> None:
        """Returns when it serves."""

    def stop(self) -> None:
        """Returns when it has ended."""


class AgentsHouse:
    """A broker, printers, and the agents' process; this process sends.

    Args:
        broker: makes the broker, told its folder and the printers; None for the embedded one in a thread.
    """

    def __init__(
        self, rig: Rig, name: str, printers: list[str], broker: Callable[[Path, list[str]], "AnyBroker"] | None = None
    ) -> None:
        self.folder = rig.place(name)
        self.paper = Paper()
        self.printers = {one: LeanPrinter(rig.street, self.paper, one) for one in printers}
        self.accepted: set[str] = set()
        self._topics = Topics(SITE)
        self._broker: AnyBroker = (
            BrokerThread(self.folder, site=SITE) if broker is None else broker(self.folder, printers)
        )

    def __enter__(self) -> "AgentsHouse":
        self._broker.start()
        secret = ensure_secret(self.folder, "order-service")
        ready: set[str] = set()

        def heard(incoming: Incoming) -> None:
            if incoming.topic.endswith("/hello"):
                ready.add(incoming.topic)
            else:
                self.accepted |= {one["job_id"] for one in json.loads(incoming.payload)["states"]}

        self._link = MqttLink(
            BrokerEndpoint.parse(self._broker.url), "order-service", secret, "bench",
            subscriptions=[self._topics.states("+"), self._topics.hello("+")], on_message=heard,
        )  # fmt: skip
        self._link.start()
        assert self._link.wait_ready(20)
        for printer in self.printers.values():
            printer.start()
            self._link.publish(self._topics.settings(printer.name), _settings_of(printer), retain=True)
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "POS_DATA_DIR": str(self.folder), "MQTT_URL": self._broker.url,
            "POS_LOG_LEVEL": "error", "POS_ALLOW_LOOPBACK_PRINTERS": "1",
        }  # fmt: skip
        self._agents = subprocess.Popen([sys.executable, "-m", "printer_agents"], env=environment, cwd=self.folder)
        wait_until(lambda: len(ready) == len(self.printers), "all agents", 60.0)
        return self

    def __exit__(self, *_: object) -> None:
        self._agents.terminate()
        self._agents.wait(20)
        self._link.stop()
        self._broker.stop()
        for printer in self.printers.values():
            printer.stop()

    @property
    def pid(self) -> int:
        return self._agents.pid

    def send(self, number: int, printer: str) -> None:
        job, _ = _job(number, printer)
        assert self._link.publish(self._topics.jobs("kitchen", printer), job)


def _settings_of(printer: LeanPrinter) -> PrinterSettings:
    return PrinterSettings(
        printer_id=printer.name, name=printer.name, zone_id="kitchen", address="127.0.0.1", port=printer.port
    )


def _job(number: int, printer: str) -> tuple[PrintJob, bytes]:
    now = datetime.now(UTC)
    job = PrintJob(
        job_id=new_ulid(now), printer_id=printer, zone_id="kitchen", document=_document(number), fired_at=now,
        stale_after=now + timedelta(hours=1), correlation_id="bench",
    )  # fmt: skip
    return job, job.to_payload()


def _document(number: int) -> TicketDocument:
    """Five dishes, about 900 bytes on paper, as in a street's round."""
    lines = tuple(
        TicketLine(quantity="2", name=name, removed=("κρεμμύδι",), note="καλοψημένο")
        for name in ("Μουσακάς", "Χωριάτικη σαλάτα", "Παϊδάκια αρνίσια (μερίδα)", "Τζατζίκι", "Γεμιστά ορφανά")
    )
    return TicketDocument(
        zone_name="Κουζίνα", number=number, table_label="12", section="Αίθριο", covers=4, waiter="Μαρία", pieces="10",
        fired_at_local="2026-06-05T21:47:10", courses=(TicketCourse(name="Κυρίως", lines=lines),),
    )  # fmt: skip


def _fail(error: BaseException) -> None:
    raise AssertionError("the agent failed") from error
