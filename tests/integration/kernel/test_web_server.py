"""The server of both APIs, in a process of its own with few files, and clients that never finish what they ask."""

import contextlib
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.integration.kernel.conftest import PATIENCE_S
from tests.ports import free_port, wait_for_port
from tests.site import ROOT

SERVER = """
import asyncio, sys
from fastapi import FastAPI, Request
from kernel.web.patience import PatientProtocol
from kernel.web.server import listen, serve
PatientProtocol.head_s, PatientProtocol.message_s = map(float, sys.argv[2:])
app = FastAPI()
@app.post("/slow")
async def slow(request: Request) -> int:
    size = len(await request.body())
    await asyncio.sleep(1.5 * float(sys.argv[2]))  # the server's own work, longer than a head may take
    return size
@app.post("/")
async def quick(request: Request) -> int:
    return len(await request.body())
sys.exit(serve(app, listen("127.0.0.1", int(sys.argv[1]), "PORT")))
"""
HALF_A_HEAD = b"POST / HTTP/1.1\r\nHost: pos\r\nX-Never: "
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: pos\r\nContent-Length: 1000\r\n\r\nsome"
WHOLE = b"POST / HTTP/1.1\r\nHost: pos\r\nContent-Length: 4\r\n\r\nsome"


@dataclass
class Served:
    """Where it listens."""

    port: int

    def connect(self, said: bytes = b"") -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        client.sendall(said)
        return client

    def answers(self) -> bool:
        return httpx.post(f"http://127.0.0.1:{self.port}/", content=b"four", timeout=PATIENCE_S).text == "4"


@contextlib.contextmanager
def served(head_s: float, message_s: float) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port), str(head_s), str(message_s)]
    poor = ["sh", "-c", 'ulimit -S -n 1024; exec "$@"', "sh"]
    process = subprocess.Popen([*poor, *command], cwd=ROOT)
    try:
        assert wait_for_port(port, PATIENCE_S)
        yield Served(port)
    finally:
        process.terminate()
        assert process.wait(PATIENCE_S) == 0


@pytest.fixture(scope="module")
def hasty() -> Iterator[Served]:
    with served(2.0, 2.0) as server:
        yield server


def is_hung_up(client: socket.socket) -> bool:
    """Within PATIENCE_S."""
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def read_answer(client: socket.socket) -> None:
    heard = b""
    while not heard.endswith(b"\r\n\r\n4"):
        more = client.recv(1000)
        assert more, heard
        heard += more


def test_a_request_that_does_not_come_whole_is_not_waited_for(hasty: Served) -> None:
    with contextlib.ExitStack() as crowd:
        silent, half, late = (crowd.enter_context(hasty.connect(said)) for said in (b"", HALF_A_HEAD, HALF_A_BODY))
        second = crowd.enter_context(hasty.connect(WHOLE + HALF_A_HEAD))
        read_answer(second)
        assert [is_hung_up(client) for client in (silent, half, late, second)] == [True] * 4
    assert hasty.answers()


def test_one_byte_at_a_time_buys_no_more_time(hasty: Served) -> None:
    with hasty.connect(HALF_A_HEAD) as client:
        client.settimeout(0.05)
        for _ in range(400):
            try:
                client.sendall(b"x")
                assert client.recv(1) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                pass
            return
    pytest.fail("it was listened to for twenty seconds")


def test_a_head_without_an_end_is_not_kept(patient: Served) -> None:
    with patient.connect() as client:
        with contextlib.suppress(ConnectionError):
            client.sendall(HALF_A_HEAD)
            for _ in range(1000):
                client.sendall(b"x" * 1024)
        assert is_hung_up(client)
    assert patient.answers()


def test_an_answer_may_take_its_time_and_a_connection_may_rest(hasty: Served) -> None:
    with hasty.connect(WHOLE) as resting:
        read_answer(resting)
        answer = httpx.post(f"http://127.0.0.1:{hasty.port}/slow", content=b"four", timeout=PATIENCE_S)
        assert answer.text == "4"
        resting.sendall(WHOLE)
        read_answer(resting)


@pytest.fixture(scope="module")
def patient() -> Iterator[Served]:
    with served(PATIENCE_S * 3, PATIENCE_S * 3) as server:
        yield server


def test_fifteen_hundred_half_requests_keep_nobody_out(patient: Served) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4096:
        pytest.skip(f"NOT CROWDED: this machine lets a process have {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
    with contextlib.ExitStack() as crowd:
        for _ in range(1500):
            crowd.enter_context(patient.connect(HALF_A_HEAD))
        assert patient.answers()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
