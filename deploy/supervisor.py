"""What supervisord is told: which processes, in which order they stop, how they are restarted (ADR 0005)."""

import os
import pwd
import shlex
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from deploy.processes import CANNOT_START, RESTORE_SIGNAL, SUPERVISOR_PID, sentence_of
from kernel.errors import PosError

LOCK_DESCRIPTOR = 3
"""supervisord closes what it inherits from descriptor 5 on, and its children close all from 3 on: a lock kept at 3
lives exactly as long as the supervisor."""
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
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


def supervise(orders: str) -> bool:
    """Be supervisord until SIGTERM, SIGINT, the terminal's end or RESTORE_SIGNAL; returns when every process stopped.

    Returns:
        whether it was for a restore from the screen, and nobody asked for a stop.
    """
    from supervisor.options import ServerOptions
    from supervisor.poller import Poller
    from supervisor.supervisord import go

    heard: set[int] = set()

    class Options(ServerOptions):  # type: ignore[misc]  # the library has no types
        def setsignals(self) -> None:
            """As supervisord, but a closed terminal (SIGHUP) means "stop", not "start all over"."""
            super().setsignals()
            for number in (*STOP_SIGNALS, RESTORE_SIGNAL):
                signal.signal(number, self.stop)

        def stop(self, number: int, frame: object) -> None:
            """Remember why."""
            heard.add(number)
            self.signal_receiver.receive(signal.SIGTERM, frame)

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
    if heard != {RESTORE_SIGNAL}:
        return False
    restore()
    return heard == {RESTORE_SIGNAL}


def restore() -> None:
    """Carry out the restore that was asked for; a signal to stop waits for its end."""
    from deploy.backups.go_back import go_back
    from deploy.backups.settings import BackupSettings
    from kernel.settings import read_settings

    go_back(read_settings(BackupSettings))


def run(orders: str, command: str) -> NoReturn:
    """Supervise; after a restore start all over by `pos COMMAND`, as the same process."""
    try:
        if not supervise(orders):
            sys.exit(0)
    except PosError as error:
        print(sentence_of(error), file=sys.stderr)
        sys.exit(CANNOT_START)
    os.environ.pop(SUPERVISOR_PID, None)
    os.close(LOCK_DESCRIPTOR)
    os.execv(sys.executable, [sys.executable, "-m", "deploy.cli", command])


if __name__ == "__main__":
    run(*sys.argv[1:])
