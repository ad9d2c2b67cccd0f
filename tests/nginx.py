"""A real nginx of the tests' own, in front of some workers: a free port of loopback, a temporary folder."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.ports import free_port, wait_for_port


class NginxMissing(Exception):
    """It is not installed here."""


class Nginx:
    """`with Nginx(folder, [port, port]) as nginx:` hands each request to the next worker."""

    def __init__(self, folder: Path, workers: Sequence[int]) -> None:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if program is None:
            raise NginxMissing('nginx is not installed ("make test" as root installs it)')
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        folder.mkdir()
        self._configuration = folder / "nginx.conf"
        self._configuration.write_text(_text(folder, self.port, workers))
        self._command = [program, "-p", str(folder), "-c", str(self._configuration), "-e", str(folder / "error.log")]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        self._process = subprocess.Popen([*guard, *self._command])
        assert wait_for_port(self.port, 20.0), "nginx did not start"
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(20)


def _text(folder: Path, port: int, workers: Sequence[int]) -> str:
    user = "user root;" if os.getuid() == 0 else ""
    servers = " ".join(f"server 127.0.0.1:{worker};" for worker in workers)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
{user}
daemon off;
pid {folder}/nginx.pid;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  {temporary}
  upstream workers {{ {servers} keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://workers;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_read_timeout 75s;
    }}
  }}
}}
"""
