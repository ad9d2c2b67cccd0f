"""The server that runs an application until it is told to stop."""

import gc
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

from kernel.errors import CannotStart
from kernel.web.patience import PatientProtocol


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A socket on the port.

    Raises:
        CannotStart: names the setting to change.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CannotStart(
            f"Port {port} can't be used ({error.strerror}). Set {setting} to another, or stop what holds it."
        ) from error
    return listening


def serve(
    app: FastAPI, listening: socket.socket, *, trusted_proxies: str = "", going_down: Callable[[], None] | None = None
) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit status.

    Args:
        trusted_proxies: addresses, with commas between, that may say whose request they hand on; '' is nobody.
        going_down: called at the first signal to stop, while requests still run.
    """
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies,
    )
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # 1,024 silent connections would keep everybody else out
    server = _Server(config, going_down)
    gc.collect()
    gc.freeze()  # else the collector walks all that was loaded at the start, again and again, in the middle of a Send
    server.run(sockets=[listening])
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """uvicorn raises a signal that stopped it once more at its end; for a supervisor a clean stop is no signal."""

    def __init__(self, config: uvicorn.Config, going_down: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._going_down = going_down

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Say so, then stop."""
        if self._going_down is not None:
            self._going_down()
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGTERM and SIGINT, and leave it at that."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield
