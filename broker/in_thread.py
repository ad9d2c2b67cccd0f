"""A broker in a thread of this process: for tests, and for a demo that is one process."""

import asyncio
import threading
from pathlib import Path
from types import TracebackType

from broker.broker import EmbeddedBroker
from broker.limits import Limits
from broker.network_door import NetworkDoor


class BrokerThread:
    """An EmbeddedBroker with an event loop of its own.

    Usage: `with BrokerThread(tmp_path, site="local") as broker: connect("127.0.0.1", broker.port)`. Stopped and
    started again it keeps its port, so a test can pull this plug.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        site: str = "local",
        port: int = 0,
        limits: Limits | None = None,
        agents_door: NetworkDoor | None = None,
    ) -> None:
        self.port = port
        self._data_dir = data_dir
        self._site = site
        self._limits = limits
        self._door = agents_door
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._broker: EmbeddedBroker | None = None

    @property
    def url(self) -> str:
        """For MQTT_URL."""
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; returns when clients may connect.

        Raises:
            CannotStart: as EmbeddedBroker.start.
        """
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="broker", daemon=True)
        self._thread.start()
        try:
            self.port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        except BaseException:
            self._end_loop()
            raise

    def stop(self) -> None:
        """Close every connection and end the thread; harmless when stopped already."""
        if self._loop is not None and self._broker is not None:
            asyncio.run_coroutine_threadsafe(self._broker.stop(), self._loop).result(10)
            asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result(10)
            self._end_loop()

    def __enter__(self) -> "BrokerThread":
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _start(self) -> int:
        self._broker = EmbeddedBroker(
            self._data_dir, site=self._site, port=self.port, limits=self._limits, agents_door=self._door
        )
        await self._broker.start()
        return self._broker.port

    def _end_loop(self) -> None:
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._loop = self._broker = None
