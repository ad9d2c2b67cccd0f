"""What a sysadmin does to a site, and what must not happen by a slip of the hand."""

import hashlib
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from cloud_license.access import ACCESS
from cloud_license.domain.licence_end import business_day
from cloud_license.domain.report import Report
from cloud_license.domain.site import WORST_FIRST
from cloud_license.store import tables as t
from cloud_license.store.audit import first_broken
from cloud_license.store.presence import Beat
from kernel.lease import read_key_set
from tests.integration.cloud_license.conftest import OpenWorker, Worker

ATHENS = ZoneInfo("Europe/Athens")


def test_a_registration_shows_its_secret_once_and_keeps_a_hash(worker: Worker) -> None:
    box = worker.register(owner_name="Νίκος Π.", contact_phone="+30 210 1234567", note="VIP", offline_hours=72)
    assert len(box.key) == 43
    assert box.key not in worker.call("GET", box.path).text
    kept = worker.rows(t.site_keys)
    assert [row["secret_key_hash"] for row in kept] == [hashlib.sha256(box.key.encode()).hexdigest()]
    detail = box.detail()
    assert (detail["status"], detail["owner_name"], detail["note"]) == ("new", "Νίκος Π.", "VIP")
    assert (detail["offline_hours"], detail["last_seen_at"], detail["health"]) == (72, None, None)
    assert box.lease().offline_hours == 72


def test_the_env_of_a_registration_is_all_that_a_box_needs(open_worker: OpenWorker) -> None:
    worker = open_worker(public_url="https://licence.example.com")
    body = {"name": "A", "owner_name": "B", "contact_email": "a@b.gr", "licensed_until": "2027-01-31"}
    made = worker.ok("POST", "/api/sites/", body)
    env = dict(line.split("=", 1) for line in made["env"].splitlines())
    assert env["CLOUD_URL"] == "https://licence.example.com"
    assert (env["SITE_ID"], env["SITE_KEY"]) == (made["site_id"], made["secret_key"])
    assert set(read_key_set(env["LICENSE_KEYS"])) == set(worker.cloud.keys.pinned)
    assert worker.http.get("/api/license-keys").json()["license_keys"] == env["LICENSE_KEYS"]


def test_a_registration_that_makes_no_sense_is_refused(file_worker: Worker) -> None:
    worker = file_worker
    good = {"name": "A", "owner_name": "B", "contact_email": "a@b.gr", "licensed_until": "2027-01-31"}
    wrong: list[dict[str, Any]] = [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\x00b"},
        {"contact_email": "nobody"},
        {"time_zone": "Europe/Atlantis"},
        {"time_zone": "../../etc/passwd"},
        {"offline_hours": 23},
        {"offline_hours": 721},
        {"licensed_until": "soon"},
        {"licensed_until": "9999-12-31"},
        {"is_locked": True},
    ]
    for one in wrong:
        assert worker.call("POST", "/api/sites/", good | one).status_code == 422, one
    assert worker.rows(t.sites) == []


def test_the_same_click_twice_registers_one_restaurant(worker: Worker) -> None:
    body = {"name": "A", "owner_name": "B", "contact_email": "a@b.gr", "licensed_until": "2027-01-31"}
    first = worker.call("POST", "/api/sites/", body, **{"Idempotency-Key": "click-one-1"})
    again = worker.call("POST", "/api/sites/", body, **{"Idempotency-Key": "click-one-1"})
    assert (first.status_code, again.status_code) == (201, 409)
    assert again.json()["code"] == "secret-shown-already"
    assert len(worker.rows(t.sites)) == 1
    secret = first.json()["secret_key"]
    assert all(secret not in str(row) for row in worker.rows(t.idempotency_keys))


