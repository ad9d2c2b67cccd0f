"""Run printers and their page until somebody says stop: what `pos virtual-printer` calls."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import sys
from collections.abc import Iterator, Mapping

from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.printer import VirtualPrinter

KITCHEN_PORT, BAR_PORT, PAPER_PORT = 9101, 9102, 9180
STOPPED, PORT_TAKEN = 0, 1


class PortTaken(Exception):
    """A port that is needed is not free; the text says what to do."""


def run(
    printers: Mapping[str, int],
    paper_port: int = PAPER_PORT,
    host: str = "127.0.0.1",
    capabilities: Capabilities | None = None,
) -> int:
    """Imitate printers and show their paper until SIGTERM or SIGINT.

    Args:
        printers: name -> TCP port, such as {"kitchen": 9101, "bar": 9102}; port 0 takes a free one.
        paper_port: TCP port of the page; 0 takes a free one.
        host: address for all; anything but loopback lets the local network in.
        capabilities: what they all can do.

    Returns:
        The exit code: 0 after a clean stop, 1 when a port was not free (a sentence on stderr says which).
    """
    try:
        asyncio.run(_serve(printers, paper_port, host, capabilities))
    except PortTaken as error:
        print(error, file=sys.stderr)
        return PORT_TAKEN
    return STOPPED


async def _serve(printers: Mapping[str, int], paper_port: int, host: str, capabilities: Capabilities | None) -> None:
    import uvicorn  # late: it and Starlette take longer to load than everything else here

    from printer_agents.virtual_printer.page import app_for
    from printer_agents.virtual_printer.page_server import PageServer

    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    async with contextlib.AsyncExitStack() as stack:
        running: dict[str, VirtualPrinter] = {}
        for name, port in printers.items():
            with _told(port, f"DEMO_{name.upper()}_PORT"):
                running[name] = await stack.enter_async_context(VirtualPrinter(name, port, host, capabilities))
        with _told(paper_port, "DEMO_PAPER_PORT"):
            page = stack.enter_context(_listening(host, paper_port))
        is_loopback = host in ("127.0.0.1", "localhost", "::1")
        config = uvicorn.Config(
            app_for(running, stopping, None if is_loopback else ["*"]),
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        server = PageServer(config)
        _announce(running, page)

        def stop() -> None:
            stopping.set()
            server.should_exit = True

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        await server.serve(sockets=[page])


@contextlib.contextmanager
def _told(port: int, setting: str) -> Iterator[None]:
    """Turn the kernel's refusal into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is in use; set {setting} to another.") from error
        if error.errno == errno.EACCES:
            raise PortTaken(f"Port {port} may not be used by this user; set {setting} to one above 1023.") from error
        raise


def _listening(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def _announce(printers: Mapping[str, VirtualPrinter], page: socket.socket) -> None:
    for name, printer in printers.items():
        print(f"Printer {name}: {printer.host} port {printer.port}")
    shown, port = page.getsockname()[:2]
    print(f"Paper: http://{f'[{shown}]' if ':' in shown else shown}:{port}/", flush=True)
