"""`pos doctor` on a box that never ran, that stands still, and that works; and the bundle for whoever helps."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from deploy.doctor import site_runs
from deploy.settings import HouseSettings
from deploy.support_bundle import PERSONAL_COLUMNS, private_words, tidy_log, write_bundle
from kernel.clock import utc_now
from kernel.database import open_database
from kernel.settings import read_settings
from order_service.store import tables as t
from tests.ports import free_port
from tests.site import ROOT, Site, wait_until


def doctor(environment: dict[str, str], folder: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "doctor", "--json"],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert ran.stdout, ran.stderr
    said = json.loads(ran.stdout)
    assert ran.returncode == {"ok": 0, "warn": 1, "bad": 2}[said["state"]]
    return ran.returncode, {f"{one['topic']} {one['subject']}".strip(): one for one in said["findings"]}


def a_stopped_box(folder: Path) -> dict[str, str]:
    web = folder / "web" / "waiter" / "dist"
    web.mkdir(parents=True)
    (web / "index.html").touch()
    ports = {"API_PORT": str(free_port()), "MQTT_PORT": str(free_port()), "API_HOST": "127.0.0.1"}
    return {"POS_DATA_DIR": str(folder / "data"), "POS_WEB_DIR": str(folder / "web"), **ports}


def test_a_box_that_never_ran_is_told_how_to_begin(tmp_path: Path) -> None:
    status, found = doctor(a_stopped_box(tmp_path), tmp_path)
    assert status == 2
    assert found["site"]["code"] == "site-stopped"
    assert found["database"]["code"] == "database-none"
    assert found["ports"]["code"] == "ports-free"
    assert not (tmp_path / "data" / "pos.db").exists(), "looking makes nothing"


def test_a_stopped_box_is_looked_through(tmp_path: Path, taverna: Path) -> None:
    environment = a_stopped_box(tmp_path)
    shutil.copytree(taverna, tmp_path / "data")
    environment["MQTT_PORT"] = environment["API_PORT"]
    (tmp_path / "data" / ".restoring").mkdir()
    _, found = doctor(environment, tmp_path)
    assert found["database"]["state"] in ("ok", "warn")
    assert found["ports"]["says"].startswith("API_PORT and MQTT_PORT are both")
    assert "pos restore" in found["files"]["says"]
    book = tmp_path / "data" / "pos.db"
    book.write_bytes(b"no database at all" * 500)
    _, found = doctor(environment, tmp_path)
    assert found["database"]["state"] == "bad"


def test_a_working_site_is_asked_for_what_only_it_knows_and_tells_a_helper_nothing_private(
    tmp_path: Path, taverna: Path
) -> None:
    metrics = free_port()
    told = {"POS_METRICS_PORT": str(metrics), "BACKUP_DIR": str(tmp_path / "stick")}
    with Site(tmp_path, taverna, environment=told) as site:
        note, name = "allergic to walnuts, says Mrs Papadopoulou", "Μαρία"
        waiter = site.waiter()
        waiter.send(7, waiter.line("Μουσακάς", note=note))
        (site.data_dir / "run").mkdir(exist_ok=True)
        lock = _hold(site.data_dir / "run" / "site.lock")
        assert site_runs(site.data_dir)
        site.start("backups")
        eleni = site.waiter("eleni")
        assert eleni.post("/api/system/backups").status_code == 202
        wait_until(lambda: eleni.get("/api/system/backups")["good_at"] is not None, "the backup she asked for")
        _, found = doctor(site.environment, site.data_dir)
        os.close(lock)
        assert not site_runs(site.data_dir)
        assert found["site"]["code"] == "site-runs"
        assert found["backup"]["code"] in ("backup-ok", "backup-same-disk")
        assert found["broker"]["code"] == "broker-ok"
        assert {one["state"] for topic, one in found.items() if topic.startswith("printer ")} <= {"ok", "warn"}
        assert found["database"]["state"] in ("ok", "warn")

        numbers = _scrape(metrics)
        assert numbers["pos_broker_connected"] == numbers["pos_database_up"] == 1
        assert numbers['pos_printer_ready{printer="kitchen"}'] == 1
        assert numbers["pos_commits_total"] >= 1
        template = 'method="POST",route="/api/tables/{table_id}/rounds",status="2xx"'
        assert numbers[f"pos_http_request_seconds_count{{{template}}}"] == 1
        assert not any(word in line for line in numbers for word in ("maria", name, "walnuts"))

        # what a careless log line would hold
        logs = site.data_dir / "logs"
        logs.mkdir(exist_ok=True)
        pin = site.pin_of("maria")
        record = {"event": "round_refused", "level": "info", "correlation_id": "abc", "who": name, "note": note}
        (logs / "api.log").write_text(f"{json.dumps(record)}\n{name} said {note}, PIN {pin}\n")
        bundle = tmp_path / "bundle.zip"
        ran = subprocess.run(
            [sys.executable, "-m", "deploy.cli", "support-bundle", str(bundle)],
            env=site.environment | {"POS_RESTAURANT_NAME": "Η Γωνιά της Μαρίας"},
            cwd=site.data_dir,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        with zipfile.ZipFile(bundle) as opened:
            texts = {member: opened.read(member).decode() for member in opened.namelist()}
        assert {"doctor.json", "settings.json", "book.json", "packages.txt", "logs/api.log"} <= texts.keys()
        assert "round_refused" in texts["logs/api.log"]
        assert json.loads(texts["book.json"])["rows"]["order_items"] == 1
        secrets = [path.read_text() for path in (site.data_dir / "secrets").iterdir()]
        everything = "\n".join(texts.values()).casefold()
        for private in (note, "walnuts", "papadopoulou", name, "maria", pin, "γωνιά", *secrets):
            assert private.casefold() not in everything, private


def test_a_note_is_taken_out_of_every_file_however_it_got_there(tmp_path: Path, taverna: Path) -> None:
    shutil.copytree(taverna, tmp_path / "data")
    database = open_database("", tmp_path / "data" / "pos.db")
    with database.writer.begin() as connection:
        boss = connection.scalar(select(t.users.c.id))
        row = {"at": utc_now(), "user_id": boss, "action": "void", "subject": "order:1", "details": {}, "hash": "0"}
        connection.execute(insert(t.audit_log), row | {"reason": "Κύριος Ιωάννου έφυγε"})
    database.close()
    words = private_words(read_settings(HouseSettings, data_dir=tmp_path / "data"))
    assert {"maria", "Κύριος Ιωάννου έφυγε"} <= words
    write_bundle(
        tmp_path / "b.zip",
        {"x.txt": "MARIA: Κύριος Ιωάννου έφυγε", "y.json": json.dumps("Κύριος Ιωάννου έφυγε")},
        words,
    )
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        assert opened.read("x.txt").decode() == "[removed]: [removed]"
        assert opened.read("y.json").decode() == '"[removed]"'
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_every_column_with_a_persons_words_is_known() -> None:
    for table in t.metadata.sorted_tables:
        for column in table.columns:
            long = getattr(column.type, "length", 0) or 0
            if column.name.split("_")[-1] in ("note", "reason") and long > 20:
                assert column.name in PERSONAL_COLUMNS.get(table.name, ()), f"{table.name}.{column.name}"


def test_a_log_record_keeps_its_numbers_and_its_event_and_no_free_words() -> None:
    line = json.dumps({"event": "signed_in", "took_ms": 3, "is_new": True, "who": "Maria", "details": {"a": "b"}})
    assert json.loads(tidy_log(line)) == {"event": "signed_in", "took_ms": 3, "is_new": True}
    assert tidy_log("Traceback of Maria") == "(18 characters)"


def _scrape(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def _hold(path: Path) -> int:
    """The lock that `pos up` holds; this site's processes were started one by one."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor
