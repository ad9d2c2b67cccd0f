"""The virtual printer with a thread of its own, for code that does not await."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.faults import FaultOrder, Mishaps
from printer_agents.virtual_printer.printer import VirtualPrinter, Wanted, fits
from printer_agents.virtual_printer.tickets import Ticket

T = TypeVar("T")


class ThreadedVirtualPrinter(Mishaps):
    """`with ThreadedVirtualPrinter() as printer:`; every method may be called from any thread.

    Arguments as VirtualPrinter's.

    Raises:
        OSError: (start) the port is in use.
    """

    def __init__(
        self,
        name: str = "printer",
        port: int = 0,
        host: str = "127.0.0.1",
        capabilities: Capabilities | None = None,
        keeps_tickets: int = 500,
    ) -> None:
        self.inner = VirtualPrinter(name, port, host, capabilities, keeps_tickets)
        self.name, self.host = name, host
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"printer {name}", daemon=True)
        self._changed = threading.Condition()

    def start(self) -> Self:
        """Listen; returns itself."""
        self._thread.start()
        self.inner.watch(self._notify)
        try:
            asyncio.run_coroutine_threadsafe(self.inner.start(), self._loop).result()
        except BaseException:
            self._end_thread()
            raise
        return self

    def stop(self) -> None:
        """Stop listening and end the thread; a second call does nothing."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self.inner.stop(), self._loop).result()
        self._end_thread()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _in_loop(self, act: Callable[[], T]) -> T:
        async def acted() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(acted(), self._loop).result()

    # ------------------------------------------------------------------ faults and switches

    def order(self, order: FaultOrder) -> None:
        """Begin or end a fault; it holds when this returns."""
        self._in_loop(lambda: self.inner.order(order))

    def heal(self) -> None:
        """End every fault; what waits in the buffer prints."""
        self._in_loop(self.inner.heal)

    def can(self, **switches: Any) -> None:
        """Change capabilities by name, for example `printer.can(status=False)`."""
        self._in_loop(lambda: self.inner.can(**switches))

    def tear(self) -> None:
        """A person tears the paper off."""
        self._in_loop(self.inner.tear)

    def clear(self) -> None:
        """Throw the tickets away."""
        self._in_loop(self.inner.clear)

    # ------------------------------------------------------------------ looking and waiting

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.inner.port

    @property
    def tickets(self) -> list[Ticket]:
        """The tickets kept, oldest first."""
        return self.inner.tickets

    @property
    def buffered(self) -> int:
        """Bytes received and not yet printed."""
        return self.inner.mechanism.buffered

    @property
    def bytes_received(self) -> int:
        """Bytes read from all clients so far."""
        return self.inner.mechanism.log.received

    @property
    def connected_clients(self) -> int:
        """Connections now, served or waiting."""
        return self.inner.connected_clients

    @property
    def connections_taken(self) -> int:
        """Connections accepted so far."""
        return self.inner.connections_taken

    def wait_until(self, holds: Callable[[], bool], timeout_s: float = 20.0) -> bool:
        """Block until a fact about this printer holds; returns whether it did in time.

        Args:
            holds: looks at this printer only, since it is asked again only when the printer changes.
            timeout_s: the longest wait.
        """
        with self._changed:
            return self._changed.wait_for(holds, timeout_s)

    def wait_for_ticket(self, wanted: Wanted = None, timeout_s: float = 20.0, since: int = 0) -> Ticket:
        """The first ticket after number `since` that fits, as soon as it is cut.

        Raises:
            TimeoutError: none came in time; the message shows what did.
        """
        return self.wait_for_tickets(1, wanted, timeout_s, since)[0]

    def wait_for_tickets(
        self, count: int, wanted: Wanted = None, timeout_s: float = 20.0, since: int = 0
    ) -> list[Ticket]:
        """At least `count` tickets that fit, oldest first.

        Raises:
            TimeoutError: fewer came in time; the message shows what did.
        """
        if not self.wait_until(lambda: len(self._fitting(wanted, since)) >= count, timeout_s):
            seen = "\n--- cut ---\n".join(ticket.text for ticket in self.tickets[-5:]) or "nothing"
            asked = "any text" if wanted is None else repr(wanted)
            raise TimeoutError(f"{self.name}: no {count} tickets with {asked} in {timeout_s} s. On paper:\n{seen}")
        return self._fitting(wanted, since)

    def times_printed(self, wanted: Wanted) -> int:
        """On how many of the tickets kept it stands."""
        return self.inner.times_printed(wanted)

    def printed_once(self, wanted: Wanted, timeout_s: float = 20.0) -> bool:
        """Wait for it, then say whether it stands on exactly one ticket."""
        self.wait_for_ticket(wanted, timeout_s)
        return self.times_printed(wanted) == 1

    def _fitting(self, wanted: Wanted, since: int) -> list[Ticket]:
        return [ticket for ticket in self.inner.mechanism.shelf.since(since) if fits(ticket, wanted)]
