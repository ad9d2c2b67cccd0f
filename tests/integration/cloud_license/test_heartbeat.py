"""What a box hears: the truth, signed, for it alone; and nothing at all when it is not what it says it is."""

from datetime import timedelta
from typing import Any

import pytest

from cloud_license.domain.report import Report
from cloud_license.pace import PER_MINUTE
from cloud_license.store import tables as t
from cloud_license.store.presence import Beat
from kernel.clock import monotonic_s
from tests.integration.cloud_license.conftest import Box, Worker


@pytest.fixture
def box(worker: Worker) -> Box:
    return worker.register()


@pytest.fixture
def file_box(file_worker: Worker) -> Box:
    """For what is decided before the book is asked: one kind of it is enough."""
    return file_worker.register()


def test_a_registered_box_gets_a_lease_that_it_believes(box: Box) -> None:
    lease = box.lease()
    assert (lease.licensed, lease.locked, lease.serial, lease.offline_hours) == (True, False, 1, 24)
    assert lease.next_in == 6 * 3600
    plain = box.ask().json()
    assert (plain["licensed"], plain["locked"], plain["lock_reason"]) == (True, False, None)


def test_a_lock_reaches_the_box_with_its_sentence_and_an_unlock_takes_it_back(box: Box) -> None:
    before = box.lease().serial
    box.worker.ok("POST", f"{box.path}/lock", {"reason": "Το τιμολόγιο 12 είναι απλήρωτο."})
    locked = box.lease()
    assert (locked.locked, locked.lock_reason, locked.licensed) == (True, "Το τιμολόγιο 12 είναι απλήρωτο.", True)
    assert (locked.serial, locked.next_in) == (before + 1, 60)
    box.worker.ok("POST", f"{box.path}/unlock", {})
    again = box.lease()
    assert (again.locked, again.lock_reason, again.serial) == (False, None, before + 2)


def test_a_lock_at_close_of_business_is_told_at_once_and_acts_later(box: Box) -> None:
    told = box.worker.ok("POST", f"{box.path}/lock", {"reason": "Τέλος", "when": "close_of_business"})
    lease = box.lease()
    assert not lease.locked
    assert lease.lock_at is not None
    assert told["lock_at"] == told["closes_at"]
    box.worker.clock.ahead = timedelta(hours=25)
    assert box.lease().locked


def test_a_licence_ends_by_itself(box: Box) -> None:
    box.worker.clock.ahead = timedelta(days=62)
    lease = box.lease()
    assert (lease.licensed, lease.locked, lease.next_in) == (False, False, 60)


def test_a_deregistered_site_gets_a_tombstone(box: Box) -> None:
    before = box.lease().serial
    box.worker.ok("DELETE", f"{box.path}?name=Ταβέρνα ο Νίκος")
    tombstone = box.lease()
    assert (tombstone.deregistered, tombstone.licensed, tombstone.locked) == (True, False, False)
    assert tombstone.serial == before + 1


def test_who_is_no_site_hears_nothing_and_is_told_why(file_box: Box) -> None:
    box, worker = file_box, file_box.worker
    other = worker.register("Ουζερί")
    right = box.headers
    for wrong in (
        {},
        {"X-Site-ID": box.site_id},
        {"X-Site-Key": box.key},
        right | {"X-Site-Key": other.key},
        right | {"X-Site-Key": f"{box.key}x"},
        right | {"X-Site-Key": ""},
        right | {"X-Site-ID": "0" * 32},
        right | {"X-Site-ID": "x" * 5000},
        [*right.items(), ("X-Site-ID", box.site_id)],
        [*right.items(), ("X-Site-Key", other.key)],
    ):
        for method, path in (("POST", "/api/heartbeat/"), ("GET", "/api/heartbeat/wait?serial=0")):
            answer = worker.http.request(method, path, headers=wrong)  # type: ignore[arg-type]  # pairs, too
            assert (answer.status_code, answer.json()["code"]) == (401, "site-not-recognised"), wrong
            assert "lease" not in answer.json()


