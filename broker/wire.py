"""One client's socket, as amqtt sees it: whole packets in and out, and a close that does close (H9, H10)."""

import asyncio
import ssl
from typing import Any

from broker.seams import MQTTError, MQTTFixedHeader, NoDataError, ReaderAdapter, WriterAdapter, read_or_raise

_GOODBYE_S = 2.0
"""How long a closing socket may take to accept its last bytes."""


class Wire(WriterAdapter):  # type: ignore[misc]
    """The writing half.

    Args:
        writer: an accepted connection.
        tls: makes `secure` speak TLS; None for plain TCP.
        max_backlog_bytes: above it `is_clogged`, and `drain` waits.
    """

    def __init__(self, writer: asyncio.StreamWriter, tls: ssl.SSLContext | None, max_backlog_bytes: int) -> None:
        self._writer = writer
        self._tls = tls
        self._max_backlog_bytes = max_backlog_bytes
        writer.transport.set_write_buffer_limits(high=max_backlog_bytes)

    async def secure(self, timeout_s: float) -> None:
        """Shake hands if this listener speaks TLS.

        Raises:
            OSError: no handshake (ssl.SSLError), or not in time.
        """
        if self._tls is not None:
            await self._writer.start_tls(self._tls, ssl_handshake_timeout=timeout_s)
            self._writer.transport.set_write_buffer_limits(high=self._max_backlog_bytes)

    @property
    def is_open(self) -> bool:
        """Not closed by us, nor known to be closed by the client."""
        return not self._writer.transport.is_closing()

    @property
    def is_clogged(self) -> bool:
        """The client takes its bytes more slowly than they come."""
        return self._writer.transport.get_write_buffer_size() > self._max_backlog_bytes

    def write(self, data: bytes) -> None:
        """Send, or buffer; dropped when the socket is closed."""
        if self.is_open:
            self._writer.write(data)

    async def drain(self) -> None:
        """Wait until the client took enough.

        Raises:
            OSError: the connection ended meanwhile.
        """
        await self._writer.drain()

    async def close(self) -> None:
        """Send what is buffered, then close; the name and shape amqtt expects."""
        self.end()

    def end(self) -> None:
        """Send what is buffered, then close; cut when the client does not take it in _GOODBYE_S."""
        if self.is_open:
            self._writer.close()
            asyncio.get_running_loop().call_later(_GOODBYE_S, self.abort)

    def abort(self) -> None:
        """Close now, whatever is buffered."""
        self._writer.transport.abort()

    def get_peer_info(self) -> tuple[str, int] | None:
        """Address and port of the client."""
        peer: Any = self._writer.get_extra_info("peername")
        return (peer[0], peer[1]) if peer else None

    def get_ssl_info(self) -> ssl.SSLObject | None:
        """The TLS state, None on plain TCP."""
        secured: ssl.SSLObject | None = self._writer.get_extra_info("ssl_object")
        return secured


async def read_packet(reader: ReaderAdapter, max_bytes: int) -> tuple[MQTTFixedHeader, bytes]:
    """Read one whole packet; nothing of it is parsed before it is complete and known to be small enough.

    Returns:
        header: packet type, flags, length.
        body: variable header and payload, `header.remaining_length` bytes.

    Raises:
        NoDataError: the client closed its side.
        MQTTError: the packet is larger than `max_bytes`, or its length is not a length.
    """
    header = await MQTTFixedHeader.from_stream(reader)
    if header is None:
        raise NoDataError("the client closed the connection")
    length: int = header.remaining_length
    if length > max_bytes:
        raise MQTTError(f"a packet of {length} bytes, the limit is {max_bytes}")
    return header, (await read_or_raise(reader, length) if length else b"")
