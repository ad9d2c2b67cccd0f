"""The web server of the page, told to leave the signals to whoever runs it."""

from __future__ import annotations

import contextlib
from collections.abc import Generator

import uvicorn


class PageServer(uvicorn.Server):
    """uvicorn, but a signal stops it through `should_exit` only, so that the printers stop cleanly after it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none."""
        yield
