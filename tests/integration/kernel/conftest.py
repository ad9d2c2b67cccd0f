"""A broker of one's own, and links to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from broker.in_thread import BrokerThread
from kernel.mqtt_link import BrokerEndpoint, MqttLink
from kernel.service_credentials import ensure_secret

PATIENCE_S = 20.0
MakeLink = Callable[..., MqttLink]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[BrokerThread]:
    with BrokerThread(tmp_path / "data", site="local") as thread:
        yield thread


@pytest.fixture
def make_link(broker: BrokerThread, tmp_path: Path) -> Iterator[MakeLink]:
    """A link of a user with that user's secret; stopped at the end."""
    with ExitStack() as stack:

        def _make(user: str, role: str = "test", **options: Any) -> MqttLink:
            secret = options.pop("secret", None) or ensure_secret(tmp_path / "data", user)
            link = MqttLink(BrokerEndpoint("127.0.0.1", broker.port), user, secret, role, **options)
            stack.callback(link.stop)
            return link

        yield _make
