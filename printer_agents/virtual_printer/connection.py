"""One client's connection: read as fast as the printer allows, silent while the cable is out."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Protocol

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_CLOSE_WAIT = 8


class Owner(Protocol):
    """What a connection needs of its printer."""

    def may_read(self, connection: Connection) -> int:
        """Bytes that may be read now; 0 to wait."""

    def took(self, connection: Connection, data: bytes) -> None:
        """These bytes came."""

    def lost(self, connection: Connection) -> None:
        """The connection is over."""


class Connection(asyncio.BufferedProtocol):
    """The buffered kind of protocol, because it can read exactly as many bytes as there is room for."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._transport: asyncio.Transport | None = None
        self._space = bytearray(1 << 16)
        self._held_replies = bytearray()
        self._is_reading = True
        self.is_cut_off = False
        self._is_unwanted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: the transport is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._is_unwanted:
            self.reset()
        self.regulate()

    def get_buffer(self, sizehint: int) -> memoryview:
        """asyncio: where the next bytes go; never more than the printer takes now."""
        return memoryview(self._space)[: max(1, min(len(self._space), self._owner.may_read(self)))]

    def buffer_updated(self, nbytes: int) -> None:
        """asyncio: so many bytes came."""
        self._owner.took(self, bytes(self._space[:nbytes]))

    def eof_received(self) -> bool:
        """asyncio: the client has finished; so have we."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: it is over."""
        self._transport = None
        self._owner.lost(self)

    def regulate(self) -> None:
        """Read on, or stop reading, as the printer says."""
        if self._transport is None or self._transport.is_closing():
            return
        may = not self.is_cut_off and self._owner.may_read(self) > 0
        if may and not self._is_reading:
            self._transport.resume_reading()
        elif not may and self._is_reading:
            self._transport.pause_reading()
        self._is_reading = may

    def say(self, data: bytes) -> None:
        """Send, or keep it back while the cable is out."""
        if self.is_cut_off:
            self._held_replies += data
        elif self._transport is not None:
            self._transport.write(data)

    def cut_off(self) -> None:
        """The cable is out: nothing goes in or out, and nobody is told."""
        self.is_cut_off = True
        self.regulate()

    def join_again(self) -> None:
        """The cable is back: TCP delivers what it still holds, unless the client gave up meanwhile."""
        if self._client_left():
            self.reset()
            return
        self.is_cut_off = False
        self.say(bytes(self._held_replies))
        self._held_replies.clear()
        self.regulate()

    def reset(self) -> None:
        """End it with an RST."""
        self._is_unwanted = True
        if self._transport is None:
            return
        sock = self._transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()

    def _client_left(self) -> bool:
        """The kernel has the client's FIN already (Linux tells; elsewhere the answer is no)."""
        sock = self._transport.get_extra_info("socket") if self._transport is not None else None
        if sock is None or not hasattr(socket, "TCP_INFO"):
            return sock is None
        return bool(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == _CLOSE_WAIT)
