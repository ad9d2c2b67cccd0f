"""The live stream over a real socket, with the server that the product runs."""

import json
import queue
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from kernel.messages import Event
from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.ports import free_port
from tests.site import wait_until

PATIENCE_S = 20.0


class Served:
    """A box behind uvicorn."""

    def __init__(self, folder: Path) -> None:
        self.box = Box(folder)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(
            self.box.app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=1, lifespan="on"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def start(self) -> None:
        self._thread.start()
        wait_until(lambda: self._server.started, "the server")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()


class Screen:
    """A phone that listens; `next()` waits for what comes, None is the end."""

    def __init__(self, served: Served, by: str = "maria") -> None:
        self._said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.status = 0
        self._url = f"{served.url}/api/live"
        self._headers = served.box.headers(by)
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self) -> dict[str, Any] | None:
        return self._said.get(timeout=PATIENCE_S)

    def _listen(self) -> None:
        try:
            with httpx.stream("GET", self._url, headers=self._headers, timeout=PATIENCE_S) as answer:
                self.status = answer.status_code
                for line in answer.iter_lines():
                    if line.startswith("data:"):
                        self._said.put(json.loads(line[5:]))
        except httpx.HTTPError:
            pass
        self._said.put(None)


@pytest.fixture
def served(tmp_path: Path, quiet_taverna: Path) -> Iterator[Served]:
    shutil.copytree(quiet_taverna, tmp_path / "data")
    site = Served(tmp_path / "data")
    site.start()
    yield site
    site.stop()


def send(served: Served) -> int:
    box = served.box
    line = {"product_id": box.one(t.products.select().with_only_columns(t.products.c.id)), "choice_ids": []}
    answer = httpx.post(
        f"{served.url}/api/tables/{box.table(7)}/rounds", json={"lines": [line]}, headers=box.headers(), timeout=20
    )
    assert answer.status_code == 201, answer.text
    return int(answer.json()["order_id"])


def test_a_stream_says_hello_and_then_what_changed(served: Served) -> None:
    screens = [Screen(served), Screen(served, "nikos")]
    for screen in screens:
        assert screen.next() == {"kind": "hello", "id": "", "rev": 0}
    order_id = send(served)
    for screen in screens:
        heard = [screen.next() for _ in range(3)]
        assert ("order", str(order_id)) in [(one["kind"], one["id"]) for one in heard if one is not None]


def test_a_stream_needs_a_session(served: Served) -> None:
    answer = httpx.get(f"{served.url}/api/live", timeout=20)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("change", [{"is_active": False}, {"token_version": 2}])
def test_somebody_put_out_loses_the_stream_even_when_nothing_happens(served: Served, change: dict[str, Any]) -> None:
    maria, nikos = Screen(served, "maria"), Screen(served, "nikos")
    assert maria.next() is not None
    assert nikos.next() is not None
    served.box.change(t.users, t.users.c.username == "maria", **change)
    assert maria.next() is None
    send_by_hand = Event(kind="menu", id="menu", rev=9)
    served.box.house.hub.tell([send_by_hand])
    assert nikos.next() == send_by_hand.model_dump()


def test_a_screen_that_falls_behind_is_told_to_read_everything(served: Served) -> None:
    hub = served.box.house.hub
    screen = Screen(served)
    assert screen.next() is not None
    hub.tell(Event(kind="table", id=str(number), rev=1) for number in range(1000))
    heard: list[dict[str, Any]] = []
    while not heard or heard[-1]["id"] != "999":
        one = screen.next()
        assert one is not None
        heard.append(one)
    assert "hello" in [one["kind"] for one in heard]
    assert len(heard) < 1000


def test_a_stop_of_the_house_ends_its_streams(tmp_path: Path, quiet_taverna: Path) -> None:
    shutil.copytree(quiet_taverna, tmp_path / "data")
    site = Served(tmp_path / "data")
    site.start()
    screen = Screen(site)
    assert screen.next() is not None
    site.stop()
    assert screen.next() is None


def test_a_dismissal_ends_the_streams_of_every_device_of_that_person_and_of_no_other(served: Served) -> None:
    phones = [Screen(served, "maria"), Screen(served, "maria")]
    nikos = Screen(served, "nikos")
    for screen in (*phones, nikos):
        assert screen.next() is not None
    maria = served.box.one(t.users.select().where(t.users.c.username == "maria").with_only_columns(t.users.c.id))
    gone = httpx.delete(f"{served.url}/api/waiters/{maria}", headers=served.box.headers("eleni"), timeout=20)
    assert gone.status_code == 200
    for phone in phones:
        while phone.next() is not None:  # the news of the change itself may come first
            pass
    assert nikos.next() == {"kind": "staff", "id": str(maria), "rev": 0}
