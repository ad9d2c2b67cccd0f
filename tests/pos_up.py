"""A box as its owner runs it: a folder, and `pos` with its words; `pos up` in a session of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.licensed import KEYS
from tests.ports import free_port
from tests.site import ROOT, wait_until

STARTS_WITHIN_S = 90.0
STOPS_WITHIN_S = 60.0


class PosBox:
    """A folder to run `pos` in; its data are in `data/`, which may not be there yet.

    Args:
        home: an empty folder, or one with `data/` in it.
    """

    def __init__(self, home: Path) -> None:
        self.home, self.data_dir = home, home / "data"
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        web = home / "web" / "waiter" / "dist"
        web.mkdir(parents=True)
        (web / "index.html").write_text("<title>built</title>")
        self.environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "POS_DATA_DIR": str(self.data_dir),
            "POS_WEB_DIR": str(home / "web"),
            "API_HOST": "127.0.0.1",
            "API_PORT": str(port),
            "MQTT_PORT": str(free_port()),
            "LICENSE_KEYS": KEYS,
            "POS_ALLOW_LOOPBACK_PRINTERS": "1",
        }

    def pos(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end; `typed` is what a person answers."""
        command = [sys.executable, "-m", "deploy.cli", *words]
        return subprocess.run(command, env=self.environment, cwd=self.home, input=typed, capture_output=True, text=True)

    @contextmanager
    def up(self) -> Iterator[None]:
        """`pos up` until it is healthy; stopped as systemd stops it."""
        said = self.home / "said"
        with said.open("w") as words:
            site = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", "up"],
                env=self.environment,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )

        def is_healthy() -> bool:
            assert site.poll() is None, said.read_text()
            try:
                return bool(httpx.get(f"{self.url}/api/system/health").json()["status"] == "ok")
            except (httpx.HTTPError, ValueError):
                return False

        try:
            wait_until(is_healthy, f"a healthy site in {self.home}", STARTS_WITHIN_S)
            yield
        finally:
            site.send_signal(signal.SIGTERM)
            assert site.wait(STOPS_WITHIN_S) == 0, said.read_text()

    def sign_in(self, username: str, pin: str) -> httpx.Client:
        """A phone that is signed in; fails when the PIN is not taken."""
        answer = httpx.post(f"{self.url}/api/auth/login", json={"username": username, "pin": pin}, timeout=20)
        assert answer.status_code == 200, answer.text
        token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=self.url, headers=token, timeout=20)
