"""F, the floor: what the path would cost if it were nothing but its parts.

A minimal POST, two raw SQLite commits (an order of five lines with its owed ticket; the ticket in a spool), and the
ticket of about 900 bytes over a kept TCP connection with an answer. In a process of its own, one after another.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kernel.sqlite_file import open_sqlite
from tests.bench.street import FENCE, Counter, LeanPrinter, Paper, Street
from tests.ports import free_port, wait_for_port

TICKET_BYTES = 900
_LINES = 5


class Floor:
    """`with Floor(street, folder) as floor:`; `floor.counter` takes taps."""

    def __init__(self, street: Street, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._printer = LeanPrinter(street, Paper(), "floor")
        self._process: subprocess.Popen[bytes] | None = None
        self.counter = Counter(
            "F", self._port, self._printer.paper, [("/", "", json.dumps({"number": "%NUMBER%"}).encode())]
        )

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        self._printer.start()
        command = [
            sys.executable, "-m", "tests.bench.floor", str(self._port), str(self._printer.port), str(self._folder)
        ]  # fmt: skip
        self._process = subprocess.Popen(command, cwd=Path(__file__).parent.parent.parent)
        if not wait_for_port(self._port, 15.0):
            self.__exit__(None, None, None)
            raise AssertionError("the floor did not start")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(10)
        self._printer.stop()


class _Parts:
    """The two files and the socket."""

    def __init__(self, printer_port: int, folder: Path) -> None:
        self._book = open_sqlite(folder / "book.db")
        self._spool = open_sqlite(folder / "spool.db")
        self._book.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, number INT, name TEXT, cents INT, note TEXT)")
        self._book.execute("CREATE TABLE owed (number INTEGER PRIMARY KEY, body BLOB, state TEXT)")
        self._spool.execute("CREATE TABLE job (number INTEGER PRIMARY KEY, body BLOB, state TEXT)")
        self._printer = socket.create_connection(("127.0.0.1", printer_port))
        self._printer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def tap(self, number: int) -> None:
        head = b"#%04d" % number
        ticket = head + b"." * (TICKET_BYTES - len(head) - len(FENCE)) + FENCE
        self._book.execute("BEGIN IMMEDIATE")
        self._book.executemany(
            "INSERT INTO line (number, name, cents, note) VALUES (?, ?, ?, ?)",
            [(number, "Μουσακάς", 1250, "") for _ in range(_LINES)],
        )
        self._book.execute("INSERT INTO owed VALUES (?, ?, 'new')", (number, ticket))
        self._book.execute("COMMIT")
        self._spool.execute("BEGIN IMMEDIATE")
        self._spool.execute("INSERT INTO job VALUES (?, ?, 'queued')", (number, ticket))
        self._spool.execute("COMMIT")
        self._printer.sendall(ticket)
        assert self._printer.recv(1) == b"\x00"


def _application(parts: _Parts) -> Callable[..., Awaitable[None]]:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        request = await receive()
        number = int(json.loads(request["body"])["number"])
        parts.tap(number)
        ticket = {"printer_id": "floor", "number": number}
        answer = json.dumps({"round": {"tickets": [ticket]}}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    return application


def main() -> None:
    """Serve on a port: `python -m tests.bench.floor HTTP_PORT PRINTER_PORT FOLDER`."""
    import uvicorn

    port, printer_port, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    uvicorn.run(
        _application(_Parts(printer_port, folder)),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
