"""A real nginx of the tests' own: free ports of loopback, a temporary folder, ended with us however we end."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.ports import free_port, wait_for_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PATIENCE_S = 60.0


class NginxMissing(Exception):
    """It is not installed here."""


class Nginx:
    """`with Nginx(folder, port, "server { ... }") as nginx:`.

    Args:
        folder: made when it is not there; its log and temporary files.
        port: one that the servers listen on: it runs once that answers.
        servers: what stands inside of `http { }`.
    """

    def __init__(self, folder: Path, port: int, servers: str) -> None:
        if NGINX is None:
            raise NginxMissing('nginx is not installed ("make test" as root installs it)')
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        folder.mkdir(parents=True, exist_ok=True)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        configuration = folder / "nginx.conf"
        configuration.write_text(
            f"{'user root;' if os.getuid() == 0 else ''} daemon off; worker_processes 1; pid {folder}/nginx.pid;\n"
            f"error_log {folder}/error.log;\nevents {{ worker_connections 4096; }}\nhttp {{\naccess_log off;\n"
            f"{' '.join(f'{kind}_temp_path {folder}/{kind};' for kind in kinds)}\n{servers}\n}}\n"
        )
        self._command = [NGINX, "-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")]
        self._process: subprocess.Popen[bytes] | None = None

    def judged(self) -> str:
        """What `nginx -t` says."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False).stderr

    def start(self) -> None:
        """Returns when it answers; nothing happens when it runs."""
        if self._process is None:
            guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
            self._process = subprocess.Popen([*guard, *self._command])
            if not wait_for_port(self.port, PATIENCE_S):
                self.stop()
                raise AssertionError(self.judged())

    def stop(self) -> None:
        """End it; nothing happens when it does not run."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.stop()


def before_workers(folder: Path, workers: Sequence[int], *, retry: bool = False) -> Nginx:
    """One that hands each request to the next worker.

    Args:
        workers: their ports of loopback.
        retry: a worker that does not answer is passed over for a second, its request given to the next.
    """
    port = free_port()
    dead, again = (" max_fails=1 fail_timeout=1s", "proxy_next_upstream error timeout;") if retry else ("", "")
    upstream = " ".join(f"server 127.0.0.1:{worker}{dead};" for worker in workers)
    server = f"server {{ listen 127.0.0.1:{port}; {proxy_to('workers', again)} }}"
    return Nginx(folder, port, f"upstream workers {{ {upstream} keepalive 16; }}\n{server}")


def proxy_to(upstream: str, more: str = "") -> str:
    """A `location /` that passes all on as it came, long polls included."""
    return f"""
location / {{
  proxy_pass http://{upstream};
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_read_timeout 75s;
  proxy_buffering off;
  {more}
}}
"""
