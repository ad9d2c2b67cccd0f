"""Machines on which the wheel is installed: what `pos install` left there, and how systemd would start it."""

import configparser
import ctypes
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.site import wait_until

STARTS_WITHIN_S, STOPS_WITHIN_S = 180.0, 120.0
PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN = 38, 65, 1


@dataclass
class Machine:
    """What `pos install` left on a machine of this test's own."""

    program: Path
    home: Path
    units: Path
    command: Path
    said: str

    def unit(self, name: str = "simple-pos.service") -> configparser.RawConfigParser:
        parsed = configparser.RawConfigParser(strict=False, delimiters=("=",))
        parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
        parsed.read_string((self.units / name).read_text())
        return parsed

    def pos(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {"PATH": os.environ["PATH"], **environment}
        command = [self.program, *words]
        return subprocess.run(command, cwd=self.home, env=clean, capture_output=True, text=True, timeout=300)

    def setting(self, **values: str) -> None:
        with (self.home / ".env").open("a") as file:
            file.writelines(f"{name}={value}\n" for name, value in values.items())

    def start(self, name: str = "simple-pos.service", instance: str = "") -> subprocess.Popen[bytes]:
        """Run a unit's own command in its own folder; what it says goes to the file `said` of the machine."""
        service = self.unit(name)["Service"]
        with (self.home / "said").open("a") as said:
            return subprocess.Popen(
                shlex.split(service["ExecStart"].replace("%i", instance)),
                cwd=service["WorkingDirectory"],
                env={"PATH": "/usr/bin:/bin"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                preexec_fn=as_the_unit_restricts,
            )

    def wait_healthy(self, site: "subprocess.Popen[bytes]", url: str) -> None:
        """Until all processes of the site that was started answer."""

        def is_healthy() -> bool:
            assert site.poll() is None, (self.home / "said").read_text()
            try:
                return bool(httpx.get(f"{url}/api/system/health").json()["status"] == "ok")
            except (httpx.HTTPError, ValueError):
                return False

        wait_until(is_healthy, f"a healthy site in {self.home}", STARTS_WITHIN_S)

    @contextmanager
    def up(self, url: str) -> Iterator[None]:
        """The site's unit, from healthy to stopped as systemd stops it."""
        site = self.start()
        try:
            self.wait_healthy(site, url)
            yield
        finally:
            site.send_signal(signal.SIGTERM)
            assert site.wait(STOPS_WITHIN_S) == 0, (self.home / "said").read_text()


def as_the_unit_restricts() -> None:
    """No new rights and no memory both writable and executable, as the unit asks of systemd."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)
    os.umask(0o077)
