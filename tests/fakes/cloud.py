"""A cloud on a real socket that says what a test wants said: the truth, or anything else that a network may answer."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.licensed import signed

Habit = Callable[["Answering", dict[str, Any]], None]


class Answering(BaseHTTPRequestHandler):
    """One request; `say` and `lease` answer it."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.server.cloud.asked(dict(self.headers), body)
        self.server.cloud.habit(self, body)

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.cloud.wait(self, asked)

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def lease(self, nonce: str, **changes: Any) -> None:
        """The honest answer, as far as `changes` are."""
        truth = {"nonce": nonce} | self.server.cloud.truth | changes
        self.say(200, json.dumps({"lease": signed(self.server.cloud.site_id, **truth)}).encode())

    def log_message(self, *_words: object) -> None:
        """Silent."""


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    cloud: "FakeCloud"

    def handle_error(self, *_request: object) -> None:
        """A box that hung up is no news."""


def honest(answer: Answering, body: dict[str, Any]) -> None:
    answer.lease(body["nonce"])


class FakeCloud:
    """`with FakeCloud() as cloud:`; `habit` answers heartbeats, `truth` is what it says."""

    def __init__(self, site_id: str = "local") -> None:
        self.site_id = site_id
        self.truth: dict[str, Any] = {"serial": 1}
        self.habit: Habit = honest
        self.heartbeats: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), Answering)
        self._server.cloud = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def decide(self, **changes: Any) -> None:
        """Whoever waits hears it."""
        with self._changed:
            self.truth |= changes | {"serial": self.truth["serial"] + 1}
            self._changed.notify_all()

    def asked(self, headers: dict[str, str], body: dict[str, Any]) -> None:
        self.headers.append(headers)
        self.heartbeats.append(body)

    def wait(self, answer: Answering, asked: dict[str, str]) -> None:
        """The long poll."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.truth["serial"] > int(asked["serial"]), 20):
                answer.say(204)
                return
        answer.lease(asked["nonce"])

    def __enter__(self) -> "FakeCloud":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def drip(answer: Answering, _body: dict[str, Any]) -> None:
    """An answer that never ends, a byte at a time; gives up when nobody reads."""
    answer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
    answer.close_connection = True
    deadline = time.monotonic() + 20
    try:
        answer.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while time.monotonic() < deadline:
            answer.wfile.write(b"a")
            time.sleep(0.05)
    except OSError:
        return
