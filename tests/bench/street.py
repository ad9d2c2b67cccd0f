"""Phones and printers, lean, in one event loop and thread: what they cost is not what is measured.

Both ends of a tap are stamped by the same clock here: the moment before the first byte of the HTTP request is written,
and the moment the read that holds the last byte of the ticket returned.
"""

import asyncio
import itertools
import json
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import uvloop

T = TypeVar("T")

FENCE = b"\x1dr\x01"
_READY = b"\x12"
_NUMBER = re.compile(rb"#(\d{4,})")
_COPY = "ΑΝΤΙΓΡΑΦΟ".encode("cp737")
Key = tuple[str, int]
"""(printer, ticket number)."""


@dataclass
class Paper:
    """What came out of one site's printers."""

    at_ns: dict[Key, int] = field(default_factory=dict)
    """Last byte of a ticket, the first time it came."""
    unmarked: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    """How often a ticket came out without a copy's banner."""
    bytes_of: list[int] = field(default_factory=list)
    unreadable: int = 0
    _awaited: dict[Key, "asyncio.Future[int]"] = field(default_factory=dict)

    def cut(self, printer: str, raw: bytes, at_ns: int) -> None:
        """A ticket is complete."""
        found = _NUMBER.search(raw)
        if found is None:
            self.unreadable += 1
            return
        key = (printer, int(found[1]))
        self.bytes_of.append(len(raw))
        self.at_ns.setdefault(key, at_ns)
        if _COPY not in raw:
            self.unmarked[key] += 1
        if (awaited := self._awaited.pop(key, None)) is not None and not awaited.done():
            awaited.set_result(at_ns)

    async def wait(self, key: Key, timeout_s: float) -> int:
        """When it came out.

        Raises:
            TimeoutError: it did not.
        """
        if (at_ns := self.at_ns.get(key)) is not None:
            return at_ns
        awaited = self._awaited.setdefault(key, asyncio.get_running_loop().create_future())
        return await asyncio.wait_for(awaited, timeout_s)


class _Clients(asyncio.Protocol):
    """A printer's end of one connection: answers DLE EOT and the fence, knows a ticket when it sees its fence."""

    def __init__(self, printer: "LeanPrinter") -> None:
        self._printer = printer
        self._held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are, and don't inherit
        self._printer.open.add(self._transport)
        if self._printer.is_deaf:
            self._transport.pause_reading()

    def connection_lost(self, _error: Exception | None) -> None:
        self._printer.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        now_ns = time.monotonic_ns()
        held = self._held
        held += data
        while held:
            if held[:2] == b"\x10\x04":
                if len(held) < 3:
                    return
                del held[:3]
                self._transport.write(_READY)
                continue
            end = held.find(FENCE)
            if end < 0:
                return
            end += len(FENCE)
            self._transport.write(b"\x00")
            self._printer.paper.cut(self._printer.name, bytes(held[:end]), now_ns)
            del held[:end]


class LeanPrinter:
    """Takes a printer's place in a Site: prints at once, never out of paper. Its unplugged self refuses connections."""

    def __init__(self, street: "Street", paper: Paper, name: str) -> None:
        self.name = name
        self.paper = paper
        self.port = 0
        self.open: set[asyncio.Transport] = set()
        self.is_deaf = False
        self._street = street
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        if self._server is None:
            self._street.run(self._start())

    def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is not None:
            self._street.run(self._stop())

    def deafen(self, is_deaf: bool) -> None:
        """Take connections and never read from them; those that are open break."""
        self.is_deaf = is_deaf
        self._street.run(self._hang_up())

    async def _hang_up(self) -> None:
        for transport in list(self.open):
            transport.abort()

    async def _start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Clients(self), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._hang_up()
        self._server = None


class Phone(asyncio.Protocol):
    """One kept HTTP connection; one request at a time."""

    def __init__(self, port: int, token: str = "") -> None:
        self._port = port
        self._authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        self._transport: asyncio.Transport | None = None
        self._held = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self.sent_at_ns = 0

    async def post(self, path: str, body: bytes, *, key: str | None = None) -> tuple[int, bytes]:
        """Status and body of the answer; `sent_at_ns` is when the request began.

        Raises:
            OSError: no connection, or it broke.
        """
        loop = asyncio.get_running_loop()
        if self._transport is None or self._transport.is_closing():
            await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        assert self._transport is not None
        tap = f"Idempotency-Key: {key}\r\n" if key else ""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{self._authorization}{tap}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._answer = loop.create_future()
        self._held = b""
        request = head.encode() + body
        self.sent_at_ns = time.monotonic_ns()
        self._transport.write(request)
        return await self._answer

    def hang_up(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError("closed before an answer came"))

    def data_received(self, data: bytes) -> None:
        self._held += data
        head, gap, body = self._held.partition(b"\r\n\r\n")
        if not gap or self._answer is None or self._answer.done():
            return
        found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        if len(body) >= (int(found[1]) if found else 0):
            self._answer.set_result((int(head[9:12]), body))


@dataclass
class Taken:
    """One tap that was answered with 201."""

    due_ns: int
    """When it was to be sent: the request's start, or the schedule's moment in an open loop."""
    answered_ns: int
    tickets: tuple[Key, ...]


@dataclass
class Counter:
    """A place where rounds are sent to: a site's API, or the floor.

    Args:
        port: of the HTTP server.
        paper: where its tickets come out.
        orders: (path, token, body) in turn; `%NUMBER%` in a body becomes a number of its own.
    """

    name: str
    port: int
    paper: Paper
    orders: list[tuple[str, str, bytes]]
    processes: dict[str, int] = field(default_factory=dict)
    """Name -> process id of what serves it, for the CPU it uses."""
    taken: list[Taken] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)
    _phones: dict[str, list[Phone]] = field(default_factory=lambda: defaultdict(list))

    async def tap(self, due_ns: int | None = None, *, wait_for_paper: bool = True, timeout_s: float = 60.0) -> None:
        """Send the next round; note what was taken, or refused."""
        turn = next(self._turn)
        path, token, body = self.orders[turn % len(self.orders)]
        if b"%NUMBER%" in body:
            body = body.replace(b"%NUMBER%", str(10_000 + turn).encode())
        free = self._phones[token]
        phone = free.pop() if free else Phone(self.port, token)
        try:
            status, answer = await phone.post(path, body, key=secrets.token_hex(12))
        except OSError as error:
            self.refused.append(repr(error))
            return
        answered_ns = time.monotonic_ns()
        free.append(phone)
        if status != 201:
            self.refused.append(f"{status} {answer[:200]!r}")
            return
        tickets = _tickets_of(json.loads(answer))
        taken = Taken(phone.sent_at_ns if due_ns is None else due_ns, answered_ns, tickets)
        self.taken.append(taken)
        if wait_for_paper:
            for key in tickets:
                try:
                    await self.paper.wait(key, timeout_s)
                except TimeoutError:
                    return  # counted as lost later, unless it comes after all

    def hang_up(self) -> None:
        """Close all phones."""
        for phones in self._phones.values():
            for phone in phones:
                phone.hang_up()
            phones.clear()


def _tickets_of(answer: Any) -> tuple[Key, ...]:
    return tuple((ticket["printer_id"], ticket["number"]) for ticket in answer["round"]["tickets"])


class Street:
    """The event loop's thread."""

    def __init__(self) -> None:
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="street", daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run it there; blocks."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
