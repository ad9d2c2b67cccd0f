"""What does a whole site cost when it does nothing, and how soon does it take its first order? `pos up`, for real."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from sqlalchemy import text

from kernel.database import open_database
from tests.bench.figures import median, note, percentile, table
from tests.bench.machine import LoadMeter, command_of, cpu_s, family, pss_mb
from tests.bench.rig import Rig
from tests.bench.street import LeanPrinter, Paper
from tests.ports import free_port
from tests.site import ROOT, wait_until

SETTLED_S = 8.0
"""After the first order: time for what every start does once."""


class House:
    """One `pos up`, started again and again on the same data."""

    def __init__(self, rig: Rig) -> None:
        self._data = rig.place("house") / "data"
        shutil.copytree(rig.template, self._data)
        self._port, self._mqtt_port = free_port(), free_port()
        self._url = f"http://127.0.0.1:{self._port}"
        self.paper = Paper()
        self.printers = [LeanPrinter(rig.street, self.paper, name) for name in ("kitchen", "bar")]
        self._process: subprocess.Popen[bytes] | None = None
        self._token = ""
        self._order = (0, 0)

    def start(self) -> None:
        """`pos up`; returns at once."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "POS_DATA_DIR": str(self._data),
            "API_PORT": str(self._port),
            "API_HOST": "127.0.0.1",
            "MQTT_PORT": str(self._mqtt_port),
            "MQTT_URL": "",
            "POS_WEB_DIR": str(_web_apps(self._data.parent)),
        }
        with (self._data / "pos-up.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", "up"],
                env=environment, cwd=self._data, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
            self._process = None

    def pids(self) -> set[int]:
        """Of the supervisor and all that it started."""
        assert self._process is not None
        return family(self._process.pid)

    def point_printers(self) -> None:
        """Put the lean printers' addresses into the book."""
        database = open_database("", self._data / "pos.db")
        with database.writer.begin() as connection:
            for printer in self.printers:
                connection.execute(
                    text("UPDATE printers SET ip_address = '127.0.0.1', port = :port WHERE id = :id"),
                    {"port": printer.port, "id": printer.name},
                )
        database.close()

    def sign_in(self) -> None:
        """Learn a token that outlives the restarts, and what to order where."""
        wait_until(lambda: self._answers(), "the API")
        pin = json.loads((self._data / "demo-credentials.json").read_text())["maria"]["pin"]
        with httpx.Client(base_url=self._url, timeout=20) as http:
            self._token = http.post("/api/auth/login", json={"username": "maria", "pin": pin}).json()["access_token"]
            http.headers["Authorization"] = f"Bearer {self._token}"
            product = next(p["id"] for p in http.get("/api/products/").json() if p["name"] == "Μουσακάς")
            self._order = (http.get("/api/tables/").json()[0]["id"], product)

    def first_order(self, timeout_s: float = 60.0) -> tuple[str, int]:
        """Knock until a round is taken; returns its ticket."""
        table_id, product = self._order
        deadline = time.monotonic() + timeout_s
        headers = {"Authorization": f"Bearer {self._token}"}
        with httpx.Client(base_url=self._url, timeout=20, headers=headers) as http:
            while time.monotonic() < deadline:
                try:
                    lines = {"lines": [{"product_id": product, "quantity": "1"}]}
                    answer = http.post(f"/api/tables/{table_id}/rounds", json=lines)
                except httpx.TransportError:
                    time.sleep(0.01)
                    continue
                assert answer.status_code == 201, answer.text
                ticket = answer.json()["round"]["tickets"][0]
                return ticket["printer_id"], ticket["number"]
        raise AssertionError(f"No order was taken in {timeout_s} s:\n{(self._data / 'pos-up.log').read_text()[-2000:]}")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self._url}/api/system/health").status_code == 200
        except httpx.TransportError:
            return False


def run(rig: Rig) -> None:
    """Budgets 8 and 9."""
    note("house")
    house = House(rig)
    for printer in house.printers:
        printer.start()
    house.point_printers()
    taken, papers = [], []
    try:
        house.start()
        house.sign_in()
        house.stop()
        meter = LoadMeter()
        for turn in range(3 if rig.is_quick else 5):
            if turn:
                house.stop()
            began = time.monotonic()
            house.start()
            ticket = house.first_order()
            taken.append(time.monotonic() - began)
            wait_until(lambda ticket=ticket: ticket in house.paper.at_ns, "the first ticket on paper")
            papers.append(house.paper.at_ns[ticket] / 1e9 - began)
        started = meter.read()
        time.sleep(SETTLED_S)
        memory = {pid: pss_mb({pid}) for pid in house.pids()}
        meter, before, pids = LoadMeter(), cpu_s(house.pids()), house.pids()
        watched_s = 10.0 if rig.is_quick else 20.0
        time.sleep(watched_s)
        idle = (cpu_s(pids) - before) / watched_s
        quiet = meter.read()
        rows = [[_name(pid), f"{megabytes:.1f}"] for pid, megabytes in sorted(memory.items())]
        whole = sum(memory.values())
        rows.append(["whole site", f"{whole:.1f}"])
    finally:
        house.stop()
        for printer in house.printers:
            printer.stop()
    table("Memory of an idle site", ["process", "PSS MB"], rows)
    table(
        "Start and idleness",
        ["what", "figure"],
        [
            ["`pos up` to the first order taken, s", ", ".join(f"{s:.2f}" for s in taken)],
            ["`pos up` to the first ticket on paper, s", ", ".join(f"{s:.2f}" for s in papers)],
            [f"CPU of the idle site over {watched_s:.0f} s, % of a core", f"{idle:.2%}"],
        ],
    )
    rig.book.keep("house", started, cold_start_s=taken, first_paper_s=papers)
    rig.book.keep("house", quiet, idle_cpu_of_a_core=idle, pss_mb={_name(p): round(m, 1) for p, m in memory.items()})
    rig.book.judge("8", "memory of the idle site (PSS)", whole, 200, 150, "MB", quiet)
    rig.book.judge("9", "idle CPU of the site", 100 * idle, 1, 0.5, "% of a core", quiet)
    rig.book.judge("9", "cold start to the first order", percentile(taken, 0.5), 5, 2.5, "s", started)
    rig.book.keep("house", cold_start_p50_s=median(taken))


def _name(pid: int) -> str:
    words = command_of(pid).split()
    return "supervisor" if "deploy.supervisor" in words else words[-1] if words else "?"


def _web_apps(folder: Path) -> Path:
    """The built web apps, or a stand-in: `pos up` refuses to start without."""
    if (ROOT / "web" / "waiter" / "dist" / "index.html").is_file():
        return ROOT / "web"
    page = folder / "web" / "waiter" / "dist" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("<!doctype html>")
    return folder / "web"
