import base64
import hashlib
import stat
from pathlib import Path

import pytest

from broker.mosquitto_files import acl_text, conf_text, main, password_hash, write_mosquitto_files
from kernel.errors import CannotStart
from kernel.service_credentials import SERVICE_USERS, secret_of

EXAMPLE = Path(__file__).parents[3] / "deploy" / "mosquitto"


def test_the_example_in_deploy_is_what_the_generator_writes():
    assert (EXAMPLE / "acl").read_text() == acl_text("local", ("kitchen", "bar"))
    assert (EXAMPLE / "mosquitto.conf").read_text() == conf_text(Path("/mosquitto/config"), 1883)


def test_a_password_is_hashed_as_mosquitto_does():
    _, kind, rounds, salt, digest = password_hash("secret", b"123456789012").split("$")
    assert (kind, rounds, base64.b64decode(salt)) == ("7", "101", b"123456789012")
    assert base64.b64decode(digest) == hashlib.pbkdf2_hmac("sha512", b"secret", b"123456789012", 101, 64)
    assert password_hash("secret") != password_hash("secret")


def test_the_files_hold_no_secret_in_clear_and_the_passwords_are_the_owners(tmp_path):
    conf = write_mosquitto_files(tmp_path / "data", "taverna", tmp_path / "m", 1883, ["kitchen"])
    assert stat.S_IMODE((tmp_path / "m" / "passwords").stat().st_mode) == 0o600
    secrets = [path.read_text() for path in (tmp_path / "data" / "credentials").iterdir()]
    assert len(secrets) == len(SERVICE_USERS) + 1
    for path in conf.parent.iterdir():
        assert not any(secret in path.read_text() for secret in secrets)


def test_a_second_run_keeps_the_secrets_and_adds_the_new_printer(tmp_path):
    write_mosquitto_files(tmp_path, "taverna", tmp_path / "m", 1883, ["kitchen"])
    before = secret_of(tmp_path, "agent.kitchen")
    write_mosquitto_files(tmp_path, "taverna", tmp_path / "m", 1883, ["kitchen", "bar"])
    assert secret_of(tmp_path, "agent.kitchen") == before
    users = [line.split(":")[0] for line in (tmp_path / "m" / "passwords").read_text().splitlines()]
    assert users == [*SERVICE_USERS, "agent.kitchen", "agent.bar"]


@pytest.mark.parametrize("printer", ["", "+", "a/b", "Kitchen", "kitchen\nuser api", "a b"])
def test_a_printer_whose_name_is_no_slug_is_refused(tmp_path, printer):
    with pytest.raises(CannotStart, match="id of a printer"):
        write_mosquitto_files(tmp_path, "taverna", tmp_path / "m", 1883, [printer])


def test_the_command_writes_the_files_and_names_the_configuration(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SITE_ID", "taverna")
    assert main([str(tmp_path / "m"), "--printer", "kitchen"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "m" / "mosquitto.conf")
    assert main([str(tmp_path / "m"), "--printer", "NO"]) == 2
    assert "'NO'" in capsys.readouterr().err
