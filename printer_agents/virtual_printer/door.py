"""The printer's TCP port: open, refusing, or silent as if nobody were there, without ever losing its number."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
from collections.abc import Callable
from typing import Literal

DoorState = Literal["open", "refusing", "silent"]
_MOST_FILLERS = 16


class Door:
    """A listening socket that can be shut in two ways.

    Refusing: nothing listens, a second socket keeps the number bound, so that the kernel says "connection refused".
    Silent: the accept queue is filled up, so that Linux drops every further SYN and the caller waits, as with a
    pulled cable. On other systems a caller may be queued instead; it gets no answer either way.

    Raises:
        OSError: (start) the port is in use or may not be bound.
    """

    def __init__(self, host: str, port: int, arrived: Callable[[socket.socket], None]) -> None:
        self.host, self.port = host, port
        self.state: DoorState = "refusing"
        self._arrived = arrived
        self._keeper: socket.socket | None = None
        self._listener: socket.socket | None = None
        self._fillers: list[socket.socket] = []
        self._filler_names: set[object] = set()

    def start(self) -> None:
        """Take the port and open; port 0 becomes a free one."""
        self._keeper = self._bound(self.port)
        self.port = self._keeper.getsockname()[1]
        try:
            self.set("open")
        except OSError:
            self._keeper.close()
            raise

    def stop(self) -> None:
        """Give the port back."""
        self.set("refusing")
        if self._keeper is not None:
            self._keeper.close()

    def set(self, state: DoorState) -> None:
        """Open or shut; the connections already made are not touched."""
        if state == self.state:
            return
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()
        self.state = state
        if state == "refusing":
            if self._listener is not None:
                self._listener.close()
                self._listener = None
            return
        if self._listener is None:
            self._listener = self._bound(self.port)
        if state == "open":
            self._listener.listen(128)
            asyncio.get_running_loop().add_reader(self._listener, self._accept, self._listener)
        else:
            self._listener.listen(0)
            self._fill()

    def _bound(self, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setblocking(False)
            sock.bind((self.host, port))
        except OSError:
            sock.close()
            raise
        return sock

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                sock, peer = listener.accept()
            except BlockingIOError:
                return
            except ConnectionError:
                continue  # gone before it was taken
            if peer in self._filler_names:
                self._filler_names.discard(peer)
                sock.close()
                continue
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._arrived(sock)

    def _fill(self) -> None:
        assert self._listener is not None
        address = self._listener.getsockname()
        for _ in range(_MOST_FILLERS):
            filler = socket.socket(self._listener.family, socket.SOCK_STREAM)
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect(address)
            _, connected, _ = select.select([], [filler], [], 0)
            if not connected:
                filler.close()
                return
            self._fillers.append(filler)
            self._filler_names.add(filler.getsockname())
