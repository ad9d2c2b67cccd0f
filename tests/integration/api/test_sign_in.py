"""Signing in, staying in, being put out."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.site import wait_until


def pin_of(box: Box, name: str) -> str:
    people = json.loads((box.data_dir / "demo-credentials.json").read_text())
    return str(people[name]["pin"])


def sign_in(box: Box, name: str, pin: str) -> Any:
    return box.http.post("/api/auth/login", json={"username": name, "pin": pin})


def test_the_right_pin_opens_a_session_that_works_and_can_be_renewed(box: Box) -> None:
    answer = sign_in(box, " Maria ", pin_of(box, "maria"))
    assert answer.status_code == 200
    session = answer.json()
    assert (session["user"]["username"], session["user"]["role"]) == ("maria", "waiter")
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    assert box.http.get("/api/auth/me", headers=headers).json() == session["user"]
    assert box.http.post("/api/auth/refresh", headers=headers).status_code == 200


def test_a_wrong_pin_an_unknown_name_and_a_deactivated_person_get_one_answer(box: Box) -> None:
    box.change(t.users, t.users.c.username == "nikos", is_active=False)
    answers = [
        sign_in(box, "maria", "000000000001"),
        sign_in(box, "nobody", "000000000001"),
        sign_in(box, "nikos", pin_of(box, "nikos")),
    ]
    bodies = [{**answer.json(), "correlation_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "invalid-credentials"


def test_the_fifth_wrong_pin_makes_this_account_wait_and_no_other(box: Box) -> None:
    for _ in range(5):
        assert sign_in(box, "maria", "000000000001").status_code == 401
    answer = sign_in(box, "maria", pin_of(box, "maria"))
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
    assert answer.json()["retry_after_s"] == int(answer.headers["Retry-After"])
    assert sign_in(box, "nikos", pin_of(box, "nikos")).status_code == 200


def test_a_burst_of_guesses_is_not_checked_faster_than_it_is_counted(box: Box) -> None:
    def guess(number: int) -> int:
        return int(sign_in(box, "maria", f"00000000{number:04}").status_code)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(guess, range(20)))
    assert sorted(answers) == [401] * 5 + [429] * 15


def test_a_right_pin_wipes_the_slate(box: Box) -> None:
    for _ in range(4):
        sign_in(box, "maria", "000000000001")
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 200
    for _ in range(4):
        assert sign_in(box, "maria", "000000000001").status_code == 401


def test_waiting_survives_a_restart(box: Box, tmp_path: Path) -> None:
    for _ in range(5):
        sign_in(box, "maria", "000000000001")
    box.http.__exit__()
    with box.http:
        assert sign_in(box, "maria", "000000000001").status_code == 429


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "maria"},
        {"username": "", "pin": "1"},
        {"username": "maria", "pin": ""},
        {"username": "maria", "pin": "12a4"},
        {"username": "maria", "pin": "1" * 13},
        {"username": "m" * 41, "pin": "1"},
        {"username": "maria", "pin": 1234},
        {"username": ["maria"], "pin": "1234"},
        {"username": "maria", "pin": "1234", "role": "manager"},
        {"username": "ma\x00ria", "pin": "1234"},
        [],
        None,
        "maria",
    ],
)
def test_a_sign_in_that_makes_no_sense_costs_no_check(calm_box: Box, body: Any) -> None:
    answer = calm_box.http.post("/api/auth/login", json=body)
    assert answer.status_code == 422
    assert calm_box.count(t.sign_in_failures) == 0


def test_a_pin_is_never_kept_or_echoed(box: Box) -> None:
    answer = box.http.post("/api/auth/login", json={"username": "maria", "pin": "48151623427x"})
    assert "48151623427" not in answer.text
    sign_in(box, "maria", "481516234299")
    assert "481516234299" not in (box.data_dir / "pos.db").read_bytes().decode("latin-1")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


LONG_AGO = int((datetime.now(UTC) - timedelta(days=2)).timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": LONG_AGO},
        {"aud": "another-site"},
        {"iss": "somebody"},
        {"sub": "999999"},
        {"sub": "maria"},
        {"sub": None},
        {"tv": 2},
        {"tv": None},
        {"exp": None},
        {"iat": None},
    ],
)
def test_a_token_with_another_claim_opens_nothing(calm_box: Box, claims: dict[str, Any]) -> None:
    answer = calm_box.http.get("/api/auth/me", headers=bearer(calm_box.token(**claims)))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_says_manager_makes_no_manager(calm_box: Box) -> None:
    token = calm_box.token("maria", role="manager")
    assert calm_box.http.get("/api/print-jobs/", headers=bearer(token)).status_code == 403


def test_forged_and_broken_tokens_open_nothing(calm_box: Box) -> None:
    good = calm_box.token()
    head, body, signature = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})
    forged = [
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode(claims, "x" * 32, algorithm="HS256"),
        jwt.encode(claims, calm_box.house.sessions._key, algorithm="HS512"),
        f"{head}.{body}.",
        f"{head}.{body}.{signature[::-1]}",
        f"{head}.{body[:-2]}AA.{signature}",
        good[:-1],
        "a.b.c",
        "x",
        "é" * 20,
        "." * 5000,
    ]
    for token in forged:
        answer = calm_box.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}".encode()})
        assert answer.status_code == 401, token[:80]
    for odd in ("", "Bearer", "Bearer ", f"Basic {good}", good, f"Bearer\t{good}"):
        assert calm_box.http.get("/api/auth/me", headers={"Authorization": odd}).status_code == 401, odd[:20]


def test_a_deactivated_person_is_out_within_a_second(box: Box) -> None:
    assert box.get("/api/auth/me").status_code == 200
    box.change(t.users, t.users.c.username == "maria", is_active=False)
    wait_until(lambda: box.get("/api/auth/me").status_code == 401, "Maria is out", 5)
    assert box.http.post("/api/auth/refresh", headers=box.headers()).status_code == 401


def test_a_new_pin_ends_older_sessions(box: Box) -> None:
    assert box.get("/api/auth/me").status_code == 200
    box.change(t.users, t.users.c.username == "maria", token_version=2)
    wait_until(lambda: box.get("/api/auth/me").status_code == 401, "the old session is out", 5)


def test_every_address_but_sign_in_and_health_asks_who_is_there(calm_box: Box) -> None:
    open_to_all = {("post", "/api/auth/login"), ("get", "/api/system/health")}
    asked = 0
    for path, operations in calm_box.app.openapi()["paths"].items():
        real = path.replace("{job_id}", "0" * 26).replace("{", "").replace("}", "")
        for name in ("table_id", "order_id", "alert_id"):
            real = real.replace(name, "1")
        for method in operations:
            answer = calm_box.http.request(method, real, json={} if method == "post" else None)
            if (method, path) in open_to_all:
                assert answer.status_code != 401
            else:
                assert answer.status_code == 401, (method, path)
                asked += 1
    assert asked >= 15
