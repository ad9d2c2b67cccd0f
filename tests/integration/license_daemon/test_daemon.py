"""The daemon against clouds that tell the truth, and against everything else that a network may answer."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import CannotStart
from kernel.heartbeat import FleetHealth
from kernel.lease import read_key_set
from kernel.license_file import LicenseFile
from kernel.license_keeper import LicenseKeeper
from kernel.messages import LicenseState
from kernel.powered_clock import powered_clock
from license_daemon.cloud_link import LARGEST_ANSWER, CloudLink
from license_daemon.daemon import NOT_REGISTERED, LicenseDaemon
from tests.fakes.cloud import Answering, FakeCloud, drip, honest
from tests.licensed import FORGER, KEYS, signed
from tests.site import wait_until

KEY = "the-key-of-this-site"


class Running:
    """A daemon in a thread; `told` holds what the house heard, after a first word that says nothing."""

    def __init__(self, folder: Path, url: str | None, *, timeout_s: float = 10.0) -> None:
        self.told = [LicenseState(lease="", age_s=0)]
        own = LicenseFile(folder / "license_state.json", b"seal")
        self.keeper = LicenseKeeper(own, (), "local", read_key_set(KEYS), clock=powered_clock())
        self._link = None if url is None else CloudLink(url, "local", KEY, timeout_s=timeout_s)
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.daemon = LicenseDaemon(
            self.keeper, self._link, self.told.append, self._health, first_retry_s=0.02, clock=powered_clock()
        )
        self._started.set()
        await self.daemon.run()
        if self._link is not None:
            await self._link.close()

    async def _health(self) -> FleetHealth:
        return FleetHealth(printers_in_trouble=1)

    def __enter__(self) -> "Running":
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self.daemon.stop)
        self._thread.join(20)
        assert not self._thread.is_alive()

    @property
    def state(self) -> str:
        return self.keeper.verdict().state

    def wait_for_state(self, state: str) -> None:
        wait_until(lambda: self.state == state, f"state {state}; trouble: {self.keeper.trouble}")


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    with FakeCloud() as running:
        yield running


def test_the_box_says_who_it_is_how_it_is_and_believes_the_signed_answer(cloud: FakeCloud, tmp_path: Path) -> None:
    with Running(tmp_path, cloud.url) as box:
        box.wait_for_state("active")
        wait_until(lambda: bool(box.told[-1].lease), "the word")
    [beat], [headers] = cloud.heartbeats, cloud.headers
    assert (headers["X-Site-ID"], headers["X-Site-Key"]) == ("local", KEY)
    assert beat["health"] == {"printers_in_trouble": 1}
    assert beat["uptime_seconds"] > 0
    assert beat["serial"] == 0
    assert KEY not in json.dumps(beat)
    told = box.told[-1]
    assert (told.lease, told.serial, told.trouble) == (box.keeper.token, 1, "")


def test_lock_and_unlock_come_by_the_long_poll_and_are_told_at_once(cloud: FakeCloud, tmp_path: Path) -> None:
    with Running(tmp_path, cloud.url) as box:
        box.wait_for_state("active")
        cloud.decide(locked=True, lock_reason="unpaid")
        box.wait_for_state("locked")
        wait_until(lambda: box.told[-1].serial == 2, "the lock, told")
        cloud.decide(locked=False)
        box.wait_for_state("active")
        assert len(cloud.heartbeats) == 1, "the long poll brought it"


def answers(status: int, body: bytes = b"", **headers: str) -> Callable[[Answering, dict[str, Any]], None]:
    return lambda answer, _body: answer.say(status, body, **headers)


def leases(key: Any = None, site: str = "local", **changes: Any) -> Callable[[Answering, dict[str, Any]], None]:
    """Signed answers with something wrong about them."""

    def habit(answer: Answering, body: dict[str, Any]) -> None:
        more = {"key": key} if key else {}
        known = {"serial": 50, "nonce": body["nonce"]} | changes
        answer.say(200, json.dumps({"lease": signed(site, **more, **known)}).encode())

    return habit


def cut_short(answer: Answering, _body: dict[str, Any]) -> None:
    answer.close_connection = True
    answer.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"lease": "')


PLAIN_ORDERS = b'{"licensed": false, "locked": true, "lock_reason": "unsigned", "expires_at": null}'
LIES: dict[str, tuple[Callable[[Answering, dict[str, Any]], None], str]] = {
    "500": (answers(500, b"Internal Server Error"), "answers 500"),
    "502 in HTML": (answers(502, b"<html>"), "answers 502"),
    "401": (answers(401, b"{}"), "SITE_KEY"),
    "402": (answers(402, PLAIN_ORDERS), "answers 402"),
    "404": (answers(404), "answers 404"),
    "423": (answers(423, PLAIN_ORDERS), "answers 423"),
    "429": (answers(429), "answers 429"),
    "empty": (answers(200), "Something else"),
    "nothing to say": (answers(204), "without a licence"),
    "a captive portal": (answers(200, b"<html><h1>Welcome to the hotel</h1>"), "Something else"),
    "a redirect": (answers(302, Location="http://127.0.0.1:1/login"), "sends us elsewhere"),
    "unsigned orders": (answers(200, PLAIN_ORDERS), "Something else"),
    "a list": (answers(200, b"[1, 2]"), "Something else"),
    "a deep list": (answers(200, b"[" * 15_000), "Something else"),
    "a number": (answers(200, b'{"lease": 7}'), "Something else"),
    "huge": (answers(200, b" " * (LARGEST_ANSWER * 20)), "far too much"),
    "cut short": (cut_short, "can't be reached"),
    "slow": (drip, "too long"),
    "no licence": (answers(200, b'{"lease": "a.b.c"}'), "unreadable"),
    "forged": (leases(FORGER, locked=True), "unknown-key"),
    "another site's": (leases(site="another-site", locked=True), "other-site"),
    "a replay": (leases(nonce="0123456789abcdef", locked=True), "other-question"),
    "an older one": (leases(serial=1, locked=True), "older"),
}


@pytest.mark.parametrize("lie", LIES)
def test_whatever_else_answers_changes_nothing_and_is_told_in_words(cloud: FakeCloud, tmp_path: Path, lie: str) -> None:
    """A box that was open stays open and one that was locked stays locked; the truth is believed once it is told."""
    cloud.truth |= {"serial": 7, "next_in": 1}
    habit, words = LIES[lie]
    with Running(tmp_path, cloud.url, timeout_s=0.5) as box:
        wait_until(lambda: box.keeper.verdict().is_open, "an open house")
        for wanted in ("open", "locked"):
            cloud.habit = habit
            wait_until(lambda: words in box.told[-1].trouble, f"'{words}' in '{box.told[-1].trouble}'")
            assert box.keeper.serial == cloud.truth["serial"]
            assert ("open" if box.keeper.verdict().is_open else box.state) == wanted
            cloud.habit = honest
            wait_until(lambda: box.keeper.trouble == "", "the cloud heard again")
            if wanted == "open":
                cloud.decide(locked=True)
                box.wait_for_state("locked")


def test_no_answer_at_all_is_silence_and_time_alone_decides(tmp_path: Path) -> None:
    with FakeCloud() as cloud, Running(tmp_path, cloud.url) as box:
        box.wait_for_state("active")
    with Running(tmp_path, "http://127.0.0.1:9") as box:
        wait_until(lambda: "can't be reached" in box.keeper.trouble, "trouble")
        assert box.state == "active"
        box.keeper.hear(LicenseState(lease=box.keeper.token, age_s=721 * 3600))
        assert box.state == "expired"


def test_a_tombstone_ends_it_and_a_restart_remembers(cloud: FakeCloud, tmp_path: Path) -> None:
    with Running(tmp_path, cloud.url) as box:
        box.wait_for_state("active")
        cloud.decide(licensed=False, deregistered=True)
        box.wait_for_state("unlicensed")
    with Running(tmp_path, "http://127.0.0.1:9") as box:
        assert box.keeper.verdict().cause == "deregistered"


def test_a_lost_state_asks_at_once_and_all_is_well_again(cloud: FakeCloud, tmp_path: Path) -> None:
    for name in ("license_state.json", "license_state.copy.json"):
        (tmp_path / name).write_text("{")
    with Running(tmp_path, cloud.url) as box:
        box.wait_for_state("active")
    assert len(LicenseFile(tmp_path / "license_state.json", b"seal").read()) == 2


def test_the_clouds_clock_may_be_wrong_and_the_boxs_too(cloud: FakeCloud, tmp_path: Path) -> None:
    """Days back or ahead: what counts is the time between the cloud's own words and now."""
    for days in (-4000, 4000):
        cloud.decide(server_time=datetime.now(UTC) + timedelta(days=days))
        with Running(tmp_path, cloud.url) as box:
            wait_until(lambda: box.keeper.serial == cloud.truth["serial"], "the answer")
            assert box.state == "active"


def test_a_box_that_was_never_registered_says_what_is_missing(tmp_path: Path) -> None:
    with Running(tmp_path, None) as box:
        wait_until(lambda: box.told[-1].trouble == NOT_REGISTERED, "a word")
        assert box.state == "unlicensed"


@pytest.mark.parametrize(
    "url", ["", "licence.example.com", "ftp://example.com", "https://", "https://a:b@example.com", "http://example.com"]
)
def test_an_address_that_gives_the_key_away_or_is_none_stops_the_start(url: str) -> None:
    with pytest.raises(CannotStart, match="CLOUD_URL"):
        CloudLink(url, "local", KEY, timeout_s=1)


def test_a_certificate_that_nobody_signed_is_silence(tmp_path: Path) -> None:
    """TLS that fails is a network's fault, never the vendor's word."""
    with FakeCloud() as cloud, Running(tmp_path, cloud.url.replace("http://", "https://")) as box:
        wait_until(lambda: bool(box.keeper.trouble), "trouble")
        assert "can't be reached" in box.keeper.trouble or "certificate" in box.keeper.trouble
        assert box.keeper.verdict().cause == "never_registered"
