"""What a worker agrees on with the others before it answers a single box."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cloud_license.app import open_cloud, rotate_signing_key
from cloud_license.signing import FOLDER
from cloud_license.store.tables import audit_log
from kernel.errors import CannotStart
from kernel.lease import verify
from tests.integration.cloud_license.conftest import OpenWorker, Worker


def test_a_worker_with_another_signing_key_does_not_start(worker: Worker) -> None:
    (worker.settings.data_dir / FOLDER / "signing").unlink()
    with pytest.raises(CannotStart, match="boxes were told to expect"):
        open_cloud(worker.settings)


def test_after_a_rotation_boxes_believe_the_new_key_at_once(open_worker: OpenWorker) -> None:
    worker = open_worker()
    box = worker.register()
    pinned = worker.cloud.keys.pinned
    keys = rotate_signing_key(worker.settings)
    again = open_worker()
    assert again.cloud.keys.signing.kid == keys.signing.kid != worker.cloud.keys.signing.kid
    box.worker = again
    lease = verify(box.ask().json()["lease"], pinned, site_id=box.site_id)
    assert lease.licensed
    assert [row["action"] for row in again.rows(audit_log)][-1] == "signing_key_rotated"


def test_a_book_of_a_newer_version_is_left_alone(worker: Worker) -> None:
    change = text("UPDATE alembic_version SET version_num = '9999'")
    worker.cloud.book.keep(lambda unit: unit.connection.execute(change))
    with pytest.raises(CannotStart, match="newer version"):
        open_cloud(worker.settings)


def test_what_was_noted_is_written_when_a_worker_ends(open_worker: OpenWorker) -> None:
    worker, other = open_worker(), open_worker()
    box = worker.register()
    box.ask()
    worker.http.__exit__(None, None, None)
    seen = other.ok("GET", box.path)["last_seen_at"]
    assert seen is not None
    worker.http.__enter__()


def test_the_console_is_served_with_its_headers_and_the_api_beside_it(open_worker: OpenWorker, tmp_path: Path) -> None:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><title>console</title>")
    (built / "assets" / "app-1.js").write_text("1")
    worker = open_worker(web_dir=built)
    for path in ("/", "/sites/abc"):
        page = worker.http.get(path, headers={"Accept": "text/html"})
        assert (page.status_code, "console" in page.text) == (200, True), path
        assert page.headers["Cache-Control"] == "no-cache"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "immutable" in worker.http.get("/assets/app-1.js").headers["Cache-Control"]
    assert worker.http.get("/api/no-such-thing").status_code == 404
    health = worker.http.get("/health").json()
    assert (health["status"], health["database"], health["long_polls"]) == ("ok", "ok", 0)


def test_the_clock_of_a_session_is_the_clouds(file_worker: Worker) -> None:
    worker = file_worker
    assert worker.call("GET", "/api/auth/me").status_code == 200
    token, _ = worker.cloud.sessions.issue(1, 1, worker.clock() - timedelta(minutes=61))
    assert worker.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
