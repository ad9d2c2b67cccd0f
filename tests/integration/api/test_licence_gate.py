"""What the licence lets through: every row of the API in every state, with leases as the daemon tells them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.access import ACCESS
from kernel.errors import Refused
from kernel.lease import LeaseRefused, verify
from kernel.license_keeper import pinned_keys
from kernel.messages import LicenseState
from kernel.verdict import _SENTENCES, SiteLocked, Verdict
from order_service.store import tables as t
from tests.integration.api.conftest import Box, OpenBox
from tests.integration.api.test_live_stream import Screen, Served
from tests.licensed import FORGER, KEYS, license_box, signed
from tests.site import wait_until

pytestmark = pytest.mark.before_the_book

HOUR = 3600.0
OVERDUE = "Το τιμολόγιο Μαΐου δεν έχει εξοφληθεί."
HEALTH = "/api/system/health"


def tell(box: Box, *, age_s: float = 0.0, serial: int | None = None, **changes: Any) -> None:
    """As the daemon's message does."""
    keeper = box.house.license.keeper
    token = signed(serial=keeper.serial + 1 if serial is None else serial, **changes)
    keeper.hear(LicenseState(lease=token, serial=1, age_s=age_s))
    box.house.license_changed()


def lock(box: Box, **changes: Any) -> None:
    tell(box, locked=True, lock_reason=OVERDUE, **changes)


def health(box: Box) -> Any:
    answer = box.http.get(HEALTH)
    assert answer.status_code == 200
    return answer.json()["license"]


def ended(**changes: Any) -> dict[str, Any]:
    return {"expires_at": datetime.now(UTC) - timedelta(seconds=1), "licensed": False} | changes


@pytest.fixture
def box(calm_box: Box) -> Iterator[Box]:
    """Open when a test takes it, whatever the test before did to it."""
    tell(calm_box)
    yield calm_box
    tell(calm_box)


SHUT: dict[str, tuple[Callable[[Box], None], int, str, str]] = {
    "locked": (lock, 423, "site-locked", "locked"),
    "locked and ended": (lambda box: lock(box, **ended()), 423, "site-locked", "locked"),
    "locked and offline for a year": (lambda box: lock(box, age_s=8760 * HOUR), 423, "site-locked", "locked"),
    "ended": (lambda box: tell(box, **ended()), 402, "license-expired", "expired"),
    "ended by itself, offline": (
        lambda box: tell(box, expires_at=datetime.now(UTC) + timedelta(hours=2), age_s=3 * HOUR),
        402,
        "license-expired",
        "expired",
    ),
    "offline too long": (lambda box: tell(box, offline_hours=24, age_s=24 * HOUR), 402, "license-offline", "expired"),
    "not licensed": (lambda box: tell(box, licensed=False), 402, "license-missing", "unlicensed"),
    "deregistered": (lambda box: tell(box, licensed=False, deregistered=True), 402, "license-missing", "unlicensed"),
}


@pytest.mark.parametrize("state", SHUT)
def test_a_shut_house_says_why_to_everybody_and_health_always_answers(box: Box, state: str) -> None:
    order = box.send(7).json()["order_id"]
    headers = box.headers("eleni")
    shut, status, code, named = SHUT[state]
    shut(box)
    answers = [
        box.http.request(row.method, row.path.replace("{order_id}", str(order)), headers=who)
        for row in ACCESS
        if row.path != HEALTH
        for who in (headers, {})
    ]
    answers += [
        box.http.get("/api/nothing/here"),
        box.http.get("/api"),
        box.http.get(f"{HEALTH}/"),
        box.http.put(HEALTH),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(status, code)}
    body = answers[0].json()
    assert body["reason"]
    assert body["call"] == "whoever sold you this system"
    assert {"expires_at", "hint"} <= body.keys()
    if status == 423:
        assert body["lock_reason"] == body["detail"] == OVERDUE
    told = health(box)
    assert told["state"] == named
    assert told["reason"] == body["reason"]


