"""`pos demo` as a person meets it: a process, its words, what it leaves behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.ports import free_port
from tests.site import wait_until

PORT_SETTINGS = ("API_PORT", "MQTT_PORT", "DEMO_KITCHEN_PORT", "DEMO_BAR_PORT", "DEMO_PAPER_PORT", "CLOUD_PORT")
STARTS_WITHIN_S = 60.0
STOPS_WITHIN_S = 30.0


class Demo:
    """One run of the command on a folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in PORT_SETTINGS}
        web = folder / "web" / "waiter" / "dist"
        web.mkdir(parents=True, exist_ok=True)
        (web / "index.html").write_text("<title>built</title>")
        self.environment = (
            {name: value for name, value in os.environ.items() if name not in PORT_SETTINGS}
            | {name: str(port) for name, port in self.ports.items()}
            | {"POS_DATA_DIR": str(folder / "data"), "POS_WEB_DIR": str(folder / "web"), "API_HOST": "127.0.0.1"}
            | settings
        )
        self.words = folder / f"words-{time.monotonic_ns()}"

    def start(self) -> None:
        """Run it in a session of its own, as a terminal would."""
        with self.words.open("wb") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", "demo"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for_the_panel(self) -> str:
        try:
            wait_until(lambda: "Ctrl-C stops" in self.said or self.process.poll() is not None, "panel", STARTS_WITHIN_S)
        except AssertionError as late:
            logs = sorted((self.folder / "data" / "logs").glob("*.log"))
            tails = [f"{log.name}: {log.read_text()[-1500:]}" for log in logs]
            raise AssertionError("\n".join([str(late), self.said, *tails])) from None
        return self.said

    @property
    def said(self) -> str:
        return self.words.read_text()

    @property
    def members(self) -> dict[str, psutil.Process]:
        """The processes of this site by name."""
        found = {}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                line = child.cmdline()
            except psutil.NoSuchProcess:
                continue
            if "deploy.processes" in line:
                found[line[-1]] = child
        return found

    def pid(self, name: str) -> int | None:
        """Of a process that runs now."""
        found = self.members.get(name)
        return None if found is None else found.pid

    def stop(self, number: signal.Signals) -> int:
        """End it; returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(STOPS_WITHIN_S)

    def answers(self, setting: str, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[setting]}{path}", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['API_PORT']}/api/system/health") as answer:
                return bool(json.load(answer)["status"] == "ok")
        except OSError:
            return False


@pytest.fixture
def demo(tmp_path, request):
    """Makes demos and ends whatever a failed test left running."""
    made: list[Demo] = []

    def make(**settings: str) -> Demo:
        made.append(Demo(tmp_path, **settings))
        return made[-1]

    yield make
    for one in made:
        if hasattr(one, "process") and one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def all_gone(members: list[psutil.Process]) -> Callable[[], bool]:
    return lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in members)


def test_a_demo_starts_shows_its_panel_restarts_what_dies_and_stops_without_a_trace(demo):
    first = demo()
    first.start()
    panel = first.wait_for_the_panel()
    people = json.loads((first.folder / "data" / "demo-credentials.json").read_text())
    for name in ("maria", "nikos", "giorgos", "eleni"):
        assert people[name]["pin"] in panel
    assert f"http://localhost:{first.ports['API_PORT']}/waiter/" in panel
    assert first.answers("API_PORT", "/waiter/")
    assert first.answers("DEMO_PAPER_PORT", "/")
    assert first.answers("CLOUD_PORT", "/health")
    assert people["licence console"]["password"] in panel
    assert f"http://localhost:{first.ports['CLOUD_PORT']}/" in panel
    assert set(first.members) == {
        "broker",
        "virtual-printer",
        "demo-cloud",
        "printer-agents",
        "api",
        "license-daemon",
        "backups",
    }

    second = demo()
    second.start()
    assert second.process.wait(STARTS_WITHIN_S) == 2
    assert "A site is already running" in second.said
    assert second.said.count("\n") == 1

    before = first.members["broker"].pid
    first.members["broker"].kill()
    wait_until(lambda: first.pid("broker") not in (None, before), "a new broker")
    wait_until(first.is_healthy, "health after the broker's restart")

    members = list(first.members.values())
    first.process.kill()
    first.process.wait()
    wait_until(all_gone(members), "the end of every process of a killed supervisor", STOPS_WITHIN_S)

    again = demo(POS_ORDER_SERVICE="beside")
    again.start()
    assert people["maria"]["pin"] in again.wait_for_the_panel()
    assert "order-service" in again.members
    members = list(again.members.values())
    assert again.stop(signal.SIGINT) == 0
    assert all_gone(members)()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=["terminal closed", "told to end"])
def test_a_start_is_ended_like_a_running_site(demo, number):
    one = demo()
    one.start()
    wait_until(lambda: "broker" in one.members, "a first process", STARTS_WITHIN_S)
    members = list(one.members.values())
    assert one.stop(number) == 0
    assert all_gone(members)()


def test_a_busy_port_is_one_sentence_and_nothing_is_started(demo):
    one = demo()
    with socket.create_server(("127.0.0.1", one.ports["DEMO_BAR_PORT"])):
        one.start()
        assert one.process.wait(STARTS_WITHIN_S) == 2
    port = one.ports["DEMO_BAR_PORT"]
    assert one.said == f"Port {port} is in use by another program. Set DEMO_BAR_PORT to another.\n"
    assert not (one.folder / "data" / "pos.db").exists()


def test_a_folder_that_is_a_file_is_one_sentence(demo, tmp_path):
    (tmp_path / "data").write_text("not a folder")
    one = demo()
    one.start()
    assert one.process.wait(STARTS_WITHIN_S) == 2
    assert "can't be written" in one.said
    assert one.said.count("\n") == 1


def test_missing_web_apps_are_one_sentence(demo, tmp_path):
    one = demo(POS_WEB_DIR=str(tmp_path / "elsewhere"))
    one.start()
    assert one.process.wait(STARTS_WITHIN_S) == 2
    assert one.said.startswith("The web apps are not built yet.")
