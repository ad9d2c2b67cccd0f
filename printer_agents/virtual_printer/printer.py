"""The virtual printer: a mechanism behind a TCP port, with every fault one call away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.faults import Fault, FaultOrder, Mishaps
from printer_agents.virtual_printer.mechanism import Mechanism
from printer_agents.virtual_printer.reception import Reception
from printer_agents.virtual_printer.tickets import Ticket

Wanted = str | Callable[[Ticket], bool] | None


def fits(ticket: Ticket, wanted: Wanted) -> bool:
    """Whether this is a ticket that was asked for: by a text on it, by a rule, or any."""
    if wanted is None:
        return True
    return wanted in ticket.text if isinstance(wanted, str) else wanted(ticket)


class VirtualPrinter(Mishaps):
    """`async with VirtualPrinter() as printer:` listens on `printer.port`; call it from its event loop only.

    Args:
        name: what the page and the log call it.
        port: TCP port; 0 takes a free one.
        host: address to listen on.
        capabilities: what it can do; may be replaced while it runs.
        keeps_tickets: how many tickets stay in memory, oldest dropped first.

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
        self.name, self.host = name, host
        self.mechanism = Mechanism(capabilities or Capabilities(), keeps_tickets, self._reply, self._tell)
        self.active: dict[Fault, FaultOrder] = {}
        self._reception = Reception(host, port, self.mechanism, self.active, self._pump, self._tell)
        self._printing: asyncio.TimerHandle | None = None
        self._onlookers: list[Callable[[], None]] = []

    # ------------------------------------------------------------------ life

    @property
    def port(self) -> int:
        """The port it listens on; it keeps the number through every fault."""
        return self._reception.door.port

    async def start(self) -> None:
        """Listen."""
        self._reception.door.start()

    async def stop(self) -> None:
        """Stop listening, reset who is connected."""
        self._reception.stop()
        if self._printing is not None:
            self._printing.cancel()
        await asyncio.sleep(0)  # one turn of the loop, in which the transports close

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.stop()

    # ------------------------------------------------------------------ paper

    @property
    def tickets(self) -> list[Ticket]:
        """The tickets kept, oldest first; safe from any thread."""
        return self.mechanism.shelf.all()

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        return self.mechanism.can

    def can(self, **switches: Any) -> None:
        """Change capabilities by name, for example `printer.can(status=False)`.

        Raises:
            TypeError: there is no such capability.
        """
        can = replace(self.mechanism.can, **switches)
        self.mechanism.can = can
        pen = self.mechanism.pen
        pen.pages, pen.dots, pen.wakes_in_two_byte = can.code_pages, can.dots, can.wakes_in_two_byte
        self._tell()
        self._pump()

    def tear(self) -> None:
        """A person tears the paper off."""
        self.mechanism.tear()

    def clear(self) -> None:
        """Throw the tickets away."""
        self.mechanism.shelf.clear()
        self._tell()

    def times_printed(self, wanted: Wanted) -> int:
        """On how many of the tickets kept it stands."""
        return sum(fits(ticket, wanted) for ticket in self.tickets)

    async def wait_until(self, holds: Callable[[], bool], timeout_s: float = 5.0) -> None:
        """Wait for a fact about this printer.

        Raises:
            TimeoutError: it did not come true in time.
        """
        changed = asyncio.Event()
        forget = self.watch(changed.set)
        try:
            async with asyncio.timeout(timeout_s):
                while not holds():
                    changed.clear()
                    await changed.wait()
        finally:
            forget()

    async def wait_for_ticket(self, wanted: Wanted = None, timeout_s: float = 5.0, since: int = 0) -> Ticket:
        """The first ticket after number `since` that fits, as soon as it is cut.

        Raises:
            TimeoutError: none came in time.
        """
        await self.wait_until(lambda: self._first(wanted, since) is not None, timeout_s)
        ticket = self._first(wanted, since)
        assert ticket is not None
        return ticket

    def _first(self, wanted: Wanted, since: int) -> Ticket | None:
        return next((t for t in self.mechanism.shelf.since(since) if fits(t, wanted)), None)

    def watch(self, told: Callable[[], None]) -> Callable[[], None]:
        """Have `told` called after every change, in the loop's thread; returns what ends it."""
        self._onlookers.append(told)
        return lambda: self._onlookers.remove(told) if told in self._onlookers else None

    def _tell(self) -> None:
        for told in tuple(self._onlookers):
            told()

    @property
    def connected_clients(self) -> int:
        """Connections now, served or waiting."""
        return len(self._reception.clients)

    @property
    def connections_taken(self) -> int:
        """Connections accepted so far."""
        return self._reception.taken

    # ------------------------------------------------------------------ printing

    def _reply(self, data: bytes) -> None:
        self._reception.say(data)

    def _pump(self) -> None:
        """Print until something stops it or the head is busy with a line."""
        while self._printing is None and (cost_s := self.mechanism.step()) is not None:
            if cost_s > 0:
                self._printing = asyncio.get_running_loop().call_later(cost_s, self._line_done)
        if not self.mechanism.condition.powered:
            self._power_went()
        self._reception.regulate()

    def _line_done(self) -> None:
        self._printing = None
        self._pump()
        self._tell()

    # ------------------------------------------------------------------ faults

    def order(self, order: FaultOrder) -> None:
        """Begin or end a fault."""
        fault, on, mechanism = order.fault, order.on, self.mechanism
        if on:
            self.active[fault] = order
        else:
            self.active.pop(fault, None)
        match fault:
            case Fault.PAPER_OUT if on and order.lines > 0:
                mechanism.paper_ends_after(order.lines)
            case Fault.PAPER_OUT | Fault.PAPER_LOW:
                mechanism.paper("ok" if not on else "out" if fault is Fault.PAPER_OUT else "low")
                self.active.pop(Fault.PAPER_LOW if fault is Fault.PAPER_OUT else Fault.PAPER_OUT, None)
            case Fault.COVER_OPEN:
                mechanism.cover(on)
            case Fault.OFFLINE:
                mechanism.offline(on)
            case Fault.POWER_OFF:
                mechanism.power(not on)
                if on:
                    self._power_went()
                else:
                    self._reception.power_came()
            case Fault.CABLE_UNPLUGGED:
                self._reception.cable(is_in=not on)
            case Fault.GARBAGE_STATUS:
                mechanism.garbage = order.reply if on else None
            case Fault.RESET if on:
                self._reception.reset_ordered(order)
            case Fault.SLOW:
                self._reception.stop_pausing()
        self._reception.set_door()
        self._pump()
        self._tell()

    def heal(self) -> None:
        """End every fault; what waits in the buffer prints."""
        for fault in tuple(self.active):
            self.order(FaultOrder(fault=fault, on=False))
        self.order(FaultOrder(fault=Fault.PAPER_OUT, on=False))

    def _power_went(self) -> None:
        order = self.active.setdefault(Fault.POWER_OFF, FaultOrder(fault=Fault.POWER_OFF))
        if self._printing is not None:
            self._printing.cancel()
            self._printing = None
        self._reception.power_went(order.silent)
        self._reception.set_door()
