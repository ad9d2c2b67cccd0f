"""How long, and how much, a client may take over its request: uvicorn itself waits for ever and keeps every byte."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's, which hangs up on a request that does not come whole in time, and on a head without an end.

    Attributes:
        head_s: from connecting, or from a request's first byte on a connection that is kept, to the end of its head.
        message_s: from there to its last byte; a picture of 5 MB on a bad Wi-Fi.
        head_bytes: the longest head.
    """

    head_s = 20.0
    message_s = 120.0
    head_bytes = 64 * 1024

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._patience: asyncio.TimerHandle | None = None
        self._is_in_head = False
        self._heard_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Somebody came."""
        super().connection_made(transport)
        self._wait(self.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """And left."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes came."""
        self._heard_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._heard_bytes > self.head_bytes:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._is_in_head = True
        if self._patience is None:  # a connection that was kept; a new one waits since it was made
            self._wait(self.head_s)

    def on_headers_complete(self) -> None:
        """The end of its head."""
        self._is_in_head = False
        self._wait(self.message_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Its last byte."""
        self._wait_no_more()
        self._heard_bytes = 0
        super().on_message_complete()

    def _wait(self, seconds: float) -> None:
        self._wait_no_more()
        self._patience = self.loop.call_later(seconds, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
