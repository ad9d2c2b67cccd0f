"""The embedded broker: start it, ask its port, stop it."""

import asyncio
import contextlib
import errno
import ssl
from pathlib import Path
from types import TracebackType

from broker.acl import Acl
from broker.credentials import Credentials
from broker.hardening import HERE, NETWORK, HardenedBroker
from broker.limits import Limits
from broker.network_door import LOOK_S, NetworkDoor
from broker.seams import StreamReaderAdapter
from broker.wire import Wire
from kernel.errors import CannotStart
from kernel.logging import get_logger

log = get_logger("broker")


class EmbeddedBroker:
    """amqtt, hardened, on one address for the site's own processes and one for agents on other machines.

    Args:
        data_dir: its `credentials/` holds a secret per service; missing ones of the fixed services are made.
        site: level of every topic; clients of another site have no rights here.
        host: literal address; anything but loopback should come with `tls` (settings.py insists).
        port: 0 lets the system choose; see `port` afterwards.
        limits: bounds and time-outs.
        tls: server certificate; None for plain TCP.
        agents_door: where agents on other machines knock; None for nowhere.

    Usage: `async with EmbeddedBroker(data_dir, port=0) as broker: ...`
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        site: str = "local",
        host: str = "127.0.0.1",
        port: int = 1883,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
        agents_door: NetworkDoor | None = None,
    ) -> None:
        self._credentials = Credentials(data_dir)
        self._agents_elsewhere = Credentials.of_agents_elsewhere(data_dir)
        self._acl = Acl(site)
        self._host = host
        self._port = port
        self._limits = limits or Limits()
        self._tls = tls
        self._door = agents_door
        self._looking: asyncio.Task[None] | None = None
        self._broker: HardenedBroker | None = None
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where it listens, once started."""
        return self._port

    async def start(self) -> None:
        """Listen.

        Raises:
            CannotStart: the port is taken, the address is not this machine's, the data folder can't be written, or
                another amqtt than the hardened one is installed.
        """
        self._credentials.make_missing()
        doors = {HERE: self._credentials, NETWORK: self._agents_elsewhere}
        self._broker = HardenedBroker(self._acl, doors, self._limits)
        await self._broker.start()
        try:
            self._server = await asyncio.start_server(self._accept_here, self._host, self._port)
        except OSError as error:
            await self._broker.shutdown()
            raise CannotStart(_why_not_listening(self._host, self._port, error)) from error
        self._port = self._server.sockets[0].getsockname()[1]
        log.info("broker_started", host=self._host, port=self._port, tls=self._tls is not None)
        if self._door is not None:
            await self._door.look(self._accept_agent)
            self._looking = asyncio.get_running_loop().create_task(self._look_again(self._door))

    async def stop(self) -> None:
        """Close the door, then every connection; no last will is spoken."""
        if self._server is None or self._broker is None:
            return
        self._server.close()
        if self._door is not None and self._looking is not None:
            self._looking.cancel()
            self._door.close()
        await self._broker.shutdown()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        self._server = None
        log.info("broker_stopped", port=self._port)

    async def __aenter__(self) -> "EmbeddedBroker":
        await self.start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _accept_here(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._accept(reader, writer, self._tls, HERE)

    async def _accept_agent(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, context: ssl.SSLContext
    ) -> None:
        await self._accept(reader, writer, context, NETWORK)

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tls: ssl.SSLContext | None, listener: str
    ) -> None:
        assert self._broker is not None
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        wire = Wire(writer, tls, self._limits.max_backlog_bytes)
        try:
            with contextlib.suppress(asyncio.CancelledError):  # by stop()
                await self._broker.external_connected(StreamReaderAdapter(reader), wire, listener)
        finally:
            wire.end()
            self._clients.discard(task)

    async def _look_again(self, door: NetworkDoor) -> None:
        assert self._broker is not None
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await door.look(self._accept_agent)
                await self._broker.show_out_unwelcome()
            except Exception:
                log.exception("look_at_the_door_failed")  # the next one may do better


def _why_not_listening(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or set MQTT_PORT to a free port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has. Set MQTT_PORT to a port above 1023."
    return f"{host} can't be listened on ({error.strerror or error}). Set MQTT_HOST to an address of this machine."
