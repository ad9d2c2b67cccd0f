"""A site with a broker of its own on a free port, embedded or Mosquitto, and clients that know the secrets."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broker.in_thread import BrokerThread
from broker.limits import Limits
from kernel.service_credentials import ensure_secret
from kernel.settings import SiteSettings
from kernel.topics import Topics
from tests.integration.broker.raw_mqtt import RawClient
from tests.mosquitto import MOSQUITTO, mosquitto_command
from tests.ports import free_port

SITE = "taverna"
PRINTERS = ("kitchen", "bar")


@dataclass
class Site:
    """What a test sees: where the broker is, and who may sign in."""

    data_dir: Path
    port: int
    topics: Topics = field(default_factory=lambda: Topics(SITE))
    clients: list[RawClient] = field(default_factory=list)
    broker: str = "embedded"

    def secret(self, user: str) -> str:
        return ensure_secret(self.data_dir, user)

    def stranger(self) -> RawClient:
        """A socket that has not said a word."""
        client = RawClient(self.port)
        self.clients.append(client)
        return client

    def client(self, user: str, role: str = "test", **options: object) -> RawClient:
        """A signed-in client."""
        client = self.stranger()
        assert client.sign_in(f"{user}:{role}", user, self.secret(user), **options) == 0
        return client

    def close(self) -> None:
        for client in self.clients:
            client.vanish()


@contextlib.contextmanager
def embedded(folder: Path, **limits: float) -> Iterator[Site]:
    with BrokerThread(folder / "data", site=SITE, limits=Limits(**limits)) as thread:
        site = Site(folder / "data", thread.port)
        yield site
        site.close()


@contextlib.contextmanager
def mosquitto(folder: Path) -> Iterator[Site]:
    port = free_port()
    settings = SiteSettings(data_dir=folder / "data", site_id=SITE, mqtt_port=port, _env_file=None)
    process = subprocess.Popen(mosquitto_command(settings, PRINTERS), stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        site = Site(folder / "data", port)
        yield site
        site.close()
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError(f"Mosquitto does not listen on {port} (exit status {process.poll()})")


@pytest.fixture
def open_site(tmp_path):
    """Make a site with an embedded broker and the given limits."""
    with contextlib.ExitStack() as stack:
        yield lambda **limits: stack.enter_context(embedded(tmp_path, **limits))


@pytest.fixture
def site(open_site):
    """A site with an embedded broker."""
    return open_site()


@pytest.fixture(
    params=[
        "embedded",
        pytest.param("mosquitto", marks=pytest.mark.skipif(MOSQUITTO is None, reason="Mosquitto is not installed")),
    ]
)
def any_site(request, tmp_path):
    """A site on each of the two brokers."""
    with (embedded if request.param == "embedded" else mosquitto)(tmp_path) as opened:
        opened.broker = request.param
        yield opened
