"""The check before service, and backups as a manager sees them, on a box without a broker and printers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from kernel.backup_state import BackupState, KeptBackup, take_wish, write_backup_state
from kernel.restore_state import read_restore
from order_service.store import tables as t
from tests.integration.api.conftest import Box


def a_stick(**more: Any) -> BackupState:
    """A stick with a backup of two minutes ago."""
    made_at = datetime.now(UTC) - timedelta(minutes=2)
    kept = KeptBackup(name="20261126T184500Z", made_at=made_at, bytes=4096, version="0.1.0", schema_revision="0001")
    known: dict[str, Any] = {"every_s": 300, "is_separate": True, "tried_at": made_at, "good_at": made_at}
    return BackupState(folder="/media/stick", kept=[kept], **known | more)


def findings(box: Box) -> dict[str, Any]:
    answer = box.get("/api/system/check", "eleni").json()
    return {f"{one['topic']} {one['subject']}".strip(): one for one in answer["findings"]} | {"whole": answer}


def test_a_box_without_broker_and_printers_is_told_so_in_sentences(calm_box: Box) -> None:
    found = findings(calm_box)
    assert found["whole"]["state"] == "bad"
    assert found["broker"]["code"] == "broker-away"
    assert found["database"]["state"] in ("ok", "warn")
    assert found["disk"]["facts"]["free_mb"] > 0
    assert {name for name in found if name.startswith("printer")} == {"printer Κουζίνα", "printer Μπαρ"}
    for one in found["whole"]["findings"]:
        assert one["says"]
        assert one["do"] or one["state"] == "ok"


def test_a_backup_that_fails_is_in_the_check_and_in_health(sqlite_box: Box) -> None:
    assert findings(sqlite_box)["backup"]["code"] == "backup-none"
    assert sqlite_box.get("/api/system/health").json()["backup_age_s"] is None
    write_backup_state(sqlite_box.data_dir, a_stick())
    assert findings(sqlite_box)["backup"]["code"] == "backup-ok"
    assert sqlite_box.get("/api/system/health").json()["backup_age_s"] >= 120
    write_backup_state(sqlite_box.data_dir, a_stick(trouble="medium-missing"))
    assert findings(sqlite_box)["backup"]["code"] == "backup-medium-missing"
    assert "The backup medium is not there." in str(sqlite_box.get("/api/system/health").json()["warnings"])


def test_a_clock_behind_the_book_is_noticed(sqlite_box: Box) -> None:
    assert sqlite_box.send(7).status_code == 201
    assert findings(sqlite_box)["clock"]["state"] in ("ok", "warn")
    sqlite_box.change(t.audit_log, at=datetime.now(UTC) + timedelta(days=2))
    assert findings(sqlite_box)["clock"]["code"] == "clock-went-back"


def test_a_manager_sees_the_backups_and_asks_for_one(sqlite_box: Box) -> None:
    assert sqlite_box.get("/api/system/backups", "eleni").json()["kept"] == []
    write_backup_state(sqlite_box.data_dir, a_stick())
    asked = sqlite_box.post("/api/system/backups", by="eleni", **{"Idempotency-Key": "a-tap-of-hers"})
    assert asked.status_code == 202
    assert [one["name"] for one in asked.json()["kept"]] == ["20261126T184500Z"]
    assert take_wish(sqlite_box.data_dir)
    again = sqlite_box.post("/api/system/backups", by="eleni", **{"Idempotency-Key": "a-tap-of-hers"})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert not take_wish(sqlite_box.data_dir), "the same tap twice is one backup"


def test_a_waiter_may_neither_look_nor_ask(calm_box: Box) -> None:
    for path in ("/api/system/check", "/api/system/backups"):
        assert calm_box.get(path, "maria").status_code == 403
    assert calm_box.post("/api/system/backups", by="maria").status_code == 403


def test_only_a_listed_backup_is_gone_back_to_and_only_with_the_managers_own_pin(sqlite_box: Box) -> None:
    name = a_stick().kept[0].name
    write_backup_state(sqlite_box.data_dir, a_stick())
    pin = json.loads((sqlite_box.data_dir / "demo-credentials.json").read_text())["eleni"]["pin"]
    assert sqlite_box.send(7).status_code == 201
    lost = sqlite_box.get(f"/api/system/backups/{name}", "eleni").json()
    assert (lost["orders"], lost["rounds"], lost["payments"], lost["paid"], lost["open_tables"]) == (1, 1, 0, "0.00", 1)

    def go_back(name: str, pin: str) -> tuple[int, str]:
        answer = sqlite_box.post(f"/api/system/backups/{name}/restore", {"pin": pin}, by="eleni")
        return answer.status_code, answer.json().get("code", "")

    assert go_back(name, pin) == (409, "no-restore-here"), "no supervisor runs this box"
    write_backup_state(sqlite_box.data_dir, a_stick(can_restore=True))
    assert go_back(name, "000000") == (422, "wrong-pin")
    assert go_back("20200101T000000Z", pin) == (404, "backup-gone")
    assert go_back("..%2F..%2Fetc", pin)[0] in (404, 422)
    assert read_restore(sqlite_box.data_dir) is None
    assert go_back(name, pin) == (202, "")
    asked = read_restore(sqlite_box.data_dir)
    assert asked is not None
    assert (asked.name, asked.user_name, asked.step) == (name, "Ελένη", "asked")
    assert go_back(name, pin) == (409, "restore-under-way")
    trail = sqlite_box.get("/api/audit/?subject=box", "eleni").json()["entries"]
    assert [one["action"] for one in trail] == ["restore_asked"]
    assert sqlite_box.get("/api/system/backups", "eleni").json()["restore"]["step"] == "asked"
