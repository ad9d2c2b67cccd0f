"""The program as a person starts and stops it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

PROGRAM = "import sys; from printer_agents.virtual_printer.app import run; sys.exit(run({'kitchen': %d, 'bar': 0}, %d))"


def started(kitchen: int = 0, paper: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM % (kitchen, paper)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_cleanly(how: signal.Signals) -> None:
    program = started()
    assert program.stdout is not None
    told = [program.stdout.readline() for _ in range(3)]
    page = told[2].split()[-1]
    with urllib.request.urlopen(page, timeout=10) as answer:
        assert answer.status == 200
    program.send_signal(how)
    _, complaints = program.communicate(timeout=20)
    assert (program.returncode, complaints) == (0, "")


@pytest.mark.parametrize(("which", "setting"), [("kitchen", "DEMO_KITCHEN_PORT"), ("paper", "DEMO_PAPER_PORT")])
def test_a_port_in_use_ends_it_with_one_sentence(which: str, setting: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = started(**{which: port})
        _, complaints = program.communicate(timeout=20)
    assert program.returncode == 1
    assert complaints == f"Port {port} is in use; set {setting} to another.\n"


def test_a_test_that_only_prints_loads_neither_the_web_server_nor_the_drawing() -> None:
    look = "import printer_agents.virtual_printer, sys; print({'PIL', 'starlette', 'uvicorn'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=20, check=True)
    assert told.stdout.strip() == "set()"
