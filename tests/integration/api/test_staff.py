"""Hiring, changing and dismissing people over the API."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.integration.api.test_sign_in import bearer, pin_of, sign_in
from tests.site import wait_until

STAFF = "/api/waiters/"


def change(box: Box, whom: str, /, by: str = "eleni", **values: Any) -> httpx.Response:
    return box.http.put(f"{STAFF}{id_of(box, whom)}", json=values, headers=box.headers(by))


def dismiss(box: Box, name: str, by: str = "eleni") -> httpx.Response:
    return box.http.delete(f"{STAFF}{id_of(box, name)}", headers=box.headers(by))


def id_of(box: Box, name: str) -> int:
    return int(box.one(select(t.users.c.id).where(t.users.c.username == name)))


def hire(box: Box, by: str = "eleni", **values: Any) -> httpx.Response:
    return box.post(STAFF, {"username": "sofia", "name": "Σοφία Ν.", "pin": "4917"} | values, by)


def member(box: Box, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in box.get(STAFF, "eleni").json() if one["username"] == name)
    return found


def test_a_new_waiter_signs_in_at_once_and_her_pin_is_shown_and_kept_nowhere(box: Box) -> None:
    answer = hire(box, username=" Sofía ", helps=[id_of(box, "nikos")])
    assert answer.status_code == 201, answer.text
    person = answer.json()
    assert (person["username"], person["role"], person["initials"]) == ("sofía", "waiter", "ΣΝ")
    assert [helped["name"] for helped in person["helps"]] == ["Νίκος"]
    assert sign_in(box, "SOFÍA", "4917").status_code == 200
    assert "pin" not in answer.text
    assert "4917" not in (box.data_dir / "pos.db").read_bytes().decode("latin-1")


def test_the_tap_of_a_pin_is_remembered_by_a_keyed_print_only(box: Box) -> None:
    headers = box.headers("eleni", **{"Idempotency-Key": "hire-sofia-1"})
    body = {"username": "sofia", "name": "Sofia", "pin": "4917"}
    first, second = (box.http.post(STAFF, json=body, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Idempotent-Replayed"] == "true"
    other = box.http.post(STAFF, json=body | {"pin": "4918"}, headers=headers)
    assert other.json()["code"] == "idempotency-key-reused"
    fingerprint = box.one(select(t.idempotency_keys.c.fingerprint))
    assert fingerprint != box.house.sessions.fingerprint(b"")
    assert len(fingerprint) == 64


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"pin": "1234"}, 422, "pin-too-common"),
        ({"pin": "491"}, 422, "invalid-request"),
        ({"pin": "49a7"}, 422, "invalid-request"),
        ({"pin": "٤٩١٧"}, 422, "invalid-request"),
        ({"pin": "4917" * 4}, 422, "invalid-request"),
        ({"pin": 4917}, 422, "invalid-request"),
        ({"role": "manager"}, 422, "pin-too-short"),
        ({"role": "boss"}, 422, "invalid-request"),
        ({"role": "sysadmin", "pin": "491735"}, 403, "sysadmins-only"),
        ({"username": "MARIA"}, 409, "username-taken"),
        ({"username": "so fia"}, 422, "invalid-request"),
        ({"username": "so\x00fia"}, 422, "invalid-request"),
        ({"username": "x" * 41}, 422, "invalid-request"),
        ({"name": " "}, 422, "invalid-request"),
        ({"helps": [999_999]}, 404, "person-not-found"),
        ({"helps": [2**60]}, 422, "invalid-request"),
        ({"helps": "maria"}, 422, "invalid-request"),
        ({"is_active": False}, 422, "invalid-request"),
        ({"token_version": 7}, 422, "invalid-request"),
    ],
)
def test_a_hire_that_makes_no_sense_is_refused_and_leaves_nothing(
    calm_box: Box, values: dict[str, Any], status: int, code: str
) -> None:
    before = calm_box.count(t.users)
    answer = hire(calm_box, **values)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert calm_box.count(t.users) == before


def test_a_new_pin_ends_every_session_and_the_old_pin(box: Box) -> None:
    old = pin_of(box, "maria")
    assert box.get("/api/auth/me").status_code == 200
    answer = change(box, "maria", pin="502718")
    assert answer.status_code == 200
    assert "502718" not in answer.text
    assert box.get("/api/auth/me").status_code == 401
    assert sign_in(box, "maria", old).status_code == 401
    assert sign_in(box, "maria", "502718").status_code == 200


def test_somebody_dismissed_is_out_at_once_and_what_they_did_stays(box: Box) -> None:
    order_id = box.send(7).json()["order_id"]
    token = bearer(box.token("maria"))
    assert box.http.get("/api/auth/me", headers=token).status_code == 200
    answer = dismiss(box, "maria")
    assert (answer.json()["is_active"], answer.json()["active_orders"]) == (False, 1)
    assert box.http.get("/api/auth/me", headers=token).status_code == 401
    assert box.http.post("/api/auth/refresh", headers=token).status_code == 401
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 401
    assert box.get(f"/api/orders/{order_id}", "eleni").json()["opened_by"]["name"] == "Μαρία"
    assert "Μαρία" not in [one["name"] for one in box.get("/api/waiters/colleagues", "nikos").json()]


def test_somebody_taken_back_needs_to_sign_in_again(box: Box) -> None:
    token = bearer(box.token("maria"))
    dismiss(box, "maria")
    assert change(box, "maria", is_active=True).status_code == 200
    assert box.http.get("/api/auth/me", headers=token).status_code == 401
    assert sign_in(box, "maria", pin_of(box, "maria")).status_code == 200


def test_the_last_manager_can_be_neither_dismissed_nor_demoted(box: Box) -> None:
    for answer in (dismiss(box, "eleni"), change(box, "eleni", role="waiter"), change(box, "eleni", is_active=False)):
        assert (answer.status_code, answer.json()["code"]) == (409, "last-manager")
    assert change(box, "nikos", role="manager", pin="502718").status_code == 200
    assert dismiss(box, "eleni").status_code == 200
    assert box.get(STAFF, "eleni").status_code == 401


def test_a_promotion_needs_a_new_pin_and_works_at_once(box: Box) -> None:
    assert box.get(STAFF, "nikos").status_code == 403
    assert change(box, "nikos", role="manager").json()["code"] == "new-pin-needed"
    assert change(box, "nikos", role="manager", pin="5027").json()["code"] == "pin-too-short"
    assert change(box, "nikos", role="manager", pin="502718").status_code == 200
    assert box.http.get(STAFF, headers=bearer(box.token("nikos"))).status_code == 200


def test_a_manager_can_make_change_or_dismiss_no_sysadmin_and_become_none(box: Box) -> None:
    box.change(t.users, t.users.c.username == "giorgos", role="sysadmin")
    for answer in (
        dismiss(box, "giorgos"),
        change(box, "giorgos", pin="502718"),
        change(box, "eleni", role="sysadmin"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "sysadmins-only")
    assert change(box, "eleni", by="giorgos", role="sysadmin").status_code == 200


def test_an_assistant_acts_on_the_tables_of_whom_they_help_until_they_stop(box: Box) -> None:
    order_id = box.send(7, by="nikos").json()["order_id"]
    assert box.get(f"/api/orders/{order_id}", "maria").status_code == 403
    answer = change(box, "maria", helps=[id_of(box, "nikos")])
    assert [one["name"] for one in answer.json()["helps"]] == ["Νίκος"]
    assert box.get(f"/api/orders/{order_id}", "maria").status_code == 200
    assert order_id in [one["id"] for one in box.get("/api/orders/my", "maria").json()]
    assert box.send(7, by="maria").status_code == 201
    assert change(box, "maria", helps=[]).json()["helps"] == []
    assert box.get(f"/api/orders/{order_id}", "maria").status_code == 403


def test_help_for_oneself_or_for_nobody_known_is_refused(calm_box: Box) -> None:
    assert change(calm_box, "maria", helps=[id_of(calm_box, "maria")]).json()["code"] == "helps-oneself"
    assert change(calm_box, "maria", helps=[999_999]).json()["code"] == "person-not-found"
    assert member(calm_box, "maria")["helps"] == []


def test_changing_nobody_is_not_found(calm_box: Box) -> None:
    for method in ("put", "delete"):
        answer = calm_box.http.request(method, f"{STAFF}999999", json={}, headers=calm_box.headers("eleni"))
        assert (answer.status_code, answer.json()["code"]) == (404, "person-not-found")


def test_every_change_of_staff_leaves_a_trace_without_a_pin(box: Box) -> None:
    hire(box, pin="49170362")
    change(box, "sofia", name="Sofia P.", pin="85301946", helps=[id_of(box, "maria")])
    dismiss(box, "sofia")
    subject = f"user:{id_of(box, 'sofia')}"
    with box.house.database.reading() as connection:
        chosen = select(t.audit_log).where(t.audit_log.c.subject == subject).order_by(t.audit_log.c.id)
        rows = connection.execute(chosen).all()
    assert [row.action for row in rows] == ["person_hired", "person_changed", "person_dismissed"]
    assert {row.user_id for row in rows} == {id_of(box, "eleni")}
    maria = id_of(box, "maria")
    assert rows[1].details == {
        "before": {"name": "Σοφία Ν.", "helps": []},
        "after": {"name": "Sofia P.", "helps": [maria]},
        "pin": "reset",
    }
    assert rows[2].details["after"] == {"is_active": False, "helps": []}
    assert "49170362" not in str(rows)


def test_a_round_sent_under_an_old_token_is_the_same_round_under_a_renewed_one(box: Box) -> None:
    token = box.token("maria")
    body = {"lines": [box.line()]}
    path = f"/api/tables/{box.table(7)}/rounds"
    first = box.http.post(path, json=body, headers=bearer(token) | {"Idempotency-Key": "round-0001"})
    renewed = box.http.post("/api/auth/refresh", headers=bearer(token)).json()["access_token"]
    again = box.http.post(path, json=body, headers=bearer(renewed) | {"Idempotency-Key": "round-0001"})
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert box.http.get("/api/auth/me", headers=bearer(token)).status_code == 200, "requests under way keep their token"


def test_rights_changed_behind_our_back_hold_within_a_second(box: Box) -> None:
    assert box.get(STAFF, "eleni").status_code == 200
    box.change(t.users, t.users.c.username == "eleni", role="waiter")
    wait_until(lambda: box.get(STAFF, "eleni").status_code == 403, "Eleni manages nothing any more")
