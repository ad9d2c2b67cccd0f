"""When does a site need another broker, or another database? Brokers by printers, then layouts by tickets a second.

docs/scale.md says what was found.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kernel.settings import SiteSettings
from tests.bench.agents import ROOT, SITE, AgentsHouse
from tests.bench.figures import median, note, percentile, table
from tests.bench.floor import Floor
from tests.bench.machine import LoadMeter, cpu_s, family, pss_mb
from tests.bench.rig import Rig
from tests.bench.scenes import HEAD, Scene, alternate, in_blocks, open_loop, waiters
from tests.bench.taverna import BenchSite
from tests.mosquitto import MOSQUITTO, mosquitto_command
from tests.ports import free_port, wait_for_port
from tests.postgres import Postgres, PostgresMissing, filled_from
from tests.site import Broker, wait_until

PRINTERS = (2, 10, 40)
TICKETS_PER_S = 50.0
"""Through the broker alone, whatever the number of printers."""
RATES = (25, 100, 200, 300)
"""Tickets a second through a whole site."""


@dataclass(frozen=True)
class Layout:
    """A site's broker and what keeps its book; None is the file."""

    name: str
    broker: Broker
    server: Postgres | None


def run(rig: Rig) -> None:
    """Prints the comparisons; nothing here is a budget."""
    brokers: list[Broker] = ["amqtt"]
    if MOSQUITTO is None:
        note("Mosquitto is not installed: left out")
    else:
        brokers.append("mosquitto")
    _brokers(rig, brokers)
    with _server(rig) as server:
        layouts = [Layout(f"SQLite, {broker}", broker, None) for broker in brokers]
        if server is not None:
            layouts += [Layout(f"PostgreSQL, {broker}", broker, server) for broker in brokers]
        _layouts(rig, layouts)


# ---------------------------------------------------------------- brokers by printers


class _BrokerProcess:
    """The broker in a process of its own, so that its CPU and memory can be told apart."""

    def __init__(self, kind: Broker, folder: Path, printers: list[str]) -> None:
        self._kind = kind
        self._settings = SiteSettings(data_dir=folder, site_id=SITE, mqtt_port=free_port(), _env_file=None)
        self._printers = printers
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self._settings.mqtt_port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "POS_DATA_DIR": str(self._settings.data_dir), "SITE_ID": SITE,
            "MQTT_PORT": str(self._settings.mqtt_port), "POS_LOG_LEVEL": "error",
        }  # fmt: skip
        command = [sys.executable, "-m", "deploy.processes", "broker"]
        if self._kind == "mosquitto":
            command = mosquitto_command(self._settings, self._printers)
        self._process = subprocess.Popen(
            command, env=environment, cwd=self._settings.data_dir, stderr=subprocess.DEVNULL
        )
        assert wait_for_port(self._settings.mqtt_port, 30.0), f"{self._kind} does not serve"

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)


def _brokers(rig: Rig, kinds: list[Broker]) -> None:
    rows = []
    for count in PRINTERS:
        for kind in kinds:
            rows.append(_broker_of(rig, kind, [f"printer-{number}" for number in range(count)]))
    head = ["printers", "broker", "of a core at rest", "CPU ms a ticket", "MB", "to paper p50/p99 ms", "other load"]
    table(f"The broker alone, {TICKETS_PER_S:.0f} tickets a second", head, rows)


