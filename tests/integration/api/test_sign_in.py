"""Signing in, staying in, being put out."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from api.access import ACCESS
from order_service.store import tables as t
from tests.integration.api.conftest import Box, openapi_of
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
        jwt.encode(claims, calm_box.house.sessions._tokens.key, algorithm="HS512"),
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
    wait_until(lambda: box.get("/api/auth/me").status_code == 401, "Maria is out")
    assert box.http.post("/api/auth/refresh", headers=box.headers()).status_code == 401


def test_a_new_pin_ends_older_sessions(box: Box) -> None:
    assert box.get("/api/auth/me").status_code == 200
    box.change(t.users, t.users.c.username == "maria", token_version=2)
    wait_until(lambda: box.get("/api/auth/me").status_code == 401, "the old session is out")


def test_every_address_but_sign_in_and_health_asks_who_is_there(calm_box: Box) -> None:
    open_to_all = {(row.method.lower(), row.path) for row in ACCESS if row.role == "anyone"}
    asked = 0
    for path, operations in openapi_of(calm_box.app)["paths"].items():
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


# ---------------------------------------------------------------- devices and throttling


WRONG = "000000000001"


def stranger(box: Box) -> None:
    """The phone in hand forgets who it is."""
    box.http.cookies.clear()


def guess(box: Box, name: str, times: int) -> list[int]:
    return [sign_in(box, name, WRONG).status_code for _ in range(times)]


def test_a_first_good_sign_in_makes_the_device_known_by_a_cookie_that_no_script_reads(box: Box) -> None:
    answer = sign_in(box, "maria", pin_of(box, "maria"))
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/api/auth" in cookie
    secret = box.http.cookies["pos_device"]
    assert len(secret) >= 43
    assert secret not in (box.data_dir / "pos.db").read_bytes().decode("latin-1")
    again = sign_in(box, "maria", pin_of(box, "maria"))
    assert box.http.cookies["pos_device"] == secret
    assert again.status_code == 200


def test_guesses_elsewhere_do_not_lock_somebody_out_of_their_own_phone(box: Box) -> None:
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 200
    own = box.http.cookies["pos_device"]
    stranger(box)
    assert guess(box, "maria", 6) == [401] * 5 + [429]
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 429, "a new phone of hers has to wait"
    box.http.cookies.set("pos_device", own, path="/api/auth")
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 200
    stranger(box)
    assert guess(box, "maria", 1) == [429], "her own sign-in does not give the stranger new tries"


def test_a_known_phone_in_wrong_hands_waits_too(box: Box) -> None:
    sign_in(box, "maria", pin_of(box, "maria"))
    assert guess(box, "maria", 6) == [401] * 5 + [429]


def test_a_phone_known_for_one_person_is_a_stranger_for_another_and_has_a_counter(box: Box) -> None:
    sign_in(box, "nikos", pin_of(box, "nikos"))
    assert guess(box, "eleni", 5) == [401] * 5
    assert guess(box, "giorgos", 1) == [429], "this device has to wait, whomever it guesses"
    assert sign_in(box, "nikos", pin_of(box, "nikos")).status_code == 200


def test_one_address_that_guesses_at_everybody_has_to_wait(box: Box) -> None:
    assert guess(box, "maria", 4) + guess(box, "nikos", 4) + guess(box, "nobody", 3) == [401] * 10 + [429]


def test_a_shared_tablet_is_known_for_each_who_signed_in_on_it(box: Box) -> None:
    for name in ("maria", "nikos"):
        assert sign_in(box, name, pin_of(box, name)).status_code == 200
    held = box.http.cookies["pos_device"]
    for name in ("maria", "nikos"):
        sign_in(box, name, pin_of(box, name))
        assert box.http.cookies["pos_device"] == held


def test_a_secret_planted_on_a_colleagues_phone_is_not_the_one_she_signs_in_with(box: Box) -> None:
    sign_in(box, "nikos", pin_of(box, "nikos"))
    planted = box.http.cookies["pos_device"]
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 200
    assert box.http.cookies["pos_device"] != planted
    box.http.cookies.set("pos_device", planted, path="/api/auth")
    guess(box, "maria", 5)
    assert box.one(select(t.sign_in_failures.c.failures).where(t.sign_in_failures.c.subject.like("account:%"))) == 5


def test_the_box_looks_at_a_hundred_wrong_pins_a_day_from_strangers_and_at_no_more(box: Box) -> None:
    sign_in(box, "maria", pin_of(box, "maria"))
    own = box.http.cookies["pos_device"]
    stranger(box)
    guess(box, "nikos", 1)
    box.change(t.sign_in_failures, t.sign_in_failures.c.subject.like("box:%"), failures=100)
    refused = sign_in(box, "eleni", pin_of(box, "eleni"))
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-strangers")
    assert 1 <= int(refused.headers["Retry-After"]) <= 86_401
    box.http.cookies.set("pos_device", own, path="/api/auth")
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 200


def test_a_new_pin_ends_the_waiting(box: Box) -> None:
    assert guess(box, "maria", 6)[-1] == 429
    maria = box.one(select(t.users.c.id).where(t.users.c.username == "maria"))
    box.http.put(f"/api/waiters/{maria}", json={"pin": "502718"}, headers=box.headers("eleni"))
    assert sign_in(box, "maria", "502718").status_code == 200


def test_a_pin_typed_as_a_name_is_kept_nowhere(box: Box) -> None:
    sign_in(box, "48151623427", "48151623428")
    assert "4815162342" not in (box.data_dir / "pos.db").read_bytes().decode("latin-1")


@pytest.mark.parametrize("cookie", ["", "x", "é" * 50, "a" * 4000, "\x7f;;=,"])
def test_an_odd_device_cookie_is_a_stranger_and_no_fault(calm_box: Box, cookie: str) -> None:
    headers = {"Cookie": f"pos_device={cookie}".encode()}
    body = {"username": "nobody", "pin": "1"}
    assert calm_box.http.post("/api/auth/login", json=body, headers=headers).status_code in (401, 429)
