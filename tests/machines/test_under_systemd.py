"""The commands of docs/installation.md on a machine whose first process is systemd."""

import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import wait_until
from tests.systemd import GIVEN, PACKAGES, PYTHON, SystemdMachine, SystemdMissing

PLACE = "/opt/simple-pos/here"
ANSWERS = "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/api/system/health')"


@pytest.fixture
def box(program: Path) -> Iterator[SystemdMachine]:
    """A bare machine with the wheel on a stick, and the packages that pip would fetch."""
    wheel, packages = program.parents[2] / "dist", Path(sysconfig.get_path("purelib"))
    with SystemdMachine(given=wheel, packages=packages) as machine:
        try:
            machine.start()
        except SystemdMissing as missing:
            pytest.skip(f"NOT RUN BY SYSTEMD: {missing}")
        yield machine


def test_systemd_itself_runs_confines_and_stops_the_site(box: SystemdMachine) -> None:
    def must(*words: str) -> str:
        ran = box.run(*words)
        assert ran.returncode == 0, ran.stdout + ran.stderr + box.run("journalctl", "-n", "50").stdout
        return ran.stdout

    must(str(PYTHON), "-m", "venv", "--without-pip", PLACE)
    must("sh", "-c", f"echo {PACKAGES} > $(echo {PLACE}/lib/python3*/site-packages)/packages.pth")
    install = f"{PLACE}/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-index"
    must("sh", "-c", f"{install} --ignore-installed {GIVEN}/*.whl")
    said = must(f"{PLACE}/bin/pos", "install", "--manager", "eleni")
    assert "It runs, and will after each start of this machine." in said
    units = ("simple-pos", "simple-pos-certificate.path")
    assert must("systemctl", "is-enabled", *units).split() == ["enabled", "enabled"]

    wait_until(lambda: box.run(f"{PLACE}/bin/python", "-c", ANSWERS).returncode == 0, "a site that answers", 120)
    status = must("cat", f"/proc/{box.show('simple-pos', 'MainPID')}/status")
    confined = dict(re.findall(r"^(Uid|CapEff|NoNewPrivs|Seccomp):\s+(\w+)", status, re.MULTILINE))
    assert confined.pop("Uid") != "0"
    assert confined == {"CapEff": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}

    must("pos", "trust", "pos.lan", "192.168.1.10")  # as the site's user, in its folder
    certificate = "simple-pos-certificate.service"
    wait_until(lambda: box.show(certificate, "ExecMainExitTimestamp") != "", "nginx told of the certificate", 60)
    assert box.show(certificate, "Result") == "success"

    must("systemctl", "stop", "simple-pos")
    assert (box.show("simple-pos", "ActiveState"), box.show("simple-pos", "Result")) == ("inactive", "success")
    assert "Its data and settings are still in /var/lib/simple-pos" in must("pos", "uninstall")
    assert box.show("simple-pos", "LoadState") == "not-found"
    must("test", "-f", "/var/lib/simple-pos/data/pos.db")
