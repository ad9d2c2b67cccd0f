"""A real nginx with a file of deploy/nginx, on free ports of loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.nginx import PATIENCE_S, Nginx
from tests.ports import free_port, wait_for_port
from tests.site import ROOT


class Front(Nginx):
    """`with Front(folder, text) as front:` serves `text` with its ports 80 and 443 moved."""

    def __init__(self, folder: Path, text: str) -> None:
        self.http, self.https = free_port(), free_port()
        moved = text.replace("listen 80", f"listen 127.0.0.1:{self.http}")
        super().__init__(folder, self.https, moved.replace("listen 443", f"listen 127.0.0.1:{self.https}"))


@contextmanager
def running(name: str, port: int, log: Path, environment: dict[str, str]) -> Iterator[None]:
    """One of our processes, until the end of the block."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.processes", name],
            cwd=log.parent,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=out,
            stderr=out,
        )
        try:
            assert wait_for_port(port, PATIENCE_S), log.read_text()
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
