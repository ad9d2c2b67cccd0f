"""Who may use the console: nobody by default, nobody by guessing."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from cloud_license.app import open_cloud
from cloud_license.commands.sign_in import note_failure
from cloud_license.settings import CloudSettings
from kernel.errors import CannotStart
from kernel.lease import SigningKey
from kernel.settings import read_settings
from tests.integration.cloud_license.conftest import ADMIN, PASSWORD, Worker


def test_the_sysadmin_signs_in_for_an_hour(file_worker: Worker) -> None:
    worker = file_worker
    answer = worker.http.post("/api/auth/login", json={"username": f" {ADMIN.upper()} ", "password": PASSWORD})
    assert answer.status_code == 200
    session = answer.json()
    claims = jwt.decode(session["access_token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 60 * 60
    me = worker.http.get("/api/auth/me", headers={"Authorization": f"Bearer {session['access_token']}"})
    assert me.json() == session["admin"]
    assert (me.json()["username"], me.json()["role"]) == (ADMIN, "sysadmin")


def test_wrong_names_and_wrong_passwords_look_the_same_and_soon_have_to_wait(worker: Worker) -> None:
    wrong = [(ADMIN, "not the password"), ("nobody", PASSWORD)]
    told = [worker.http.post("/api/auth/login", json={"username": n, "password": p}).json() for n, p in wrong]
    for one in told:
        one.pop("correlation_id")
    assert told[0] == told[1]
    assert told[0]["code"] == "invalid-credentials"
    for _ in range(4):  # four more of these, without the half second that each costs
        worker.cloud.book.keep(lambda unit: note_failure(unit, ADMIN, "testclient", None))
    right = worker.http.post("/api/auth/login", json={"username": ADMIN, "password": PASSWORD})
    assert (right.status_code, right.json()["code"]) == (429, "too-many-tries")
    assert 0 < int(right.headers["Retry-After"]) <= 30
    worker.clock.ahead = timedelta(seconds=31)
    assert worker.http.post("/api/auth/login", json={"username": ADMIN, "password": PASSWORD}).status_code == 200
    audit = [row["action"] for row in worker.ok("GET", "/api/audit/")]
    assert audit.count("sign_in_failed") == 6
    assert audit[0] == "signed_in"


def test_another_password_ends_every_other_session(file_worker: Worker) -> None:
    worker = file_worker
    before = worker.headers()
    chosen = "seven grey herons at noon"
    weak = worker.call("POST", "/api/auth/password", {"password": PASSWORD, "new_password": "Password1234"})
    assert (weak.status_code, weak.json()["code"]) == (422, "weak-password")
    answer = worker.call("POST", "/api/auth/password", {"password": PASSWORD, "new_password": chosen})
    assert answer.status_code == 200
    assert worker.http.get("/api/auth/me", headers=before).status_code == 401
    fresh = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert worker.http.get("/api/auth/me", headers=fresh).status_code == 200
    assert worker.http.post("/api/auth/login", json={"username": ADMIN, "password": chosen}).status_code == 200


def test_a_lease_is_no_session_and_a_session_is_no_lease(file_worker: Worker) -> None:
    worker = file_worker
    box = worker.register()
    lease = box.ask().json()["lease"]
    assert worker.http.get("/api/sites/", headers={"Authorization": f"Bearer {lease}"}).status_code == 401
    own = SigningKey.from_seed(b"x" * 32)
    claims = jwt.decode(worker.headers()["Authorization"][7:], options={"verify_signature": False})
    for token in (
        jwt.encode(claims, own.private, "EdDSA"),
        jwt.encode(claims, None, "none"),
        jwt.encode(claims, "another secret of the same length!!", "HS256"),
        "",
        "a.b.c",
    ):
        assert worker.http.get("/api/sites/", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    for scheme in ("Basic", "bearer", ""):
        answer = worker.http.get("/api/sites/", headers={"Authorization": f"{scheme} x"})
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", ""),
        ("irene", ""),
        ("", PASSWORD),
        ("irene", "short"),
        ("irene", "changeme12345"),
        ("irene", "irene1234567"),
    ],
)
def test_there_is_no_start_without_a_good_password(tmp_path: Path, name: str, password: str) -> None:
    settings = read_settings(CloudSettings, data_dir=tmp_path, admin_username=name, admin_password=password)
    with pytest.raises(CannotStart) as refused:
        open_cloud(settings)
    assert "ADMIN_PASSWORD" in refused.value.detail
    assert not password or password not in refused.value.detail


def test_the_command_ends_with_one_sentence_when_it_is_not_configured(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "cloud"],
        env={"CLOUD_DATA_DIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3]), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith("There is no sysadmin yet. Set ADMIN_USERNAME")