def test_the_same_click_twice_extends_once(worker: Worker) -> None:
    box = worker.register()
    key = {"Idempotency-Key": "click-two-2"}
    first = worker.call("PUT", box.path, {"extend": "month"}, **key)
    again = worker.call("PUT", box.path, {"extend": "month"}, **key)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = worker.call("PUT", box.path, {"extend": "year"}, **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


def test_a_licence_is_extended_by_a_month_a_year_or_to_a_day_and_ends_at_five_in_the_morning(worker: Worker) -> None:
    box = worker.register(licensed_until="2027-01-31")
    serial = box.lease().serial
    assert worker.ok("PUT", box.path, {"extend": "month"})["licensed_until"] == "2027-02-28"
    assert worker.ok("PUT", box.path, {"extend": "year"})["licensed_until"] == "2028-02-28"
    detail = worker.ok("PUT", box.path, {"licensed_until": "2027-06-30"})
    assert detail["license_expires_at"] == "2027-07-01T02:00:00Z"  # 05:00 of a summer morning in Athens
    lease = box.lease()
    assert lease.serial == serial + 3
    assert lease.expires_at is not None
    assert lease.expires_at.astimezone(ATHENS).hour == 5
    assert worker.call("PUT", box.path, {"extend": "month", "licensed_until": "2027-06-30"}).status_code == 422


def test_an_ended_licence_is_extended_from_today(worker: Worker) -> None:
    box = worker.register()
    worker.clock.ahead = timedelta(days=400)
    assert box.detail()["status"] == "expired"
    detail = worker.ok("PUT", box.path, {"extend": "year"})
    today = business_day(worker.clock(), ATHENS)
    assert detail["licensed_until"][:4] == str(today.year + 1)
    assert box.lease().licensed


def test_facts_change_without_telling_the_box_what_it_need_not_know(worker: Worker) -> None:
    box = worker.register()
    serial = box.lease().serial
    detail = worker.ok("PUT", box.path, {"name": "Ταβέρνα η Ελένη", "note": "moved"})
    assert (detail["name"], detail["owner_name"], detail["note"]) == ("Ταβέρνα η Ελένη", "Νίκος", "moved")
    assert box.lease().serial == serial
    worker.ok("PUT", box.path, {"offline_hours": 48})
    assert box.lease().offline_hours == 48
    assert [site["name"] for site in worker.ok("GET", "/api/sites/?search=ελενη")["sites"]] == ["Ταβέρνα η Ελένη"]


def test_two_keys_open_and_a_revoked_one_does_not(worker: Worker) -> None:
    box = worker.register()
    old = box.key
    made = worker.ok("POST", f"{box.path}/keys")
    assert worker.call("POST", f"{box.path}/keys").json()["code"] == "two-keys-active"
    assert box.ask().status_code == 200
    box.key = made["secret_key"]
    assert box.ask().status_code == 200
    first, second = made["site"]["keys"]
    worker.ok("DELETE", f"{box.path}/keys/{first['id']}")
    assert box.ask().status_code == 200
    assert worker.call("DELETE", f"{box.path}/keys/{second['id']}").json()["code"] == "last-key"
    assert worker.call("DELETE", f"{box.path}/keys/{first['id']}").json()["code"] == "key-not-found"
    box.key = old
    assert box.ask().status_code == 401


def test_a_site_is_deregistered_only_by_its_name(worker: Worker) -> None:
    box = worker.register("Ουζερί")
    for typed in ("", "?name=ουζερι", "?name=Ouzeri"):
        assert worker.call("DELETE", box.path + typed).json()["code"] == "name-does-not-match"
    worker.ok("DELETE", f"{box.path}?name=Ουζερί")
    assert worker.call("GET", box.path).status_code == 404
    assert worker.call("POST", f"{box.path}/lock", {"reason": "x"}).status_code == 404
    assert worker.ok("GET", "/api/sites/")["matching"] == 0
    assert worker.ok("GET", f"{box.path}/timeline")[0]["kind"] == "deregistered"


def test_the_brake_holds_the_eleventh_lock_of_an_hour_until_it_is_confirmed(worker: Worker) -> None:
    boxes = [worker.register(f"Site {number}") for number in range(13)]
    lock = {"reason": "A mistake of ours"}
    for box in boxes[:10]:
        worker.ok("POST", f"{box.path}/lock", lock)
    held = worker.call("POST", f"{boxes[10].path}/lock", lock)
    assert (held.status_code, held.json()["code"], held.json()["locks"]) == (409, "mass-lock-brake", 11)
    assert not boxes[10].lease().locked
    planned = worker.call("POST", f"{boxes[10].path}/lock", lock | {"when": "close_of_business"})
    assert planned.json()["code"] == "mass-lock-brake"
    assert worker.call("POST", f"{boxes[10].path}/lock", lock | {"confirm_locks": 10}).status_code == 409
    worker.ok("POST", f"{boxes[10].path}/lock", lock | {"confirm_locks": 11})
    assert worker.call("POST", f"{boxes[11].path}/lock", lock | {"confirm_locks": 11}).json()["locks"] == 12
    worker.ok("POST", f"{boxes[0].path}/lock", {"reason": "A better sentence"})  # no new lock
    assert boxes[0].lease().lock_reason == "A better sentence"
    worker.clock.ahead = timedelta(minutes=61)
    worker.ok("POST", f"{boxes[11].path}/lock", lock)


def test_an_unlock_needs_a_lock(worker: Worker) -> None:
    box = worker.register()
    assert worker.call("POST", f"{box.path}/unlock", {}).json()["code"] == "site-not-locked"
    worker.ok("POST", f"{box.path}/lock", {"reason": "x", "when": "close_of_business"})
    detail = worker.ok("POST", f"{box.path}/unlock", {"reason": "paid"})
    assert (detail["lock_at"], detail["lock_reason"], detail["status"]) == (None, None, "new")
    for body in ({}, {"reason": ""}, {"reason": "x" * 301}, {"reason": "x", "when": "tomorrow"}):
        assert worker.call("POST", f"{box.path}/lock", body).status_code == 422


def test_the_list_is_worst_first_and_its_words_are_those_of_the_rules(worker: Worker) -> None:
    soon = (worker.clock() + timedelta(days=5)).date().isoformat()
    boxes = {status: worker.register(f"is {status}") for status in ("active", "new", "silent", "locked", "expired")}
    boxes["expiring"] = worker.register("is expiring", licensed_until=soon)
    worker.ok("POST", f"{boxes['locked'].path}/lock", {"reason": "x"})
    now = worker.clock()
    presence = worker.cloud.presence
    for status, ago in (("active", 1), ("expiring", 1), ("locked", 1), ("expired", 1), ("silent", 14)):
        presence.note(Beat(boxes[status].site_id, now - timedelta(hours=ago), "192.0.2.1", Report()))
    presence.flush()
    past = update(t.sites).where(t.sites.c.site_id == boxes["expired"].site_id)
    worker.cloud.book.keep(lambda unit: unit.connection.execute(past.values(license_expires_at=now)))
    page = worker.ok("GET", "/api/sites/")
    assert [site["status"] for site in page["sites"]] == list(WORST_FIRST)  # status_of's words in the order of SQL's
    assert [site["name"] for site in page["sites"]] == [f"is {status}" for status in WORST_FIRST]
    assert page["counts"] == dict.fromkeys(WORST_FIRST, 1)
    for status in WORST_FIRST:
        only = worker.ok("GET", f"/api/sites/?status={status}")
        assert [site["name"] for site in only["sites"]] == [f"is {status}"]
        assert only["matching"] == 1
    second = worker.ok("GET", "/api/sites/?offset=1&limit=1")
    assert ([site["name"] for site in second["sites"]], second["matching"]) == (["is locked"], 6)
    assert worker.ok("GET", "/api/sites/?search=%25")["matching"] == 0


def test_every_action_is_in_the_timeline_with_who_and_why_and_the_chain_is_whole(worker: Worker) -> None:
    box = worker.register()
    worker.ok("PUT", box.path, {"extend": "year", "note": "paid by card"})
    worker.ok("POST", f"{box.path}/lock", {"reason": "Unpaid"})
    worker.ok("POST", f"{box.path}/lock", {"reason": "Still unpaid"})
    worker.ok("POST", f"{box.path}/unlock", {"reason": "paid"})
    made = worker.ok("POST", f"{box.path}/keys")
    worker.ok("DELETE", f"{box.path}/keys/{made['site']['keys'][0]['id']}")
    timeline = worker.ok("GET", f"{box.path}/timeline")
    kinds = ["key_revoked", "key_added", "unlocked", "lock_changed", "locked", "extended", "edited", "registered"]
    assert [one["kind"] for one in timeline] == kinds
    assert {one["who"] for one in timeline} == {"irene"}
    assert [one["reason"] for one in timeline[2:5]] == ["paid", "Still unpaid", "Unpaid"]
    earlier = worker.ok("GET", f"{box.path}/timeline", None)[-1]["at"].replace("+", "%2B")
    assert worker.ok("GET", f"{box.path}/timeline?before={earlier}") == []
    rows = worker.ok("GET", "/api/audit/?limit=3")
    assert [row["site_name"] for row in rows] == ["Ταβέρνα ο Νίκος"] * 3
    assert worker.ok("GET", f"/api/audit/?before={rows[-1]['id']}&limit=1")[0]["action"] == "lock_changed"
    with worker.cloud.book.database.reading() as connection:
        assert first_broken(connection) is None
    edit = update(t.audit_log).where(t.audit_log.c.action == "locked").values(reason="nothing")
    worker.cloud.book.keep(lambda unit: unit.connection.execute(edit))
    with worker.cloud.book.database.reading() as connection:
        assert first_broken(connection) is not None


def test_every_route_has_its_row_and_shuts_out_who_may_not(file_worker: Worker) -> None:
    worker = file_worker
    paths = worker.app.openapi()["paths"]
    routes = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert routes == {(row.method, row.path) for row in ACCESS}
    site = "0" * 32
    for row in ACCESS:
        if row.caller != "anyone":
            path = row.path.replace("{site_id}", site).replace("{key_id}", "1")
            answer = worker.http.request(row.method, f"{path}?serial=0", json={})
            assert answer.status_code == 401, row
