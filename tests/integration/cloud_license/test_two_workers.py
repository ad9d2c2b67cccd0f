"""Two worker processes behind nginx over one PostgreSQL: what is done on one is heard on both."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from kernel.lease import read_key_set, verify
from tests.integration.cloud_license.conftest import ADMIN, PASSWORD
from tests.nginx import Nginx, NginxMissing, before_workers
from tests.ports import free_port
from tests.postgres import Postgres
from tests.site import wait_until

PATIENCE_S = 40
NONCE = "a-nonce-of-the-test-1"


class Fleet:
    """A vendor's server: nginx and two workers."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._folder = folder
        self._environment = os.environ | {
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "CLOUD_DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database_url,
            "CLOUD_TRUSTED_PROXIES": "127.0.0.1",
            "ADMIN_USERNAME": ADMIN,
            "ADMIN_PASSWORD": PASSWORD,
        }
        self.ports = [free_port(), free_port()]
        self._workers: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, port: int) -> None:
        log = (self._folder / f"worker-{port}.log").open("ab")
        self._workers[port] = subprocess.Popen(
            [sys.executable, "-m", "deploy.processes", "cloud"],
            env=self._environment | {"CLOUD_PORT": str(port)},
            cwd=self._folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def wait_healthy(self) -> None:
        wait_until(lambda: all(self.health(port).get("status") == "ok" for port in self.ports), "workers", PATIENCE_S)

    def health(self, port: int) -> dict[str, Any]:
        try:
            told: dict[str, Any] = httpx.get(f"http://127.0.0.1:{port}/health", timeout=10).json()
        except httpx.HTTPError:
            return {}
        return told

    def kill(self, port: int) -> None:
        self._workers[port].send_signal(signal.SIGKILL)
        self._workers[port].wait(PATIENCE_S)

    def stop(self) -> None:
        for worker in self._workers.values():
            worker.terminate()
        for worker in self._workers.values():
            worker.wait(PATIENCE_S)


@pytest.fixture
def fleet(tmp_path: Path, postgres: Postgres) -> Iterator[tuple[Fleet, Nginx]]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.database("nothing", lambda _database: None))
        fleet = Fleet(tmp_path, url)
        for port in fleet.ports:  # both at once: they agree on tables, keys and the sysadmin
            fleet.start(port)
        stack.callback(fleet.stop)
        try:
            nginx = stack.enter_context(before_workers(tmp_path / "nginx", fleet.ports))
        except NginxMissing as missing:
            pytest.skip(f"NOT TESTED BEHIND NGINX: {missing}")
        fleet.wait_healthy()
        yield fleet, nginx


def test_a_lock_wakes_boxes_on_both_workers_and_a_dead_worker_is_missed_by_nobody(fleet: tuple[Fleet, Nginx]) -> None:
    cloud, nginx = fleet
    with httpx.Client(base_url=nginx.url, timeout=PATIENCE_S) as console, ThreadPoolExecutor(4) as pool:
        token = console.post("/api/auth/login", json={"username": ADMIN, "password": PASSWORD}).json()
        console.headers["Authorization"] = f"Bearer {token['access_token']}"
        body = {"owner_name": "B", "contact_email": "a@b.gr", "licensed_until": "2027-06-30"}
        sites = [console.post("/api/sites/", json=body | {"name": f"Site {n}"}).json() for n in range(4)]
        pinned = read_key_set(sites[0]["license_keys"])

        def ask(site: dict[str, Any]) -> httpx.Response:
            headers = {"X-Site-ID": site["site_id"], "X-Site-Key": site["secret_key"]}
            path = f"{nginx.url}/api/heartbeat/wait?serial=1&nonce={NONCE}"
            return httpx.get(path, headers=headers, timeout=PATIENCE_S)

        polls = [pool.submit(ask, site) for site in sites]
        held = dict.fromkeys(cloud.ports, 0)

        def all_held() -> bool:
            held.update({port: cloud.health(port)["long_polls"] for port in cloud.ports})
            return sum(held.values()) == 4

        wait_until(all_held, "four long polls", PATIENCE_S)
        assert all(held.values()), held
        for site in sites:
            assert console.post(f"/api/sites/{site['site_id']}/lock", json={"reason": "Unpaid"}).status_code == 200
        for poll, site in zip(polls, sites, strict=True):
            told = poll.result(PATIENCE_S)
            assert told.status_code == 200
            lease = verify(told.json()["lease"], pinned, site_id=site["site_id"], nonce=NONCE, serial=2)
            assert (lease.locked, lease.lock_reason) == (True, "Unpaid")

        cloud.kill(cloud.ports[0])
        headers = {"X-Site-ID": sites[0]["site_id"], "X-Site-Key": sites[0]["secret_key"]}
        for _ in range(4):
            told = httpx.post(f"{nginx.url}/api/heartbeat/", json={"nonce": NONCE}, headers=headers, timeout=PATIENCE_S)
            assert told.json()["locked"] is True
        seen = lambda: console.get(f"/api/sites/{sites[0]['site_id']}").json()["last_seen_ip"]  # noqa: E731
        wait_until(lambda: seen() == "127.0.0.1", "the worker wrote who was seen", PATIENCE_S)
