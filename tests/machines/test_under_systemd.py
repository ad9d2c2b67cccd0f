"""The commands of docs/installation.md on a machine whose first process is systemd."""

import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.licensed import KEYS, license_box
from tests.site import wait_until
from tests.systemd import GIVEN, PACKAGES, PYTHON, SystemdMachine, SystemdMissing

PLACE = "/opt/simple-pos/VERSION"
HOME, AGENTS_HOME = "/var/lib/simple-pos", "/var/lib/simple-pos-yard"
AGENT = "simple-pos-agent@kitchen"
ADDRESS = "192.168.1.10"
ANSWERS = "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/api/system/health')"
PATIENCE_S = 180.0

ONE_ROUND = """
import sys, httpx
with httpx.Client(base_url="http://127.0.0.1:8000/api", timeout=60) as phone:
    def post(path, **body):
        answer = phone.post(path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()
    signed_in = post("/auth/login", username="eleni", pin=sys.argv[1])
    phone.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
    page = post("/products/categories", name="Της ώρας", printer_zone_id="kitchen")
    dish = post("/products/", name="Μουσακάς", category_id=page["id"], base_price="9.50")
    table = post("/tables/", number=1)
    line = {"product_id": dish["id"], "quantity": "1", "choice_ids": [], "note": "χωρίς αλάτι"}
    post(f"/tables/{table['id']}/rounds", lines=[line])
"""
PAPER = """
import urllib.request as r
print(r.urlopen('http://127.0.0.1:9180/printers/kitchen/tickets').read().decode())
"""


@pytest.fixture(scope="module")
def box(program: Path) -> Iterator[SystemdMachine]:
    """A machine with the wheel, its packages, and a kitchen's printer; the site was installed as documented."""
    wheel, packages = program.parents[2] / "dist", Path(sysconfig.get_path("purelib"))
    with SystemdMachine(given=wheel, packages=packages) as machine:
        try:
            machine.start()
        except SystemdMissing as missing:
            pytest.skip(f"NOT RUN BY SYSTEMD: {missing}")
        machine.must(str(PYTHON), "-m", "venv", "--without-pip", PLACE)
        machine.must("sh", "-c", f"echo {PACKAGES} > $(echo {PLACE}/lib/python3*/site-packages)/packages.pth")
        install = f"{PLACE}/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-index"
        machine.must("sh", "-c", f"{install} --ignore-installed {GIVEN}/*.whl")
        machine.must("ip", "address", "add", f"{ADDRESS}/24", "dev", "lo")
        yield machine


@pytest.fixture(scope="module")
def said(box: SystemdMachine) -> str:
    """What `pos install` said."""
    return box.must(f"{PLACE}/bin/pos", "install", "--manager", "eleni")


def confinement_of(box: SystemdMachine, unit: str) -> dict[str, str]:
    """What the kernel holds its process to."""
    status = box.must("cat", f"/proc/{box.show(unit, 'MainPID')}/status")
    return dict(re.findall(r"^(Uid|CapEff|NoNewPrivs|Seccomp):\s+(\w+)", status, re.MULTILINE))


def assert_confined(box: SystemdMachine, unit: str) -> None:
    confined = confinement_of(box, unit)
    assert confined.pop("Uid") != "0"
    assert confined == {"CapEff": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}


def wait_for_the_site(box: SystemdMachine) -> None:
    python = f"{PLACE}/bin/python"
    wait_until(lambda: box.run(python, "-c", ANSWERS).returncode == 0, "a site that answers", PATIENCE_S)


def test_systemd_itself_runs_and_confines_the_site(box: SystemdMachine, said: str) -> None:
    assert "It runs, and will after each start of this machine." in said
    units = ("simple-pos", "simple-pos-certificate.path")
    assert box.must("systemctl", "is-enabled", *units).split() == ["enabled", "enabled"]
    wait_for_the_site(box)
    assert_confined(box, "simple-pos")
    box.must("pos", "trust", "pos.lan", ADDRESS)  # as the site's user, in its folder
    certificate = "simple-pos-certificate.service"
    wait_until(lambda: box.show(certificate, "ExecMainExitTimestamp") != "", "nginx told of the certificate", 60)
    assert box.show(certificate, "Result") == "success"


def test_systemd_runs_a_printers_agent_with_its_credential_and_a_ticket_comes_out(
    box: SystemdMachine, said: str
) -> None:
    """Site and agent share this one machine; folder, user and way between them (TLS) are as on two."""
    box.must("systemd-run", "--unit=printers", f"{PLACE}/bin/pos", "virtual-printer")
    with (box.root / HOME[1:] / ".env").open("a") as settings:
        settings.write(f"LICENSE_KEYS={KEYS}\nMQTT_AGENTS_HOST={ADDRESS}\nPOS_ALLOW_LOOPBACK_PRINTERS=1\n")
    license_box(box.root / HOME[1:] / "data")
    box.must("chown", "-R", "simple-pos:", HOME)
    printer = "kitchen=127.0.0.1:9101"
    box.must(f"{PLACE}/bin/pos", "install", "--printer", printer)
    box.must("pos", "agent-credential", "kitchen", "--broker", f"mqtts://{ADDRESS}:8883")
    wait_for_the_site(box)

    box.must("mkdir", "-m", "700", AGENTS_HOME)
    (box.root / AGENTS_HOME[1:] / ".env").write_text("POS_ALLOW_LOOPBACK_PRINTERS=1\n")
    place = [f"--home={AGENTS_HOME}", "--user=simple-pos-yard", "--command=/usr/local/bin/pos-yard"]
    words = ["--agent", "--credential", f"{HOME}/kitchen.agent"]
    assert "It runs, and will after each start" in box.must(f"{PLACE}/bin/pos", "install", *words, *place)
    assert box.must("systemctl", "is-enabled", AGENT).split() == ["enabled"]
    pin = re.findall(r"Hired eleni \(manager\): (\d{6})", said)[0]
    box.must(f"{PLACE}/bin/python", "-c", ONE_ROUND, pin)
    wait_until(
        lambda: "χωρίς αλάτι" in box.must(f"{PLACE}/bin/python", "-c", PAPER),
        "a ticket from the agent",
        PATIENCE_S,
    )
    assert_confined(box, AGENT)
    assert box.show(AGENT, "NRestarts") == "0"
    journal = box.must("journalctl", "-u", AGENT, "-o", "cat")
    assert "ticket_ended" in journal, "it was this agent, and not the box's own"


def test_systemd_stops_both_and_uninstalling_keeps_the_data(box: SystemdMachine, said: str) -> None:
    box.must("systemctl", "stop", "simple-pos", AGENT)
    for unit in ("simple-pos", AGENT):
        assert (box.show(unit, "ActiveState"), box.show(unit, "Result")) == ("inactive", "success")
    place = [f"--home={AGENTS_HOME}", "--user=simple-pos-yard", "--command=/usr/local/bin/pos-yard"]
    assert f"Its data and settings are still in {AGENTS_HOME}" in box.must(f"{PLACE}/bin/pos", "uninstall", *place)
    assert box.show(AGENT, "LoadState") == "not-found"
    assert box.must("systemctl", "is-enabled", "simple-pos").strip() == "enabled", "the site is another folder's"
    box.must("test", "-f", f"{AGENTS_HOME}/kitchen.agent")
    assert f"Its data and settings are still in {HOME}" in box.must("pos", "uninstall")
    assert box.show("simple-pos", "LoadState") == "not-found"
    box.must("test", "-f", f"{HOME}/data/pos.db")
