"""A site as a box has it: installed from the wheel, set up by `pos install`, run by its unit's own command."""

import getpass
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kernel.sqlite_file import choose_sqlite
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.installed import Machine
from tests.licensed import KEYS, license_box
from tests.ports import free_port

LARGEST_EXPOSURE = 2.5


@pytest.fixture(scope="module")
def kitchen() -> Iterator[ThreadedVirtualPrinter]:
    printer = ThreadedVirtualPrinter("kitchen", free_port())
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture(scope="module")
def machine(program: Path, kitchen: ThreadedVirtualPrinter, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Set up for the user that runs the tests, with one printer that answers and one that is switched off."""
    root = tmp_path_factory.mktemp("machine")
    places = {"home": root / "lib" / "simple-pos", "units": root / "units", "command": root / "bin" / "pos"}
    words = [f"--{name}={path}" for name, path in places.items()]
    said = ""
    printers = [f"--printer=kitchen=127.0.0.1:{kitchen.port}", f"--printer=bar=127.0.0.1:{free_port()}"]
    kinds: list[list[str]] = [printers, ["--agent"]]
    for kind in kinds:
        ran = subprocess.run(
            [program, "install", "--no-start", f"--user={getpass.getuser()}", *words, *kind],
            cwd="/",
            env={"PATH": os.environ["PATH"], "POS_ALLOW_LOOPBACK_PRINTERS": "1"},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        said += ran.stdout
    return Machine(program, **places, said=said)


def test_a_machine_is_set_up_with_a_first_manager_and_private_files(machine: Machine) -> None:
    assert re.search(r"Hired manager \(manager\): \d{6}$", machine.said, re.MULTILINE)
    assert "http://ADDRESS-OF-THIS-MACHINE:8000/manager/" in machine.said
    for path in (machine.home, machine.home / "data", machine.home / ".env", machine.home / "data" / "pos.db"):
        assert path.stat().st_mode & 0o077 == 0, path
    service = machine.unit()["Service"]
    assert service["ExecStart"] == f"{machine.program} up"
    assert service["WorkingDirectory"] == str(machine.home)
    assert str(machine.home) in service["ReadWritePaths"]
    watched = machine.unit("simple-pos-certificate.path")["Path"]["PathChanged"]
    assert watched == str(machine.home / "data" / "trust" / "box.pem")


def test_each_printer_is_looked_at_and_spoken_of_in_words(machine: Machine, kitchen: ThreadedVirtualPrinter) -> None:
    sentences = dict(re.findall(r"^Printer (kitchen|bar) at 127.0.0.1:\d+\. (.+)$", machine.said, re.MULTILINE))
    assert sentences["kitchen"] == "It answers, and it can print."
    assert "nothing listens on this port" in sentences["bar"]
    book = choose_sqlite().connect(machine.home / "data" / "pos.db")
    printers = book.execute("SELECT p.id, z.id, z.name, p.port FROM printers p JOIN zones z ON z.id = p.zone_id")
    assert ("kitchen", "kitchen", "Κουζίνα", kitchen.port) in printers.fetchall()
    book.close()


def test_setting_up_again_keeps_settings_and_people(machine: Machine) -> None:
    machine.setting(POS_RESTAURANT_NAME="Η Γωνιά")
    words = [f"--home={machine.home}", f"--units={machine.units}", f"--command={machine.command}"]
    moved = f"--printer=bar=127.0.0.1:{free_port()}"
    user = f"--user={getpass.getuser()}"
    again = machine.pos("install", "--no-start", user, *words, moved, POS_ALLOW_LOOPBACK_PRINTERS="1")
    assert again.returncode == 0, again.stderr
    assert "Hired" not in again.stdout
    assert f"Printer bar at {moved.removeprefix('--printer=bar=')}. " in again.stdout
    assert "Printer kitchen at" in again.stdout
    assert "Η Γωνιά" in (machine.home / ".env").read_text()


def test_the_units_are_what_systemd_understands_and_let_little_through(machine: Machine) -> None:
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("NOT VERIFIED BY SYSTEMD: systemd-analyze is not installed")
    (machine.units / "simple-pos-agent@kitchen.service").write_text(
        (machine.units / "simple-pos-agent@.service").read_text()
    )
    for name in ("simple-pos.service", "simple-pos-agent@kitchen.service", "simple-pos-certificate.service"):
        unit = str(machine.units / name)
        verified = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True)
        about_ours = [line for line in verified.stderr.splitlines() if "simple-pos" in line]
        assert (verified.returncode, about_ours) == (0, []), verified.stderr
        judged = subprocess.run([analyze, "security", "--offline=true", unit], capture_output=True, text=True)
        found = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
        assert found is not None, judged.stdout + judged.stderr
        assert float(found[1]) <= LARGEST_EXPOSURE, judged.stdout


def test_the_units_command_runs_a_site_that_serves_the_apps_in_the_wheel(machine: Machine) -> None:
    api, mqtt = free_port(), free_port()
    machine.setting(API_PORT=str(api), MQTT_PORT=str(mqtt), API_HOST="127.0.0.1", LICENSE_KEYS=KEYS)
    license_box(machine.home / "data")
    url = f"http://127.0.0.1:{api}"
    with machine.up(url):
        for app in ("waiter", "manager"):
            page = httpx.get(f"{url}/{app}/", timeout=20)
            assert page.status_code == 200
            assert "<script" in page.text
        pin = re.findall(r"Hired manager \(manager\): (\d{6})", machine.said)[0]
        signed_in = httpx.post(f"{url}/api/auth/login", json={"username": "manager", "pin": pin}, timeout=20)
        assert signed_in.status_code == 200, signed_in.text
        new_pin = machine.pos("person", "manager").stdout.split()[-1]
        again = httpx.post(f"{url}/api/auth/login", json={"username": "manager", "pin": new_pin}, timeout=20)
        assert again.status_code == 200, again.text
        refused = machine.pos("restore", "--yes")
        assert refused.returncode != 0


def test_one_folder_is_neither_set_up_over_another_nor_taken_off_in_its_place(machine: Machine, tmp_path: Path) -> None:
    other = [f"--home={tmp_path}", f"--units={machine.units}", f"--user={getpass.getuser()}"]
    before = {path.name: path.read_text() for path in [*machine.units.iterdir(), machine.command]}
    for words in ([], ["--agent"]):
        refused = machine.pos("install", "--no-start", *words, *other, f"--command={tmp_path}/pos")
        assert refused.returncode != 0
        assert f'"--home {machine.home}"' in refused.stderr
    units_of_its_own = [f"--units={tmp_path}/units", *other[::2]]
    refused = machine.pos("install", "--no-start", *units_of_its_own, f"--command={machine.command}")
    assert "needs a --command of its own" in refused.stderr
    gone = machine.pos("uninstall", "--no-stop", *other[:2], f"--command={machine.command}")
    assert f"Nothing of {tmp_path} ran here" in gone.stdout
    assert {path.name: path.read_text() for path in [*machine.units.iterdir(), machine.command]} == before


def test_taking_the_site_off_keeps_its_data(machine: Machine) -> None:
    words = [f"--home={machine.home}", f"--units={machine.units}", f"--command={machine.command}"]
    ran = machine.pos("uninstall", "--no-stop", *words)
    assert ran.returncode == 0, ran.stderr
    assert [path.name for path in machine.units.iterdir()] == ["simple-pos-agent@kitchen.service"], "a person's own"
    assert not machine.command.exists()
    assert (machine.home / "data" / "pos.db").exists()
    assert str(machine.home) in ran.stdout
