"""A real nginx with a file of deploy/nginx, on free ports of loopback."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port, wait_for_port
from tests.site import ROOT

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
PATIENCE_S = 60.0


class Front:
    """`with Front(folder, text) as front:` serves `text` with its ports 80 and 443 moved."""

    def __init__(self, folder: Path, text: str) -> None:
        self.http, self.https = free_port(), free_port()
        folder.mkdir()
        server = folder / "server.conf"
        server.write_text(
            text.replace("listen 80", f"listen 127.0.0.1:{self.http}").replace(
                "listen 443", f"listen 127.0.0.1:{self.https}"
            )
        )
        user = "user root;" if os.getuid() == 0 else ""
        temporary = " ".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        main = folder / "nginx.conf"
        main.write_text(
            f"{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;"
            f" events {{ worker_connections 256; }} http {{ access_log off; {temporary} include {server}; }}\n"
        )
        self._command = [str(NGINX), "-e", str(folder / "error.log"), "-c", str(main)]

    def judged(self) -> str:
        """What `nginx -t` says."""
        done = subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)
        return done.stderr

    def __enter__(self) -> "Front":
        self._process = subprocess.Popen(self._command)
        if not wait_for_port(self.https, PATIENCE_S):
            self.__exit__()
            raise AssertionError(self.judged())
        return self

    def __exit__(self, *_how: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE_S)


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
