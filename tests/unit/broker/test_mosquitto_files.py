import base64
import hashlib
import re
import stat
from pathlib import Path

import pytest

from broker.mosquitto_files import acl_text, conf_text, main, password_hash, write_mosquitto_files
from kernel.errors import CannotStart
from kernel.service_credentials import SERVICE_USERS, hand_out, secret_of
from kernel.settings import SiteSettings


def site_in(folder: Path, **more: str) -> SiteSettings:
    return SiteSettings(data_dir=folder, site_id="taverna", _env_file=None, **more)


EXAMPLE = Path(__file__).parents[3] / "deploy" / "mosquitto"


def test_the_example_in_deploy_is_what_the_generator_writes():
    assert (EXAMPLE / "acl").read_text() == acl_text("local", [*SERVICE_USERS, "agent.kitchen", "agent.bar"])
    assert (EXAMPLE / "mosquitto.conf").read_text() == conf_text(Path("/mosquitto/config"), 1883)


def test_a_password_is_hashed_as_mosquitto_does():
    _, kind, rounds, salt, digest = password_hash("secret", b"123456789012").split("$")
    assert (kind, rounds, base64.b64decode(salt)) == ("7", "101", b"123456789012")
    assert base64.b64decode(digest) == hashlib.pbkdf2_hmac("sha512", b"secret", b"123456789012", 101, 64)
    assert password_hash("secret") != password_hash("secret")


def test_the_files_hold_no_secret_in_clear_and_the_passwords_are_the_owners(tmp_path):
    conf = write_mosquitto_files(site_in(tmp_path / "data"), tmp_path / "m", ["kitchen"])
    assert stat.S_IMODE((tmp_path / "m" / "passwords").stat().st_mode) == 0o600
    secrets = [path.read_text() for path in (tmp_path / "data" / "credentials").iterdir()]
    assert len(secrets) == len(SERVICE_USERS) + 1
    for path in conf.parent.iterdir():
        assert not any(secret in path.read_text() for secret in secrets)


def test_a_second_run_keeps_the_secrets_and_adds_the_new_printer(tmp_path):
    write_mosquitto_files(site_in(tmp_path), tmp_path / "m", ["kitchen"])
    before = secret_of(tmp_path, "agent.kitchen")
    write_mosquitto_files(site_in(tmp_path), tmp_path / "m", ["kitchen", "bar"])
    assert secret_of(tmp_path, "agent.kitchen") == before
    users = [line.split(":")[0] for line in (tmp_path / "m" / "passwords").read_text().splitlines()]
    assert users == [*SERVICE_USERS, "agent.kitchen", "agent.bar"]


@pytest.mark.parametrize("printer", ["", "+", "a/b", "Kitchen", "kitchen\nuser api", "a b"])
def test_a_printer_whose_name_is_no_slug_is_refused(tmp_path, printer):
    with pytest.raises(CannotStart, match="id of a printer"):
        write_mosquitto_files(site_in(tmp_path), tmp_path / "m", [printer])


def test_the_command_writes_the_files_and_names_the_configuration(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SITE_ID", "taverna")
    assert main([str(tmp_path / "m"), "--printer", "kitchen"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "m" / "mosquitto.conf")
    assert main([str(tmp_path / "m"), "--printer", "NO"]) == 2
    assert "'NO'" in capsys.readouterr().err


def test_an_agent_elsewhere_gets_in_by_the_door_to_the_network_alone(tmp_path):
    site = site_in(tmp_path, mqtt_agents_host="192.168.1.10")
    secret = hand_out(tmp_path, "kitchen")
    with pytest.raises(CannotStart, match="pos trust"):
        write_mosquitto_files(site, tmp_path / "m", ["kitchen", "bar"])
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "box.pem").write_text("certificate and key")
    conf = write_mosquitto_files(site, tmp_path / "m", ["kitchen", "bar"])
    here, there = conf.read_text().split("listener 8883 192.168.1.10")
    assert "listener 1883 127.0.0.1" in here
    assert "agents-" not in here
    assert f"certfile {tmp_path}/m/box.pem" in there
    for listener in (here, there):
        assert "allow_anonymous false" in listener
    users = [line.split(":")[0] for line in (tmp_path / "m" / "agents-passwords").read_text().splitlines()]
    assert users == ["agent.kitchen"]
    assert re.findall("^user (.*)$", (tmp_path / "m" / "agents-acl").read_text(), re.MULTILINE) == users
    for name in ("agents-passwords", "box.pem"):
        assert stat.S_IMODE((tmp_path / "m" / name).stat().st_mode) == 0o600
    assert secret not in (tmp_path / "m" / "agents-passwords").read_text()