def _broker_of(rig: Rig, kind: Broker, names: list[str]) -> list[str]:
    """One row: the broker at rest, then with tickets for all printers in turn."""
    note(f"{kind}, {len(names)} printers")
    made: list[_BrokerProcess] = []

    def make(folder: Path, printers: list[str]) -> _BrokerProcess:
        made.append(_BrokerProcess(kind, folder, printers))
        return made[0]

    rest_s, seconds = (5.0, 4.0) if rig.is_quick else (20.0, 15.0)
    with AgentsHouse(rig, f"{kind}-{len(names)}", names, make) as house:
        [broker] = made
        for name in names:  # the first of each printer imports and connects
            house.send(1, name)
        wait_until(lambda: len(house.paper.at_ns) == len(names), "the first tickets", 60.0)
        meter = LoadMeter()
        before_s = cpu_s({broker.pid})
        time.sleep(rest_s)  # what a broker at rest costs is measured over a while of rest
        rest = (cpu_s({broker.pid}) - before_s) / rest_s
        before_s = cpu_s({broker.pid})
        sent = _send_in_turn(house, names, int(TICKETS_PER_S * seconds))
        wait_until(lambda: all(key in house.paper.at_ns for key in sent), "all tickets on paper", 120.0)
        ticket_ms = (cpu_s({broker.pid}) - before_s) / len(sent) * 1000
        memory = pss_mb({broker.pid})
        load = meter.read()
    ms = [(house.paper.at_ns[key] - due_ns) / 1e6 for key, due_ns in sent.items()]
    rig.book.keep(
        "scale", load, what="broker", broker=kind, printers=len(names), idle_share=round(rest, 4),
        ticket_ms=round(ticket_ms, 3), mb=round(memory, 1), paper_p50_ms=round(median(ms), 2),
        paper_p99_ms=round(percentile(ms, 0.99), 2),
    )  # fmt: skip
    return [
        str(len(names)), kind, f"{rest:.2%}", f"{ticket_ms:.2f}", f"{memory:.0f}",
        f"{median(ms):.1f} / {percentile(ms, 0.99):.1f}", f"{load.others:.0%}",
    ]  # fmt: skip


def _send_in_turn(house: AgentsHouse, names: list[str], tickets: int) -> dict[tuple[str, int], int]:
    """On schedule; returns when each was due, in nanoseconds of the clock that stamps paper."""
    sent: dict[tuple[str, int], int] = {}
    began_ns = time.monotonic_ns()
    for turn in range(tickets):
        due_ns = began_ns + int(turn * 1e9 / TICKETS_PER_S)
        time.sleep(max(0.0, (due_ns - time.monotonic_ns()) / 1e9))  # on schedule, whatever the last one took
        number, name = 2 + turn // len(names), names[turn % len(names)]
        sent[name, number] = due_ns
        house.send(number, name)
    return sent


# ---------------------------------------------------------------- layouts by tickets a second


@contextlib.contextmanager
def _server(rig: Rig) -> Iterator[Postgres | None]:
    """On the same disk as the other books, with every flush."""
    rig.folder.chmod(0o711)  # it runs as a user of its own
    try:
        server = Postgres(within=rig.folder)
    except PostgresMissing as missing:
        note(f"left out: {missing}")
        yield None
        return
    try:
        yield server
    finally:
        server.remove()


def _layouts(rig: Rig, layouts: list[Layout]) -> None:
    quick = rig.is_quick
    with contextlib.ExitStack() as stack:
        floor = stack.enter_context(Floor(rig.street, rig.folder / "floor-scale"))
        sites = {one.name: stack.enter_context(_site(rig, one, stack)) for one in layouts}
        counters = [site.counter(name) for name, site in sites.items()]
        alternate(rig.street, counters, floor.counter, 10, "warm-up")
        blocks = partial(in_blocks, rig.street, counters, floor.counter, blocks=2)
        seconds = 3 if quick else 6
        scenes: list[Scene] = [alternate(rig.street, counters, floor.counter, 40 if quick else 100, "1 waiter")]
        scenes += [blocks(f"{rate} tickets/s", open_loop(rate, seconds)) for rate in RATES]
        scenes.append(blocks("50 waiters", waiters(50, seconds)))
        for scene in scenes:
            scene.keep(rig.book, "scale")
        table("Whole sites", HEAD, [row for scene in scenes for row in scene.rows()])
        rows = []
        for one in layouts:
            own = pss_mb(sites[one.name].pids())
            served = pss_mb(family(one.server.pid)) if one.server else 0.0
            rows.append([one.name, f"{own:.0f}", f"{served:.0f}"])
            rig.book.keep("scale", what="memory", contender=one.name, pss_mb=round(own, 1), server_mb=round(served, 1))
        table("Memory after these scenes", ["what", "PSS MB", "the server's, all books of it"], rows)


def _site(rig: Rig, layout: Layout, stack: contextlib.ExitStack) -> BenchSite:
    environment = {}
    if layout.server is not None:
        environment["DATABASE_URL"] = stack.enter_context(layout.server.database("taverna", filled_from(rig.template)))
    return BenchSite(rig.street, rig.place("scale"), rig.template, broker=layout.broker, environment=environment)
