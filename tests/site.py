"""A whole restaurant for tests: the real processes on free ports, two virtual printers, a folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from sqlalchemy import text

from deploy.demo.seed import ensure_taverna
from deploy.settings import DemoSettings
from kernel.database import Database, open_database
from kernel.settings import SiteSettings, read_settings
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.forked import Forked
from tests.licensed import KEYS, license_box
from tests.mosquitto import mosquitto_command
from tests.ports import free_port, wait_for_port

ROOT = Path(__file__).parent.parent
PATIENCE_S = 30.0
"""How long a test waits for a fact before it says that the fact did not come."""

Broker = Literal["amqtt", "mosquitto"]
Place = Literal["inside", "beside"]


def seeded_template(folder: Path) -> Path:
    """A licensed data folder with the demo taverna in it, made once a session (hashing four PINs takes a second)."""
    settings = read_settings(DemoSettings, data_dir=folder)
    (folder / "run").mkdir(parents=True)
    ensure_taverna(settings, folder)
    license_box(folder)
    return folder


def _process(name: str) -> list[str]:
    return [sys.executable, "-m", "deploy.processes", name]


def wait_until(holds: Callable[[], bool], what: str, timeout_s: float = PATIENCE_S) -> None:
    """Look again and again until a fact of another process holds; fails with its name."""
    deadline = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {timeout_s} s in vain for: {what}")
        time.sleep(0.01)


class Waiter:
    """A signed-in phone without a screen."""

    def __init__(self, site: "Site", name: str) -> None:
        self.site = site
        self.name = name
        self.http = httpx.Client(base_url=site.url, timeout=20.0)
        self.http.headers["Authorization"] = f"Bearer {site.token_of(name)}"

    def get(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object = None, key: str | None = None) -> httpx.Response:
        """A changing call, with its tap's key if one is given."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.http.post(path, json=body, headers=headers)

    def send(self, table: int, *lines: dict[str, Any], key: str | None = None) -> Any:
        """A round that must be taken."""
        answer = self.post(f"/api/tables/{self.site.table_id(table)}/rounds", {"lines": list(lines)}, key)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def line(self, dish: str, quantity: str = "1", **more: Any) -> dict[str, Any]:
        """A line of a round, required choices answered with the first choice offered."""
        product = self.site.product(dish)
        choices = [s["choices"][0]["id"] for s in product["preference_sets"] if s["is_required"]]
        return {"product_id": product["id"], "quantity": quantity, "choice_ids": choices, **more}

    def ticket_states(self, order_id: int) -> list[str]:
        """States of all tickets of an order."""
        order = self.get(f"/api/orders/{order_id}")
        return [ticket["state"] for one in order["rounds"] for ticket in one["tickets"]]


