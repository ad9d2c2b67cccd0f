"""The box's certificate near its end: renewed by the site under the authority that phones know, and spoken of."""

import ssl
import threading
from datetime import datetime, timedelta
from pathlib import Path
from socket import create_server

import pytest

from deploy.backups.app import renew_certificate
from deploy.backups.settings import BackupSettings
from deploy.trust.acts import AUTHORITY, give_certificate
from deploy.trust.certificates import BOX_DAYS
from deploy.trust.served import served_until
from kernel.clock import utc_now
from kernel.settings import read_settings
from kernel.trust import FOLDER, RENEWED_BEFORE_END, Trust, authority_file, read_trust
from tests.integration.deploy.test_doctor import a_stopped_box, doctor
from tests.ports import free_port

HOSTS = ["pos.lan", "192.168.1.10"]


def certificate_that_ends_in(days: int, home: Path) -> Trust:
    """One that was signed long ago."""
    (home / "data").mkdir(exist_ok=True)
    return give_certificate(home / "data", "taverna", HOSTS, utc_now() - timedelta(days=BOX_DAYS - days))


def settings_of(home: Path) -> BackupSettings:
    return read_settings(BackupSettings, data_dir=home / "data")


def test_a_certificate_near_its_end_is_warned_of_and_renewed_and_phones_need_nothing(tmp_path: Path) -> None:
    old = certificate_that_ends_in(20, tmp_path)
    known_to_phones = authority_file(tmp_path / "data").read_bytes()
    _, found = doctor(a_stopped_box(tmp_path), tmp_path)
    assert found["certificate"]["code"] == "certificate-ends-soon"
    assert "sudo pos trust" in found["certificate"]["do"]

    renew_certificate(settings_of(tmp_path), utc_now())
    new = read_trust(tmp_path / "data")
    assert new is not None
    assert new.valid_until - old.valid_until > timedelta(days=700)
    assert (new.hosts, new.fingerprint) == (old.hosts, old.fingerprint)
    assert authority_file(tmp_path / "data").read_bytes() == known_to_phones
    assert shown_until(tmp_path) == new.valid_until, "file and key fit together, and it is the new one"


def shown_until(home: Path) -> datetime | None:
    """What a web server shows that read the certificate just now."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(home / "data" / FOLDER / "box.pem")
    with create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            link, _ = server.accept()
            with link, context.wrap_socket(link, server_side=True):
                pass

        serving = threading.Thread(target=greet)
        serving.start()
        until = served_until(server.getsockname()[1])
        serving.join(20)
    return until


@pytest.mark.parametrize("days", [RENEWED_BEFORE_END.days + 9, 20])
def test_one_that_is_young_or_whose_authority_is_elsewhere_is_left_alone(tmp_path: Path, days: int) -> None:
    old = certificate_that_ends_in(days, tmp_path)
    if days == 20:
        (tmp_path / "data" / FOLDER / AUTHORITY).unlink()
    renew_certificate(settings_of(tmp_path), utc_now())
    assert read_trust(tmp_path / "data") == old


def test_where_nobody_speaks_tls_nothing_is_shown() -> None:
    assert served_until(free_port()) is None
