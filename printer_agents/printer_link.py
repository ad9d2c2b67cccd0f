"""The TCP socket to one printer: the only file that opens one. A successful send here proves nothing about paper."""

import contextlib
import errno
import select
import socket
import time
from dataclasses import dataclass

from kernel.messages import PrinterSettings, Reason
from kernel.printer_doors import PrinterAddressRefused
from printer_agents.printer_status import Reply, ReplyReader
from printer_agents.settings import AgentSettings

_CHUNK = 4096


class PrinterGone(Exception):
    """The printer can't be reached, or the connection broke; `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """Where a printer listens."""

    host: str
    port: int


def address_of(printer: PrinterSettings) -> Address:
    """Where this printer listens."""
    return Address(printer.address, printer.port)


class PrinterLink:
    """One connection to one printer.

    Args:
        address: where it is.
        settings: waits, and where printers may be: a stored address may be older than that rule.

    Raises:
        PrinterGone: no connection within the connect timeout, or an address where no printer may be.
    """

    def __init__(self, address: Address, settings: AgentSettings) -> None:
        self.address = address
        self._settings = settings
        self._reader = ReplyReader()
        doors = settings.printer_doors
        try:
            host = doors.check(address.host, address.port)
            self._socket = socket.create_connection((host, address.port), settings.connect_timeout_s)
        except PrinterAddressRefused as error:
            raise PrinterGone("bad_address") from error
        except OSError as error:
            raise PrinterGone(_reason(error)) from error
        if not doors.allow_loopback and self._socket.getsockname()[0] == self._socket.getpeername()[0]:
            self._socket.close()
            raise PrinterGone("bad_address")  # this box itself, by its address on the network
        self._socket.setblocking(False)
        for level, option, value in _options(settings):
            with contextlib.suppress(OSError):  # an option this system lacks costs seconds, not tickets
                self._socket.setsockopt(level, option, value)

    def send(self, data: bytes) -> None:
        """Hand bytes to the system.

        Raises:
            PrinterGone: the connection broke, or nothing went for the stall time. Some bytes may have left.
        """
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                if not select.select([], [self._socket], [], self._settings.send_stall_s)[1]:
                    raise PrinterGone("silent") from None
            except OSError as error:
                raise PrinterGone("link_lost") from error

    def receive(self, timeout_s: float) -> list[Reply]:
        """Replies that are there, or that come within `timeout_s`; may be empty.

        Raises:
            PrinterGone: the printer closed or broke the connection.
        """
        until = time.monotonic() + timeout_s
        while True:
            wait_s = max(0.0, until - time.monotonic())
            if not select.select([self._socket], [], [], wait_s)[0]:
                return []
            try:
                data = self._socket.recv(_CHUNK)
            except BlockingIOError:
                continue
            except OSError as error:
                raise PrinterGone("link_lost") from error
            if not data:
                raise PrinterGone("link_lost")
            if replies := self._reader.read(data):
                return replies

    def drain(self) -> None:
        """Forget what the printer said unasked.

        Raises:
            PrinterGone: the connection is broken.
        """
        while self.receive(0.0):
            pass

    def close(self) -> None:
        """Say goodbye so that no byte is lost: unread replies turn a close into a reset, and that flushes printers."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            until = time.monotonic() + self._settings.goodbye_s
            while (wait_s := until - time.monotonic()) > 0 and select.select([self._socket], [], [], wait_s)[0]:
                if not self._socket.recv(_CHUNK):
                    break
        self._socket.close()


def _options(settings: AgentSettings) -> list[tuple[int, int, int]]:
    tcp = socket.IPPROTO_TCP
    return [
        (tcp, socket.TCP_NODELAY, 1),
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
        (tcp, socket.TCP_KEEPIDLE, settings.keepalive_idle_s),
        (tcp, socket.TCP_KEEPINTVL, settings.keepalive_interval_s),
        (tcp, socket.TCP_KEEPCNT, settings.keepalive_probes),
        (tcp, socket.TCP_USER_TIMEOUT, int(settings.user_timeout_s * 1000)),
    ]


def _reason(error: OSError) -> Reason:
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, ConnectionResetError):
        return "busy"  # it took the connection and let it go at once: somebody else has the one it can serve
    if error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN) or isinstance(error, socket.gaierror):
        return "no_route"
    return "unreachable"
