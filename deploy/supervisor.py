"""What supervisord is told: which processes, in which order they stop, how they are restarted (ADR 0005)."""

import os
import pwd
import shlex
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

LOG_BYTES = 5 * 1024 * 1024
LOGS_KEPT = 3
STOP_WAIT_S = 10
"""A process that has not stopped by then is killed; a ticket in mid-print needs a few seconds."""
STAYED_UP_S = 2
"""A process that lived that long started well; one that did not waits 1 s, 2 s, 3 s ... before the next try."""
TICK_S = 0.2
"""supervisord looks for dead processes once a second; a ticket should not wait that long for its agent's next life."""
TRIES = 1_000_000
"""Never give up: a database server or a disk may be back in an hour."""


@dataclass(frozen=True)
class Plan:
    """Which processes run.

    Attributes:
        ground: what the others stand on; started first, stopped last.
        house: what serves people; stopped first, so that it can still say goodbye to the ground.
    """

    ground: tuple[str, ...]
    house: tuple[str, ...]


def configuration(plan: Plan, data_dir: Path, python: str = sys.executable) -> str:
    """The text of supervisord's configuration file.

    Args:
        plan: names as in `deploy.processes.STARTS`.
        data_dir: absolute; logs go to `logs/`, the rest to `run/`.
        python: the interpreter that runs them.
    """
    parts = [
        _section(
            "supervisord",
            nodaemon="true",
            logfile=data_dir / "logs" / "supervisor.log",
            logfile_maxbytes=LOG_BYTES,
            logfile_backups=LOGS_KEPT,
            loglevel="warn",
            pidfile=data_dir / "run" / "supervisor.pid",
            childlogdir=data_dir / "logs",
            user=pwd.getpwuid(os.getuid()).pw_name,
        )
    ]
    for priority, (group, names) in enumerate((("ground", plan.ground), ("house", plan.house)), start=1):
        if not names:
            continue
        parts.append(_section(f"group:{group}", programs=",".join(names), priority=priority))
        parts.extend(_program(name, data_dir, python) for name in names)
    return "\n".join(parts)


def _program(name: str, data_dir: Path, python: str) -> str:
    return _section(
        f"program:{name}",
        command=f"{shlex.quote(python)} -m deploy.processes {name}",
        autorestart="true",
        startsecs=STAYED_UP_S,
        startretries=TRIES,
        stopsignal="TERM",
        stopwaitsecs=STOP_WAIT_S,
        stopasgroup="true",
        killasgroup="true",
        redirect_stderr="true",
        stdout_logfile=data_dir / "logs" / f"{name}.log",
        stdout_logfile_maxbytes=LOG_BYTES,
        stdout_logfile_backups=LOGS_KEPT,
    )


def _section(title: str, **values: object) -> str:
    lines = [f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items()]  # % starts an expansion
    return "\n".join([f"[{title}]", *lines, ""])


def supervise(orders: str) -> None:
    """Be supervisord until SIGTERM, SIGINT or the terminal's end; returns when every process has stopped."""
    from supervisor.options import ServerOptions
    from supervisor.poller import Poller
    from supervisor.supervisord import go

    class Options(ServerOptions):  # type: ignore[misc]  # the library has no types
        def setsignals(self) -> None:
            """As supervisord, but a closed terminal (SIGHUP) means "stop", not "start all over"."""
            super().setsignals()
            signal.signal(signal.SIGHUP, lambda _number, frame: self.signal_receiver.receive(signal.SIGTERM, frame))

    class QuickPoller(Poller):  # type: ignore[misc]
        def poll(self, timeout: float) -> object:
            return super().poll(min(timeout, TICK_S))

    options = Options()
    options.poller = QuickPoller(options)
    options.realize(["--nodaemon", "-c", orders])
    options.first = True
    options.test = False
    go(options)
    options.close_logger()


if __name__ == "__main__":
    supervise(sys.argv[1])