class Site:
    """`with Site(folder, template) as site:`; stops everything it started, by process id.

    Args:
        folder: an empty place of its own.
        template: a seeded data folder, copied.
        broker: which broker runs.
        order_service: where relay and results run.

    Attributes:
        forks: processes are forked from one that has read the modules; off, each is an interpreter of its own, as in a
            restaurant.
    """

    forks = False

    def __init__(
        self,
        folder: Path,
        template: Path,
        *,
        broker: Broker = "amqtt",
        order_service: Place = "inside",
        environment: dict[str, str] | None = None,
    ) -> None:
        self.data_dir = folder / "data"
        shutil.copytree(template, self.data_dir)
        self.broker = broker
        self.order_service = order_service
        self.kitchen = ThreadedVirtualPrinter("kitchen", free_port(), keeps_tickets=100_000)
        self.bar = ThreadedVirtualPrinter("bar", free_port(), keeps_tickets=100_000)
        self.api_port = free_port()
        self.mqtt_port = free_port()
        self.url = f"http://127.0.0.1:{self.api_port}"
        self._more_environment = environment or {}
        self._running: dict[str, subprocess.Popen[bytes] | Forked] = {}
        self._tokens: dict[str, str] = {}
        self._menu: dict[str, Any] = {}
        self._tables: dict[int, int] = {}

    # ---------------------------------------------------------------- processes

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this site is told."""
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "POS_DATA_DIR": str(self.data_dir),
            "API_PORT": str(self.api_port),
            "API_HOST": "127.0.0.1",
            "MQTT_PORT": str(self.mqtt_port),
            "MQTT_URL": f"mqtt://127.0.0.1:{self.mqtt_port}" if self.broker == "mosquitto" else "",
            "POS_ORDER_SERVICE": self.order_service,
            "LICENSE_KEYS": KEYS,
            "POS_TICKET_ALERT_AFTER_S": "2",
            "POS_ALLOW_LOOPBACK_PRINTERS": "1",
            **self._more_environment,
        }

    @property
    def names(self) -> list[str]:
        """Processes of this site in the order of their start."""
        return ["broker", "api", *(["order-service"] if self.order_service == "beside" else []), "printer-agents"]

    def start(self, name: str) -> None:
        """Start one process; returns at once."""
        command, path = self._command(name), self.data_dir / f"{name}.log"
        if self.forks and command == _process(name):
            self._running[name] = Forked(name, self.environment, self.data_dir, path)
            return
        with path.open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, env=self.environment, cwd=self.data_dir, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Pull a plug."""
        process = self._running.pop(name)
        process.send_signal(number)
        process.wait(PATIENCE_S)

    def signal(self, name: str, number: int) -> None:
        """Freeze (SIGSTOP) or thaw (SIGCONT)."""
        self._running[name].send_signal(number)

    def pid(self, name: str) -> int:
        """Process id."""
        return self._running[name].pid

    def log_of(self, name: str) -> str:
        """What the process wrote."""
        return (self.data_dir / f"{name}.log").read_text("utf-8", "replace")

    def wait_healthy(self) -> None:
        """Until health says ok and both agents are online."""
        wait_until(self._is_healthy, f"a healthy site; logs in {self.data_dir}", 60.0)

    def _is_healthy(self) -> bool:
        for name, process in self._running.items():
            if process.poll() is not None:
                raise AssertionError(f"{name} ended with {process.returncode}:\n{self.log_of(name)[-3000:]}")
        try:
            health = httpx.get(f"{self.url}/api/system/health").json()
            if health["status"] != "ok" or health["license"]["state"] not in ("active", "grace"):
                return False
        except (httpx.HTTPError, ValueError):
            return False
        if not self._tokens:
            self._sign_in_all()
        printers = Waiter(self, "maria").get("/api/printers/")
        return all(printer["presence"] == "online" for printer in printers)

    def __enter__(self) -> Self:
        self.kitchen.start()
        self.bar.start()
        self._point_printers()
        for name in self.names:
            self.start(name)
        try:
            self.wait_healthy()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        for process in self._running.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for name, process in self._running.items():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise AssertionError(f"{name} did not stop:\n{self.log_of(name)[-2000:]}") from None
        self._running.clear()
        self.kitchen.stop()
        self.bar.stop()

    def _command(self, name: str) -> list[str]:
        if name == "broker" and self.broker == "mosquitto":
            settings = SiteSettings(data_dir=self.data_dir, mqtt_port=self.mqtt_port, _env_file=None)
            return mosquitto_command(settings, ["kitchen", "bar"])
        return _process(name)

    # ---------------------------------------------------------------- people and menu

    def token_of(self, name: str) -> str:
        """A session of one of the demo's people; signed in once."""
        if name not in self._tokens:
            self._sign_in_all()
        return self._tokens[name]

    def pin_of(self, name: str) -> str:
        """From the demo's credentials file."""
        people = json.loads((self.data_dir / "demo-credentials.json").read_text())
        pin: str = people[name]["pin"]
        return pin

    def _sign_in_all(self) -> None:
        for name in json.loads((self.data_dir / "demo-credentials.json").read_text()):
            answer = httpx.post(
                f"{self.url}/api/auth/login", json={"username": name, "pin": self.pin_of(name)}, timeout=20
            )
            assert answer.status_code == 200, answer.text
            self._tokens[name] = answer.json()["access_token"]

    def waiter(self, name: str = "maria") -> Waiter:
        """A phone signed in as one of the demo's people."""
        return Waiter(self, name)

    def product(self, name: str) -> Any:
        """A dish of the demo's menu, by its Greek name."""
        if not self._menu:
            self._menu = {product["name"]: product for product in self.waiter().get("/api/products/")}
        return self._menu[name]

    def table_id(self, number: int) -> int:
        """A table's id by the number on it."""
        if not self._tables:
            self._tables = {table["number"]: table["id"] for table in self.waiter().get("/api/tables/")}
        return self._tables[number]

    # ---------------------------------------------------------------- the book

    def database(self) -> Database:
        """The site's book, opened beside its processes."""
        return open_database(self.environment.get("DATABASE_URL", ""), self.data_dir / "pos.db")

    def _point_printers(self) -> None:
        database = self.database()
        with database.writer.begin() as connection:
            for printer in (self.kitchen, self.bar):
                connection.execute(
                    text("UPDATE printers SET ip_address = '127.0.0.1', port = :port WHERE id = :id"),
                    {"port": printer.port, "id": printer.name},
                )
        database.close()


__all__ = ["ROOT", "Site", "Waiter", "free_port", "seeded_template", "wait_for_port", "wait_until"]
