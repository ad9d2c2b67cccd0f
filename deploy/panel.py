"""What a person reads once the house is up: where to go, who to sign in as. Waits for it, speaks once, ends."""

import json
import os
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broker.settings import is_loopback
from deploy.demo.credentials import Console, SignIn, credentials_file, read_console, read_credentials
from deploy.settings import DemoSettings, HouseSettings

ASK_EVERY_S = 0.1
_LICENSE_TO_COME = ("never_registered", "state_lost")
"""On its first start a demo waits for its licence service's first answer."""
PATIENCE_S = 20.0
"""After that the panel says what it still waits for, and goes on waiting."""


@dataclass(frozen=True)
class Panel:
    """The facts on it."""

    api_port: int
    lan_address: str | None
    logs: Path
    paper_port: int | None = None
    people: dict[str, SignIn] | None = None
    credentials: Path | None = None
    warnings: tuple[str, ...] = ()
    console: Console | None = None

    def text(self) -> str:
        """As it is printed."""
        lines = ["", "Simple POS is running.", ""]
        lines.append(f"  Waiter app, on this machine   http://localhost:{self.api_port}/waiter/")
        if self.lan_address:
            lines.append(f"  Waiter app, on a phone        http://{self.lan_address}:{self.api_port}/waiter/")
        lines.append(f"  Manager dashboard             http://localhost:{self.api_port}/manager/")
        if self.paper_port:
            lines.append(f"  Printed tickets               http://localhost:{self.paper_port}/")
        if self.people:
            lines += ["", "  Sign in as   PIN      role"]
            lines += [f"  {name:<12} {one['pin']:<8} {one['role']}" for name, one in self.people.items()]
            lines.append(f"  (also in {self.credentials})")
        if self.console:
            who, password = self.console["username"], self.console["password"]
            lines += ["", f"  Licence console               {self.console['address']}"]
            lines.append(f"  sign in as {who}, password {password}: lock the taverna there, and unlock it")
        lines += [f"  Note: {warning}" for warning in self.warnings]
        lines += ["", f"  Logs are in {self.logs}. Ctrl-C stops everything.", ""]
        return "\n".join(lines)


def lan_address(listens_on: str) -> str | None:
    """Where phones find the API: this machine's address on the restaurant's network, or None. Nothing is sent."""
    if listens_on not in {"", "0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
        return None if is_loopback(listens_on) else listens_on
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: only the routing table is asked
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if is_loopback(address) else address


def health_of(port: int) -> dict[str, Any] | None:
    """What the API says of itself; None while it does not answer."""
    health = _get(f"http://127.0.0.1:{port}/api/system/health")
    return health if isinstance(health, dict) else None


def waits_for(health: dict[str, Any] | None, paper_port: int | None) -> str:
    """The process that is not ready yet, as it is called in its log; '' when all are."""
    if health is None:
        return "api"
    if health.get("broker") != "connected":
        return "broker"
    if paper_port:
        if health.get("license", {}).get("cause") in _LICENSE_TO_COME:
            return "license-daemon"
        printers = _get(f"http://127.0.0.1:{paper_port}/printers")
        if printers is None:
            return "virtual-printer"
        if not all(one.get("connections_taken", 1) for one in printers):
            return "printer-agents"
    return ""


def show(settings: HouseSettings, supervisor: int) -> int:
    """Wait for the house and print its panel; give up without a word when the supervisor is gone."""
    paper_port = settings.demo_paper_port if isinstance(settings, DemoSettings) else None
    logs = settings.data_dir / "logs"
    started = time.monotonic()
    complained = False
    while waiting := waits_for(health := health_of(settings.port), paper_port):
        if os.getppid() != supervisor:
            return 0
        if not complained and time.monotonic() - started > PATIENCE_S:
            complained = True
            print(f"Still waiting for {waiting}. {last_words(logs / f'{waiting}.log')}", flush=True)
        time.sleep(ASK_EVERY_S)
    people = read_credentials(settings.data_dir) if paper_port else None
    warnings = warnings_of(health or {})
    panel = Panel(
        settings.port,
        lan_address(settings.host),
        logs,
        paper_port,
        people,
        credentials_file(settings.data_dir),
        warnings,
        read_console(settings.data_dir) if paper_port else None,
    )
    print(panel.text(), flush=True)
    return 0


def warnings_of(health: dict[str, Any]) -> tuple[str, ...]:
    """What a person must know at once; why no orders are taken comes first."""
    said = health.get("license", {})
    shut = [" ".join(filter(None, (said.get("reason"), said.get("trouble"))))] if said.get("reason") else []
    return (*shut, *health.get("warnings", ()))


def last_words(log: Path) -> str:
    """The last line of a log, and where the rest is."""
    try:
        lines = log.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return f"Its last words in {log}: {lines[-1][:300]}" if lines else f"Nothing in {log} yet."


def _get(address: str) -> Any:
    """The JSON at an address of this machine; None when there is none."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  # http:// is written above
            return json.load(answer)
    except (OSError, ValueError):
        return None