def test_a_box_that_was_never_registered_does_nothing_but_say_so(open_box: OpenBox) -> None:
    box = open_box(site_id="another-site")
    sign_in = box.http.post("/api/auth/login", json={"username": "maria", "pin": "0000"})
    assert (sign_in.status_code, sign_in.json()["code"]) == (402, "license-lost")
    assert health(box)["cause"] == "state_lost", "the lease in its folder is another site's"


def test_preflights_and_the_web_apps_pass_and_show_why(open_box: OpenBox, tmp_path: Path) -> None:
    built = tmp_path / "web" / "waiter" / "dist"
    built.mkdir(parents=True)
    (built / "index.html").write_text("<title>waiter</title>")
    box = open_box(web_dir=tmp_path / "web")
    lock(box)
    preflight = {"Origin": "http://pos.lan", "Access-Control-Request-Method": "POST"}
    assert box.http.options("/api/orders/", headers=preflight).status_code not in (402, 423)
    assert "waiter" in box.http.get("/waiter/").text


def test_grace_works_in_full_and_counts_down_in_every_answer(box: Box) -> None:
    tell(box, offline_hours=24, next_in=21_600)
    assert "X-License-State" not in box.get("/api/tables/").headers
    tell(box, offline_hours=24, next_in=21_600, age_s=20 * HOUR)
    sent = box.send(7)
    assert sent.status_code == 201
    assert (sent.headers["X-License-State"], sent.headers["X-License-Hours-Left"]) == ("grace", "4")
    assert (health(box)["state"], round(health(box)["hours_left"])) == ("grace", 4)


def test_a_lock_for_closing_time_falls_by_itself(box: Box) -> None:
    at, serial = datetime.now(UTC) + timedelta(hours=2), box.house.license.keeper.serial + 1
    tell(box, serial=serial, lock_at=at, lock_reason=OVERDUE, server_time=at - timedelta(hours=2))
    assert box.send(7).status_code == 201
    assert datetime.fromisoformat(health(box)["lock_at"]) == at
    tell(box, serial=serial, lock_at=at, lock_reason=OVERDUE, server_time=at - timedelta(hours=2), age_s=2 * HOUR)
    answer = box.send(7)
    assert (answer.status_code, answer.json()["lock_reason"]) == (423, OVERDUE)


def test_open_orders_resume_exactly_after_the_unlock_and_a_repeated_tap_is_one_round(box: Box) -> None:
    order_id = box.send(9, **{"Idempotency-Key": "tap-before-the-lock"}).json()["order_id"]
    before = box.get(f"/api/orders/{order_id}").json()
    lock(box)
    late = {"Idempotency-Key": "tap-in-the-lock"}
    assert box.send(9, **late).status_code == 423
    assert box.send(9, **{"Idempotency-Key": "tap-before-the-lock"}).status_code == 423
    tell(box)
    assert box.get(f"/api/orders/{order_id}").json() == before
    assert box.send(9, **late).status_code == 201
    again = box.send(9, **{"Idempotency-Key": "tap-before-the-lock"})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(box.get(f"/api/orders/{order_id}").json()["rounds"]) == 2


def test_a_command_in_the_queue_when_the_lock_comes_is_refused_whole(box: Box) -> None:
    rounds = box.count(t.rounds)
    token, line = box.headers(), box.line()
    path = f"/api/tables/{box.table(7)}/rounds"
    real = box.house.license.refusal
    box.house.license.refusal = lambda verdict, method, path: None  # type: ignore[method-assign]  # it passed the gate before
    lock(box)
    late = box.http.post(path, json={"lines": [line]}, headers=token)
    box.house.license.refusal = real  # type: ignore[method-assign]
    assert (late.status_code, late.json()["code"]) == (423, "site-locked")
    assert box.count(t.rounds) == rounds
    with pytest.raises(SiteLocked):
        box.house.license.require_licensed()


