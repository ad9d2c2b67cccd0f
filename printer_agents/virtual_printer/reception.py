"""Who is connected, who is served, and how fast: the faults of the network live here."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from printer_agents.virtual_printer.connection import Connection
from printer_agents.virtual_printer.door import Door
from printer_agents.virtual_printer.faults import Fault, FaultOrder
from printer_agents.virtual_printer.mechanism import Mechanism


class Reception:
    """The queue of clients in front of one mechanism.

    Args:
        host, port: where to listen.
        mechanism: takes the bytes of whoever is served.
        active: the faults in force, kept by the printer; a reset that has happened is taken out here.
        took: called after bytes came.
        changed: called after a client came or went.
    """

    def __init__(
        self,
        host: str,
        port: int,
        mechanism: Mechanism,
        active: dict[Fault, FaultOrder],
        took: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self.door = Door(host, port, self._welcome)
        self.clients: list[Connection] = []
        self.taken = 0
        self._mechanism, self._active, self._took, self._changed = mechanism, active, took, changed
        self._half_open: list[Connection] = []
        self._talker: Connection | None = None
        self._pausing: asyncio.TimerHandle | None = None
        self._reset_as_ordered = FaultOrder(fault=Fault.RESET)
        self._attaching: set[asyncio.Task[Any]] = set()

    def stop(self) -> None:
        """Stop listening, reset who is connected."""
        self.door.stop()
        self.stop_pausing()
        for client in [*self.clients, *self._half_open]:
            client.reset()

    def say(self, data: bytes) -> None:
        """To the client that spoke last, as a printer with one connection has only one to tell."""
        talker = self._talker or next((client for client in self.clients if self._is_served(client)), None)
        if talker is not None:
            talker.say(data)

    def regulate(self) -> None:
        """Let each client send as much as it may now."""
        for client in self.clients:
            client.regulate()

    # ------------------------------------------------------------------ as the connections ask it

    def may_read(self, connection: Connection) -> int:
        """How many bytes this client may send now."""
        if not self._is_served(connection) or Fault.NEVER_READS in self._active or self._pausing is not None:
            return 0
        most = self._mechanism.room()
        if Fault.SLOW in self._active:
            most = min(most, 1)
        if Fault.RESET in self._active:
            most = min(most, max(1, self._active[Fault.RESET].after_bytes))
        return most

    def took(self, connection: Connection, data: bytes) -> None:
        """Bytes came."""
        self._talker = connection
        if Fault.SLOW in self._active:
            wait_s = 1 / self._active[Fault.SLOW].bytes_per_s
            self._pausing = asyncio.get_running_loop().call_later(wait_s, self._pause_over)
        self._mechanism.receive(data)
        self._took()
        if Fault.RESET in self._active:
            self._count_down_to_reset(connection, len(data))

    def lost(self, connection: Connection) -> None:
        """A client is gone; the next one is served. What it sent stays in the buffer."""
        for group in (self.clients, self._half_open):
            if connection in group:
                group.remove(connection)
        if self._talker is connection:
            self._talker = None
        self.regulate()
        self._changed()

    def _welcome(self, sock: socket.socket) -> None:
        self.taken += 1
        client = Connection(self)
        is_busy = bool(self.clients) or Fault.BUSY_CLIENT in self._active
        if is_busy and self._mechanism.can.second_client == "refuse":
            client.reset()  # as soon as it is attached
        else:
            self.clients.append(client)
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.connect_accepted_socket(lambda: client, sock))
        self._attaching.add(task)
        task.add_done_callback(self._attaching.discard)
        self._changed()

    def _is_served(self, client: Connection) -> bool:
        if Fault.BUSY_CLIENT in self._active:
            return False
        served = self.clients if self._mechanism.can.second_client == "allow" else self.clients[:1]
        return client in served

    # ------------------------------------------------------------------ faults

    def set_door(self) -> None:
        """Open, refuse or fall silent, as the faults in force demand."""
        power = self._active.get(Fault.POWER_OFF)
        unreachable = {Fault.CABLE_UNPLUGGED, Fault.BLACK_HOLE} & self._active.keys()
        if unreachable or (power is not None and power.silent):
            self.door.set("silent")
        elif power is not None or Fault.REFUSES in self._active:
            self.door.set("refusing")
        else:
            self.door.set("open")

    def cable(self, is_in: bool) -> None:
        """Pull it, or plug it in again."""
        self._mechanism.log.remark("cable_in" if is_in else "cable_out")
        for client in tuple(self.clients):
            client.join_again() if is_in else client.cut_off()

    def power_went(self, silent: bool) -> None:
        """Every connection dies: with a reset, or without a word."""
        clients, self.clients = self.clients, []
        for client in clients:
            self._half_open.append(client)
            client.cut_off() if silent else client.reset()
        self._talker = None

    def power_came(self) -> None:
        """What was half open is reset, as a restarted printer answers connections it never heard of."""
        for client in tuple(self._half_open):
            client.reset()

    def reset_ordered(self, order: FaultOrder) -> None:
        """Remember it for the countdown; with no bytes to wait for, do it now."""
        self._reset_as_ordered = order
        if order.after_bytes == 0:
            del self._active[Fault.RESET]
            self._mechanism.log.remark("reset")
            for client in tuple(self.clients):
                client.reset()

    def stop_pausing(self) -> None:
        """The slow reader need not wait any longer."""
        if self._pausing is not None:
            self._pausing.cancel()
            self._pausing = None

    def _pause_over(self) -> None:
        self._pausing = None
        self.regulate()

    def _count_down_to_reset(self, connection: Connection, taken: int) -> None:
        order = self._active[Fault.RESET]
        if order.after_bytes > taken:
            self._active[Fault.RESET] = replace(order, after_bytes=order.after_bytes - taken)
            return
        if order.times > 1:
            self._active[Fault.RESET] = replace(self._reset_as_ordered, times=order.times - 1)
        else:
            del self._active[Fault.RESET]
        self._mechanism.log.remark("reset")
        connection.reset()
        self._changed()
