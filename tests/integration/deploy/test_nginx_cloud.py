"""The vendor's server: a real worker behind the real nginx, over TLS."""

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives import serialization

from deploy.nginx_files import cloud_text
from deploy.trust.certificates import make_authority, make_box_certificate
from kernel.errors import CannotStart
from tests.integration.deploy.front import Front, running
from tests.nginx import NGINX, PATIENCE_S
from tests.ports import free_port
from tests.site import wait_until

NAME = "licence.vendor.lan"
ADMIN, PASSWORD = "irene", "lighthouse of 1912"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that trusts the server's certificate; the second of the two workers that nginx knows is dead."""
    if NGINX is None:
        pytest.skip("NOT TESTED BEHIND NGINX: it is not installed")
    folder = tmp_path_factory.mktemp("cloud")
    authority = make_authority("vendor", datetime.now(UTC))
    box = make_box_certificate(authority, [NAME], datetime.now(UTC))
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.certificate.public_bytes(pem))
    (folder / "fullchain.pem").write_bytes(box.certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        box.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    port = free_port()
    text = cloud_text(NAME, [f"127.0.0.1:{port}", f"127.0.0.1:{free_port()}"])
    text = text.replace(f"/etc/letsencrypt/live/{NAME}", str(folder))
    front = Front(folder / "nginx", text)
    assert "test is successful" in front.judged()
    environment = {
        "CLOUD_DATA_DIR": str(folder / "data"),
        "CLOUD_PORT": str(port),
        "CLOUD_TRUSTED_PROXIES": "127.0.0.1",
        "ADMIN_USERNAME": ADMIN,
        "ADMIN_PASSWORD": PASSWORD,
    }
    with running("cloud", port, folder / "cloud.log", environment), front:
        trusting = ssl.create_default_context(cafile=str(folder / "ca.pem"))
        client = httpx.Client(base_url=f"https://127.0.0.1:{front.https}", verify=trusting, timeout=PATIENCE_S)
        client.event_hooks["request"].append(lambda asked: asked.extensions.update(sni_hostname=NAME))
        with client:
            yield client


def test_a_box_that_waits_hears_of_a_lock_through_nginx(console: httpx.Client) -> None:
    session = console.post("/api/auth/login", json={"username": ADMIN, "password": PASSWORD})
    assert session.status_code == 200, session.text
    assert "max-age" in session.headers["Strict-Transport-Security"]
    signed_in = {"Authorization": f"Bearer {session.json()['access_token']}"}
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    body = {"name": "Νίκος", "owner_name": "N", "contact_email": "n@example.gr", "licensed_until": until}
    made = console.post("/api/sites/", json=body, headers=signed_in)
    assert made.is_success, made.text
    site = made.json()
    box = {"X-Site-ID": site["site_id"], "X-Site-Key": site["secret_key"]}
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(console.get, "/api/heartbeat/wait?serial=1&nonce=a-nonce-of-the-test", headers=box)
        wait_until(lambda: console.get("/health").json()["long_polls"] == 1, "a held request", PATIENCE_S)
        locked = console.post(f"/api/sites/{site['site_id']}/lock", json={"reason": "Unpaid"}, headers=signed_in)
        assert locked.status_code == 200, locked.text
        assert held.result(PATIENCE_S).json()["locked"] is True


def test_guesses_are_stopped_at_the_door_in_words_and_boxes_are_not(console: httpx.Client) -> None:
    for _ in range(200):
        answer = console.post("/api/auth/login", json={}, headers={"X-Forwarded-For": "203.0.113.9"})
        if answer.status_code == 429:
            break
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "30"
    assert answer.json()["code"] == "too-many-requests"
    assert answer.json()["correlation_id"]
    stranger = console.post("/api/heartbeat/", json={}, headers={"X-Site-ID": "nobody", "X-Site-Key": "wrong"})
    assert stranger.status_code == 401


@pytest.mark.parametrize(
    ("name", "worker"),
    [("a b.example", "a:1"), ("x;}", "a:1"), ("", "a:1"), ("a.example", "a"), ("a.example", "a;}:1"), ("a.gr", "a:1;")],
)
def test_nothing_but_a_name_and_a_port_gets_into_the_file(name: str, worker: str) -> None:
    with pytest.raises(CannotStart):
        cloud_text(name, [worker])
