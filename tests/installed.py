"""Machines on which the wheel is installed: what `pos install` left there, and how systemd would start it."""

import configparser
import ctypes
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

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
        return subprocess.run([self.program, *words], cwd=self.home, env=clean, capture_output=True, text=True)

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


def as_the_unit_restricts() -> None:
    """No new rights and no memory both writable and executable, as the unit asks of systemd."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)
    os.umask(0o077)
