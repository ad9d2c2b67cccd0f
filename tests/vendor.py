"""A whole vendor for tests: the real cloud on PostgreSQL, workers behind the real nginx, an admin who clicks."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.nginx import before_workers
from tests.ports import free_port
from tests.postgres import Postgres
from tests.site import ROOT, wait_until

PASSWORD = "a-long-password-of-tests"


class Vendor:
    """`with Vendor(folder, postgres) as vendor:`; stops everything it started, by process id."""

    def __init__(self, folder: Path, server: Postgres, *, workers: int = 2) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        server.command("CREATE DATABASE cloud")
        self._database_url = server.url("cloud")
        self.ports = [free_port() for _ in range(workers)]
        self._front = before_workers(folder / "nginx", self.ports, retry=True)
        self.url = self._front.url
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._token = ""

    def _environment(self, port: int) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CLOUD_DATA_DIR": str(self.folder / "cloud"),
            "CLOUD_PORT": str(port),
            "CLOUD_PUBLIC_URL": self.url,
            "DATABASE_URL": self._database_url,
            "ADMIN_USERNAME": "admin",
            "ADMIN_PASSWORD": PASSWORD,
        }

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Start one process; returns at once."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, env=environment, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )

    def open(self) -> None:
        """Start, or start again, all that is not running; returns when a sysadmin can sign in through nginx."""
        for number, port in enumerate(self.ports):
            if f"worker-{number}" not in self._running:
                self.start(f"worker-{number}", [sys.executable, "-m", "cloud_license"], self._environment(port))
                # one after the other: the first one migrates and makes the keys
                wait_until(lambda port=port: self._answers(f"http://127.0.0.1:{port}"), f"worker {number}", 60)
        self._front.start()
        wait_until(lambda: self._answers(self.url), "nginx before the workers", 60)

    def kill(self, name: str) -> None:
        """Pull a plug."""
        process = self._running.pop(name)
        process.kill()
        process.wait(30)

    def close(self) -> None:
        """The whole cloud is gone."""
        self._front.stop()
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    @staticmethod
    def _answers(url: str) -> bool:
        try:
            return httpx.get(f"{url}/health", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def __enter__(self) -> Self:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.close()

    # ---------------------------------------------------------------- the sysadmin

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the console's that must succeed."""
        if not self._token:
            signed_in = {"username": "admin", "password": PASSWORD}
            answer = httpx.post(f"{self.url}/api/auth/login", json=signed_in, timeout=30)
            assert answer.status_code == 200, answer.text
            self._token = answer.json()["access_token"]
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = httpx.request(method, f"{self.url}{path}", json=body, headers=headers, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def register(self, name: str = "Ταβέρνα") -> dict[str, str]:
        """A restaurant; returns what its `.env` is told."""
        until = "2027-06-30"
        new = {"name": name, "owner_name": "Ελένη", "contact_email": "e@example.com", "licensed_until": until}
        secret = self.ask("POST", "/api/sites/", new)
        return {
            "SITE_ID": secret["site_id"],
            "SITE_KEY": secret["secret_key"],
            "CLOUD_URL": self.url,
            "LICENSE_KEYS": self.ask("GET", "/api/license-keys")["license_keys"],
            "LICENSE_FIRST_RETRY_S": "0.3",
        }
