"""The release before, from its own wheel, meets this one: owed tickets, the upgrade as documented, and the way back."""

import getpass
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.installed import STARTS_WITHIN_S, Machine
from tests.licensed import KEYS, license_box
from tests.ports import free_port
from tests.previous import VERSION
from tests.site import wait_until

OWED = ("χωρίς αλάτι", "καλοψημένο")


@pytest.fixture
def kitchen() -> Iterator[ThreadedVirtualPrinter]:
    with ThreadedVirtualPrinter("kitchen", free_port()) as printer:
        yield printer


class Box:
    """A machine, whichever version is installed on it now."""

    def __init__(self, root: Path) -> None:
        self.places = {"home": root / "lib" / "simple-pos", "units": root / "units", "command": root / "bin" / "pos"}
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self._settings = {
            "API_HOST": "127.0.0.1",
            "API_PORT": str(port),
            "MQTT_PORT": str(free_port()),
            "LICENSE_KEYS": KEYS,
            "POS_ALLOW_LOOPBACK_PRINTERS": "1",
        }
        self._pin = ""

    def install(self, program: Path) -> Machine:
        """The last of the five commands of docs/installation.md; no systemd runs here, so it starts nothing."""
        is_new = not self.places["home"].exists()
        where = [f"--{name}={path}" for name, path in self.places.items()]
        machine = Machine(program, **self.places, said="")
        command = [program, "install", "--no-start", f"--user={getpass.getuser()}", *where]
        ran = subprocess.run(command, cwd="/", env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert machine.unit()["Service"]["ExecStart"] == f"{program} up"
        if is_new:
            self._pin = re.findall(r"Hired manager \(manager\): (\d{6})", ran.stdout)[0]
            machine.setting(**self._settings)
            license_box(machine.home / "data")
        return machine

    def types(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`sudo pos ...`: the command that the last installation left."""
        clean = {"PATH": os.environ["PATH"]}
        return subprocess.run([self.places["command"], *words], cwd="/", env=clean, capture_output=True, text=True)

    def phone(self) -> "Phone":
        return Phone(self.url, self._pin)

    @contextmanager
    def until_the_plug_is_pulled(self, machine: Machine) -> Iterator[None]:
        """The site's unit, from healthy to a power cut at the end of the block."""
        site = machine.start()
        try:
            machine.wait_healthy(site, self.url)
            yield
        finally:
            whole = psutil.Process(site.pid)
            all_of_them = [whole, *whole.children(recursive=True)]
            for process in all_of_them:
                process.suspend()  # none may see another die
            for process in all_of_them:
                process.kill()
            site.wait()
            psutil.wait_procs(all_of_them, 30)


class Phone:
    """The manager's; speaks what both versions understand."""

    def __init__(self, url: str, pin: str) -> None:
        answer = httpx.post(f"{url}/api/auth/login", json={"username": "manager", "pin": pin}, timeout=30)
        assert answer.status_code == 200, answer.text
        token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        self._http = httpx.Client(base_url=url, headers=token, timeout=30)

    def get(self, path: str) -> Any:
        answer = self._http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any) -> Any:
        answer = self._http.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def makes_a_taverna(self, port: int) -> None:
        """One kitchen, one dish, and tables for it."""
        self.post("/api/zones/", {"id": "kitchen", "name": "Κουζίνα"})
        at = {"id": "kitchen", "name": "Κουζίνα", "zone_id": "kitchen", "ip_address": "127.0.0.1", "port": port}
        self.post("/api/printers/", at)
        page = self.post("/api/products/categories", {"name": "Της ώρας", "printer_zone_id": "kitchen"})
        self.post("/api/products/", {"name": "Μουσακάς", "category_id": page["id"], "base_price": "9.50"})
        for number in (1, 2, 3, 4):
            self.post("/api/tables/", {"number": number})
        wait_until(self._is_online, "the kitchen's agent", STARTS_WITHIN_S)

    def sends(self, table: int, note: str) -> int:
        """One dish; returns its order."""
        [dish] = self.get("/api/products/")
        tables = {one["number"]: one["id"] for one in self.get("/api/tables/")}
        line = {"product_id": dish["id"], "quantity": "1", "choice_ids": [], "note": note}
        sent = self.post(f"/api/tables/{tables[table]}/rounds", {"lines": [line]})
        return int(sent["order_id"])

    def orders(self) -> dict[int, str]:
        """What each owes, in this version's own words."""
        return {one["id"]: str(one["total"]) for one in self.get("/api/orders/my")}

    def _is_online(self) -> bool:
        return [one["presence"] for one in self.get("/api/printers/")] == ["online"]


def test_the_release_is_upgraded_with_tickets_owed_and_runs_again_after_one_command(
    program: Path, program_before: Path, kitchen: ThreadedVirtualPrinter, tmp_path: Path
) -> None:
    box = Box(tmp_path)
    old = box.install(program_before)
    with box.until_the_plug_is_pulled(old):
        phone = box.phone()
        phone.makes_a_taverna(kitchen.port)
        phone.sends(1, "πρώτο")
        kitchen.wait_for_ticket("πρώτο", STARTS_WITHIN_S)
        kitchen.unplugs_cable()
        for table, note in enumerate(OWED, start=2):
            phone.sends(table, note)
        known = phone.orders()
    assert len(known) == 3
    kitchen.plugs_cable()

    new = box.install(program)
    with new.up(box.url):
        for note in OWED:
            kitchen.wait_for_ticket(note, STARTS_WITHIN_S)
        phone = box.phone()
        assert phone.orders() == known
        since = phone.sends(4, "νέο")
        kitchen.wait_for_ticket("νέο", STARTS_WITHIN_S)
    assert [kitchen.times_printed(note) for note in ("πρώτο", *OWED, "νέο")] == [1, 1, 1, 1]

    refused = old.pos("api")
    assert refused.returncode == 2
    assert "newer version" in refused.stderr

    back = box.types("rollback", "--yes")
    assert back.returncode == 0, back.stdout + back.stderr
    assert f"Now start {VERSION}" in back.stdout
    assert f"  sudo {program_before} install" in back.stdout
    box.install(program_before)
    with old.up(box.url):
        phone = box.phone()
        assert phone.orders() == known
        assert since not in known
        phone.sends(4, "πάλι")
        kitchen.wait_for_ticket("πάλι", STARTS_WITHIN_S)
    assert [kitchen.times_printed(note) for note in OWED] == [1, 1], "what the newer one printed is not owed again"