@pytest.mark.parametrize(
    "attack",
    [
        lambda: signed(key=FORGER, serial=9999),
        lambda: signed("another-site", serial=9999),
        lambda: signed(serial=9999)[:-10],
        lambda: signed(serial=9999).replace(".", ".e30", 1),
        lambda: "not a lease",
        lambda: signed(serial=1),
    ],
    ids=["forged", "foreign", "truncated", "edited", "no lease", "older"],
)
def test_no_trick_on_the_broker_opens_a_locked_box_or_shuts_an_open_one(box: Box, attack: Callable[[], str]) -> None:
    tell(box)
    token = attack()
    box.house.license.keeper.hear(LicenseState(lease=token, serial=9999))
    assert box.get("/api/tables/").status_code == 200
    lock(box)
    box.house.license.keeper.hear(LicenseState(lease=token, serial=9999))
    assert box.get("/api/tables/").status_code == 423


def test_a_lease_is_no_session_and_a_session_is_no_lease(box: Box) -> None:
    answer = box.http.get("/api/auth/me", headers={"Authorization": f"Bearer {signed()}"})
    assert answer.status_code == 401
    session = box.token("eleni")
    box.house.license.keeper.hear(LicenseState(lease=session))
    assert health(box)["state"] == "active"
    with pytest.raises(LeaseRefused):
        verify(session, pinned_keys(KEYS), site_id="local")


def test_what_the_box_heard_counts_after_its_restart_with_no_daemon_and_no_broker(open_box: OpenBox) -> None:
    first = open_box()
    lock(first)
    first.house.license.keeper.save_in_time()
    again = Box(first.data_dir, database_url=first.settings.database_url)
    with again:
        assert again.http.get("/api/tables/").status_code == 423


def test_files_put_back_to_an_older_state_gain_nothing(open_box: OpenBox) -> None:
    """The daemon's file and the API's own: the book remembers how far the licence had come."""
    first = open_box()
    lock(first)
    marked = select(t.revisions.c.rev).where(t.revisions.c.name == "license-serial")
    wait_until(lambda: first.one(marked) == 2, "the book's mark")
    shutil.rmtree(first.data_dir / "license")
    license_box(first.data_dir)
    again = Box(first.data_dir, database_url=first.settings.database_url)
    with again:
        assert again.http.get("/api/tables/").json()["code"] == "license-lost"
        lock(again, serial=3)
        assert again.http.get("/api/tables/").json()["code"] == "site-locked"


def test_open_screens_are_told_and_closed(tmp_path: Path, quiet_taverna: Path) -> None:
    shutil.copytree(quiet_taverna, tmp_path / "data")
    served = Served(tmp_path / "data")
    served.start()
    try:
        screen = Screen(served)
        first = screen.next()
        assert first is not None
        assert first["kind"] == "hello"
        lock(served.box)
        last = screen.next()
        assert last is not None
        assert (last["kind"], last["id"]) == ("licence", "locked")
        assert screen.next() is None
        refused = Screen(served)
        assert refused.next() is None
        assert refused.status == 423
        tell(served.box)
        back = Screen(served)
        assert back.next() is not None
        assert back.status == 200
    finally:
        served.stop()


def test_a_wrong_clock_is_told_and_shuts_nobody(box: Box) -> None:
    tell(box, server_time=datetime.now(UTC) - timedelta(days=400))
    assert box.get("/api/tables/").status_code == 200
    assert round(health(box)["clock_offset_s"] / 86_400) == 400
    assert any("min ahead" in warning for warning in box.http.get(HEALTH).json()["warnings"])


def test_every_refusal_of_the_licence_is_a_sentence_and_a_thing_to_do() -> None:
    for cause, (kind, sentence) in _SENTENCES.items():
        refusal = Verdict("locked" if kind is SiteLocked else "expired", cause).refusal("Maria, 210 1234567")
        assert isinstance(refusal, Refused)
        assert refusal.detail == sentence
        assert refusal.hint.endswith(".")
        assert refusal.facts["call"] == "Maria, 210 1234567"
