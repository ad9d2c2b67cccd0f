"""The local sysadmin's own lock: shuts the box like the vendor's, and can be taken off in the browser."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from order_service.store import tables as t
from tests.integration.api.conftest import Box, OpenBox
from tests.integration.api.test_licence_gate import HEALTH, lock, tell

pytestmark = pytest.mark.before_the_book


@pytest.fixture
def box(open_box: OpenBox) -> Box:
    box = open_box()
    new = {"username": "sys", "name": "Sys", "role": "sysadmin", "pin_hash": "-", "created_at": datetime.now(UTC)}
    box.house.writer.run(lambda unit: unit.connection.execute(insert(t.users), new))
    box.line()  # knows the menu from now on
    return box


def test_the_box_is_locked_with_a_reason_and_unlocked_and_both_are_in_the_trail(box: Box) -> None:
    assert box.post("/api/system/unlock", by="sys").json()["code"] == "box-not-locked"
    assert box.post("/api/system/lock", {"reason": "Κλείνουμε για ανακαίνιση."}, "sys").status_code == 200
    refused = box.send(7)
    assert (refused.status_code, refused.json()["code"]) == (423, "box-locked")
    assert refused.json()["lock_reason"] == "Κλείνουμε για ανακαίνιση."
    assert box.http.get(HEALTH).json()["license"]["cause"] == "box_locked"
    assert box.post("/api/system/unlock", by="eleni").json()["code"] == "sysadmins-only"
    assert box.post("/api/system/unlock", by="sys").json() == {"locked": False, "lock_reason": None}
    assert box.send(7).status_code == 201
    trail = box.get("/api/audit/?subject=box", "eleni").json()["entries"]
    assert [(entry["action"], entry["by"]["name"]) for entry in trail] == [
        ("box_unlocked", "Sys"),
        ("box_locked", "Sys"),
    ]


def test_a_locked_box_lets_its_sysadmin_sign_in_and_survives_a_restart(box: Box) -> None:
    box.post("/api/system/lock", {"reason": "x"}, "sys")
    wrong = box.http.post("/api/auth/login", json={"username": "sys", "pin": "123456"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid-credentials")
    again = Box(box.data_dir, database_url=box.settings.database_url)
    with again:
        assert again.get("/api/tables/").json()["code"] == "box-locked"
        assert again.post("/api/system/unlock", by="sys").status_code == 200
        assert again.send(7).status_code == 201


def test_the_vendors_lock_is_not_the_sysadmins_to_take_off(box: Box) -> None:
    box.post("/api/system/lock", {"reason": "x"}, "sys")
    lock(box)
    assert box.post("/api/system/unlock", by="sys").json()["code"] == "site-locked"
    assert box.http.post("/api/auth/login", json={"username": "sys", "pin": "123456"}).status_code == 423
    tell(box)
    assert box.send(7).json()["code"] == "box-locked", "the box's own lock is still there"
