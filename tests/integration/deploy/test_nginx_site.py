"""HTTPS beside HTTP on a box: the real API behind the real nginx, a certificate that `pos trust` made."""

import json
import os
import shutil
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from deploy.healthcheck import is_well
from deploy.nginx_files import site_text
from deploy.settings import HouseSettings
from kernel.database import open_database
from kernel.settings import read_settings
from tests.integration.deploy.front import Front, running
from tests.licensed import KEYS
from tests.nginx import NGINX, PATIENCE_S
from tests.ports import free_port
from tests.site import ROOT, wait_until

pytestmark = pytest.mark.skipif(NGINX is None, reason="NOT TESTED BEHIND NGINX: it is not installed")


class House:
    """A box's API, and nginx in front of it."""

    def __init__(self, data_dir: Path, port: int, front: Front) -> None:
        self.data_dir = data_dir
        self.api_port = port
        self.http = f"http://127.0.0.1:{front.http}"
        self.https = f"https://127.0.0.1:{front.https}"

    def phone(self, address: str = "127.0.0.2") -> httpx.Client:
        """One that installed the box's authority, and calls the box `pos.lan`."""
        authority = httpx.get(f"{self.http}/trust/authority.crt", timeout=20)
        assert authority.headers["Content-Type"] == "application/x-x509-ca-cert"
        trusting = ssl.create_default_context(cadata=authority.content)
        phone = httpx.Client(
            transport=httpx.HTTPTransport(verify=trusting, local_address=address),
            base_url=self.https,
            timeout=PATIENCE_S,
        )
        phone.event_hooks["request"].append(lambda asked: asked.extensions.update(sni_hostname="pos.lan"))
        return phone


def pos(*words: str, data_dir: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.cli", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT), "POS_DATA_DIR": str(data_dir)},
        cwd=data_dir.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("box")
    data_dir = folder / "data"
    shutil.copytree(taverna, data_dir)
    pos("trust", "pos.lan", "192.168.1.10", data_dir=data_dir)
    port = free_port()
    settings = read_settings(HouseSettings, data_dir=data_dir, port=port)
    environment = {
        "POS_DATA_DIR": str(data_dir),
        "API_PORT": str(port),
        "MQTT_PORT": str(free_port()),
        "LICENSE_KEYS": KEYS,
    }
    front = Front(folder / "nginx", site_text(settings))
    assert "test is successful" in front.judged()
    with running("api", port, folder / "api.log", environment), front:
        yield House(data_dir, port, front)


def sign_in(phone: httpx.Client, house: House, **headers: str) -> str:
    pin = json.loads((house.data_dir / "demo-credentials.json").read_text())["maria"]["pin"]
    answer = phone.post("/api/auth/login", json={"username": "maria", "pin": pin}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert "secure" not in answer.headers["Set-Cookie"].lower()  # known over http as well
    token: str = answer.json()["access_token"]
    return token


def test_an_event_reaches_a_phone_over_https_at_once(house: House) -> None:
    with house.phone() as phone:
        token = sign_in(phone, house)
        with phone.stream("GET", "/api/live", headers={"Authorization": f"Bearer {token}"}) as stream:
            first = next(line for line in stream.iter_lines() if line.startswith("data:"))
    assert json.loads(first.removeprefix("data:"))["kind"] == "hello"


def test_http_serves_all_of_it_to_a_phone_without_the_certificate(house: House) -> None:
    with httpx.Client(base_url=house.http, timeout=PATIENCE_S) as phone:
        token = sign_in(phone, house)
        tables = phone.get("/api/tables/", headers={"Authorization": f"Bearer {token}"})
        assert tables.status_code == 200
        assert "Strict-Transport-Security" not in tables.headers


def test_a_phone_without_the_certificate_is_not_talked_into_https(house: House) -> None:
    with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        httpx.get(f"{house.https}/trust", timeout=PATIENCE_S)


def test_wrong_pins_count_against_the_phones_own_address_whatever_it_claims(house: House) -> None:
    with house.phone("127.0.0.3") as phone:
        wrong = phone.post(
            "/api/auth/login", json={"username": "nobody", "pin": "739154"}, headers={"X-Forwarded-For": "203.0.113.9"}
        )
        assert wrong.status_code == 401
    book = open_database("", house.data_dir / "pos.db")
    with book.reading() as connection:
        counted = " ".join(connection.execute(text("SELECT subject FROM sign_in_failures")).scalars())
    book.close()
    assert "127.0.0.3" in counted
    assert "203.0.113.9" not in counted


def test_the_page_says_in_greek_and_english_what_to_install_and_how_to_know_it(house: House) -> None:
    page = httpx.get(f"{house.http}/trust", timeout=20)
    told = json.loads((house.data_dir / "trust" / "trust.json").read_text())
    assert told["fingerprint"] in page.text
    for words in ("Λήψη πιστοποιητικού", "Get the certificate", "iPhone", "https://192.168.1.10/waiter/"):
        assert words in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_renewed_certificate_is_of_the_authority_that_phones_know_and_its_keys_are_private(house: House) -> None:
    trust = house.data_dir / "trust"
    before = (trust / "authority.crt").read_bytes(), (trust / "box.pem").read_bytes()
    assert "pos.lan, 192.168.1.10" in pos("trust", data_dir=house.data_dir)
    assert (trust / "authority.crt").read_bytes() == before[0]
    assert (trust / "box.pem").read_bytes() != before[1]
    assert {stat.S_IMODE(path.stat().st_mode) for path in trust.iterdir()} == {0o600}
    assert stat.S_IMODE(trust.stat().st_mode) == 0o700


def test_a_container_engine_is_told_that_api_and_order_service_are_well(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_PORT", str(house.api_port))
    wait_until(lambda: is_well("api") and is_well("order-service"), "both are well", PATIENCE_S)
    assert not is_well("license-daemon"), "this house has none"
