"""The door to the network: TLS, for agents on other machines alone. It never keeps the house's own broker from working.

A missing certificate, an address that the router has not given yet, a port that is taken: the site's own processes talk
on over loopback, the log says what is wrong, and the door is tried again until it opens.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

from kernel.errors import CannotStart
from kernel.logging import get_logger
from kernel.trust import FOLDER

LOOK_S = 1.0
"""Between two looks: at the certificate, and at whether those who are in may still be."""

log = get_logger("broker")

Accept = Callable[[asyncio.StreamReader, asyncio.StreamWriter, ssl.SSLContext], Awaitable[None]]


class NetworkDoor:
    """A listener that comes and stays, with the certificate that `pos trust` made, as it is now.

    Args:
        data_dir: `trust/box.pem` in it is certificate and key.
        host: literal address; `0.0.0.0` for all.
        port: 0 lets the system choose; see `port` once it `is_open`.
    """

    def __init__(self, data_dir: Path, host: str, port: int) -> None:
        self.port = port
        self._host = host
        self._certificate = data_dir / FOLDER / "box.pem"
        self._loaded = -1
        self._context: ssl.SSLContext | None = None
        self._server: asyncio.Server | None = None
        self._said = ""

    @property
    def is_open(self) -> bool:
        """Agents elsewhere may knock."""
        return self._server is not None

    async def look(self, accept: Accept) -> None:
        """Open if it is not open, and take a renewed certificate; what is wrong goes to the log, once."""
        try:
            self._renew()
            if self._server is None:
                await self._open(accept)
        except CannotStart as trouble:
            if trouble.detail != self._said:
                self._said = trouble.detail
                log.error("agents_door_not_open" if self._server is None else "certificate_not_taken", hint=self._said)
        else:
            self._said = ""

    def close(self) -> None:
        """Let nobody in any more; who is in stays."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _renew(self) -> None:
        """A certificate that was made anew serves from the next connection on."""
        try:
            made_at = self._certificate.stat().st_mtime_ns
        except OSError as error:
            raise CannotStart(
                f"{self._certificate} is not there ({error.strerror}): agents on other machines find no broker. "
                "Make it: pos trust ADDRESS-OF-THIS-MACHINE."
            ) from error
        if made_at != self._loaded:
            self._context = server_context(self._certificate, self._certificate)
            self._loaded = made_at

    async def _open(self, accept: Accept) -> None:
        async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            assert self._context is not None
            await accept(reader, writer, self._context)

        try:
            self._server = await asyncio.start_server(welcome, self._host, self.port)
        except OSError as error:
            raise CannotStart(
                f"{self._host}:{self.port} can't be listened on ({error.strerror or error}): agents on other machines "
                "find no broker. Set MQTT_AGENTS_HOST to an address of this machine, MQTT_AGENTS_PORT to a free port."
            ) from error
        self.port = self._server.sockets[0].getsockname()[1]
        log.info("agents_door_open", host=self._host, port=self.port)


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 or later with this certificate chain (PEM).

    Raises:
        CannotStart: the files are no certificate and key.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:  # ssl.SSLError is one
        raise CannotStart(f"The certificate {certificate} can't be used ({error.strerror or error}).") from error
    return context