def test_a_body_that_makes_no_sense_is_refused_with_a_reason(file_box: Box) -> None:
    box = file_box
    for absurd in (b"[]", b"5", b"null", b"{", b"<html>", b"[" * 5000, b'"x"', b"\xff\xfe"):
        answer = box.worker.http.post("/api/heartbeat/", content=absurd, headers=box.headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "heartbeat-unreadable"), absurd
    for nonce in ("short", "x" * 65, "with space in it!", 5, ["x" * 20], {"a": 1}):
        assert box.ask({"nonce": nonce}).json()["code"] == "heartbeat-unreadable", nonce
    assert box.worker.http.post("/api/heartbeat/", content=b"x" * 20_000, headers=box.headers).status_code == 413


def test_health_that_makes_no_sense_is_left_out_and_costs_nothing(file_box: Box) -> None:
    box = file_box
    absurd: list[Any] = [5, "fine", [], {"printers": -1}, {"printers": 10**30}, {"on_paper_within_5s": 7},
        {"clock_offset_s": "late"}, {"printers": True}, {"orders": ["2 moussaka"]}, {"backup_age_s": None}]  # fmt: skip
    for health in absurd:
        assert box.lease(health=health, version=["1"], uptime_seconds="long").licensed
        box.worker.cloud.presence.flush()
        detail = box.detail()
        assert set(detail["health"].values()) == {None}, health
        assert (detail["version"], detail["uptime_seconds"]) == ("", None)


def test_health_is_shown_at_the_site(box: Box) -> None:
    said = {"tickets": 412, "on_paper_within_5s": 0.99, "printers": 3, "printers_in_trouble": 1, "backup_age_s": 290,
            "disk_free_mb": 9000, "disk_free_share": 0.4, "clock_offset_s": -3.5, "menu": "secret"}  # fmt: skip
    box.lease(health=said)
    box.worker.cloud.presence.flush()
    detail = box.detail()
    assert detail["health"] == {name: value for name, value in said.items() if name != "menu"}
    assert (detail["status"], detail["version"], detail["uptime_seconds"]) == ("active", "1.2.3", 60)
    assert detail["last_seen_ip"] == "testclient"


def test_history_is_a_ring_that_never_grows(box: Box) -> None:
    presence, start = box.worker.cloud.presence, box.worker.clock()
    for windows in range(90):
        beat = Beat(box.site_id, start + timedelta(hours=3 * windows), "192.0.2.7", Report("1.2.3"))
        presence.note(beat)
        presence.flush()
        presence.note(beat)
        presence.note(beat)
        presence.flush()
    rows = box.worker.rows(t.heartbeats)
    assert len(rows) == 80
    assert all(row["beats"] == 3 for row in rows)
    timeline = box.worker.ok("GET", f"{box.path}/timeline?limit=200")
    beats = [one["at"] for one in timeline if one["kind"] == "heartbeats"]
    assert beats == sorted(beats, reverse=True)
    assert len(beats) == 80


def test_a_box_that_runs_wild_is_told_to_slow_down(file_box: Box) -> None:
    box = file_box
    for _ in range(PER_MINUTE):
        box.worker.cloud.pace.take(box.site_id, monotonic_s() + 3600)
    answer = box.ask()
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-heartbeats")
    assert answer.headers["Retry-After"] == "60"
    assert box.worker.register("Ουζερί").ask().status_code == 200


def test_after_a_restore_the_serial_passes_what_a_box_has_seen(box: Box) -> None:
    lease = box.lease(serial=40)
    assert lease.serial == 41
    assert box.lease(serial=41).serial == 41
    assert box.lease(serial=2**50).serial == 41
    assert box.lease(serial=45).serial == 46
    assert [row["action"] for row in box.worker.rows(t.audit_log)] == ["registered", "serial_caught_up"]
