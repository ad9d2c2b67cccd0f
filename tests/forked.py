"""Processes of a site for tests, forked from one that has read the modules: reading them is half of each start."""

import os
import signal
import subprocess
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_APPS = ("api", "broker", "deploy.backups", "license_daemon", "order_service", "printer_agents")

_forks = get_context("forkserver")
_forks.set_forkserver_preload(["deploy.processes", *(f"{name}.app" for name in _APPS)])


class Forked:
    """What `python -m deploy.processes NAME` is, with as much of Popen's manner as a test needs.

    Args:
        name: one of `deploy.processes.STARTS`.
        environment: all of its environment.
        folder: where it runs.
        log: takes what it says.
    """

    def __init__(self, name: str, environment: dict[str, str], folder: Path, log: Path) -> None:
        self._process: ForkServerProcess = _forks.Process(
            target=_run, args=(name, environment, folder, log), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """Process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Exit status, or the negative number of the signal that ended it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """As `returncode`."""
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Nothing happens to one that has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has one.

        Raises:
            subprocess.TimeoutExpired: it has none in time.
        """
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(str(self._process.name), timeout or 0.0)
        return self.returncode


def _run(name: str, environment: dict[str, str], folder: Path, log: Path) -> None:
    from deploy.processes import STARTS, start

    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.close(said)
    raise SystemExit(start(STARTS[name]))
