"""The virtual printer: a mechanism behind a TCP port, with every fault one call away."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.connection import Connection
from printer_agents.virtual_printer.door import Door
from printer_agents.virtual_printer.faults import Fault, FaultOrder, Mishaps
from printer_agents.virtual_printer.mechanism import Mechanism
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
        self.connections_taken = 0
        self._door = Door(host, port, self._welcome)
        self._clients: list[Connection] = []
        self._talker: Connection | None = None
        self._half_open: list[Connection] = []
        self._attaching: set[asyncio.Task[Any]] = set()
        self._reset_as_ordered = FaultOrder(fault=Fault.RESET)
        self._printing: asyncio.TimerHandle | None = None
        self._pausing: asyncio.TimerHandle | None = None
        self._onlookers: list[Callable[[], None]] = []

    # ------------------------------------------------------------------ life

    @property
    def port(self) -> int:
        """The port it listens on; it keeps the number through every fault."""
        return self._door.port

    async def start(self) -> None:
        """Listen."""
        self._door.start()

    async def stop(self) -> None:
        """Stop listening, reset who is connected."""
        self._door.stop()
        for timer in (self._printing, self._pausing):
            if timer is not None:
                timer.cancel()
        for client in [*self._clients, *self._half_open]:
            client.reset()
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

    # ------------------------------------------------------------------ connections

    @property
    def connected_clients(self) -> int:
        """Connections now, served or waiting."""
        return len(self._clients)

    def _welcome(self, sock: socket.socket) -> None:
        self.connections_taken += 1
        client = Connection(self)
        is_busy = bool(self._clients) or Fault.BUSY_CLIENT in self.active
        if is_busy and self.capabilities.second_client == "refuse":
            client.reset()  # as soon as it is attached
        else:
            self._clients.append(client)
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.connect_accepted_socket(lambda: client, sock))
        self._attaching.add(task)
        task.add_done_callback(self._attaching.discard)
        self._tell()

    def _is_served(self, client: Connection) -> bool:
        if Fault.BUSY_CLIENT in self.active:
            return False
        return client in self._clients if self.capabilities.second_client == "allow" else client in self._clients[:1]

    def may_read(self, connection: Connection) -> int:
        """How many bytes this client may send now."""
        if not self._is_served(connection) or Fault.NEVER_READS in self.active or self._pausing is not None:
            return 0
        limit = 1 if Fault.SLOW in self.active else self.mechanism.room()
        if Fault.RESET in self.active:
            limit = min(limit, max(1, self.active[Fault.RESET].after_bytes))
        return min(limit, self.mechanism.room())

    def took(self, connection: Connection, data: bytes) -> None:
        """Bytes came: into the mechanism, and print what can be printed."""
        self._talker = connection
        if Fault.SLOW in self.active:
            loop = asyncio.get_running_loop()
            self._pausing = loop.call_later(1 / self.active[Fault.SLOW].bytes_per_s, self._pause_over)
        self.mechanism.receive(data)
        self._pump()
        if Fault.RESET in self.active:
            self._count_down_to_reset(connection, len(data))

    def lost(self, connection: Connection) -> None:
        """A client is gone; the next one is served. What it sent stays in the buffer."""
        for group in (self._clients, self._half_open):
            if connection in group:
                group.remove(connection)
        self._talker = None if self._talker is connection else self._talker
        self._regulate()
        self._tell()

    def _count_down_to_reset(self, connection: Connection, taken: int) -> None:
        order = self.active[Fault.RESET]
        left = order.after_bytes - taken
        if left > 0:
            self.active[Fault.RESET] = replace(order, after_bytes=left)
            return
        if order.times > 1:
            self.active[Fault.RESET] = replace(self._reset_as_ordered, times=order.times - 1)
        else:
            del self.active[Fault.RESET]
        self.mechanism.log.remark("reset")
        connection.reset()
        self._tell()

    def _pause_over(self) -> None:
        self._pausing = None
        self._regulate()

    def _regulate(self) -> None:
        for client in self._clients:
            client.regulate()

    def _reply(self, data: bytes) -> None:
        talker = self._talker or next((c for c in self._clients if self._is_served(c)), None)
        if talker is not None:
            talker.say(data)

    def _pump(self) -> None:
        """Print until something stops it or the head is busy with a line."""
        while self._printing is None and (cost_s := self.mechanism.step()) is not None:
            if cost_s > 0:
                self._printing = asyncio.get_running_loop().call_later(cost_s, self._line_done)
        if not self.mechanism.condition.powered:
            self._power_went()
        self._regulate()

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
                self._power_went() if on else self._power_came()
            case Fault.CABLE_UNPLUGGED:
                mechanism.log.remark("cable_out" if on else "cable_in")
                for client in tuple(self._clients):
                    client.cut_off() if on else client.join_again()
            case Fault.GARBAGE_STATUS:
                mechanism.garbage = order.reply if on else None
            case Fault.RESET if on:
                self._reset_as_ordered = order
                if order.after_bytes == 0:
                    del self.active[fault]
                    mechanism.log.remark("reset")
                    for client in tuple(self._clients):
                        client.reset()
            case Fault.SLOW if self._pausing is not None:
                self._pausing.cancel()
                self._pausing = None
        self._set_door()
        self._pump()
        self._tell()

    def heal(self) -> None:
        """End every fault; what waits in the buffer prints."""
        for fault in tuple(self.active):
            self.order(FaultOrder(fault=fault, on=False))
        self.order(FaultOrder(fault=Fault.PAPER_OUT, on=False))

    def _set_door(self) -> None:
        power = self.active.get(Fault.POWER_OFF)
        if {Fault.CABLE_UNPLUGGED, Fault.BLACK_HOLE} & self.active.keys() or (power is not None and power.silent):
            self._door.set("silent")
        elif power is not None or Fault.REFUSES in self.active:
            self._door.set("refusing")
        else:
            self._door.set("open")

    def _power_went(self) -> None:
        order = self.active.setdefault(Fault.POWER_OFF, FaultOrder(fault=Fault.POWER_OFF))
        if self._printing is not None:
            self._printing.cancel()
            self._printing = None
        clients, self._clients = self._clients, []
        for client in clients:
            self._half_open.append(client)
            client.cut_off() if order.silent else client.reset()
        self._set_door()

    def _power_came(self) -> None:
        for client in tuple(self._half_open):
            client.reset()  # as a restarted printer answers packets of a connection it never heard of
