"""Secrets of the box, on a real disk."""

import subprocess
import sys
from pathlib import Path

import pytest

from cloud_license.sessions import hash_password
from kernel.errors import CannotStart
from kernel.secret_file import ensure_secret_file, read_secret
from kernel.service_credentials import ensure_secret, secret_of
from order_service.store.pins import hash_pin, pin_matches, pin_pepper


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = ensure_secret_file(tmp_path / "secrets", "key", 32)
    assert len(made) == 64
    assert ensure_secret_file(tmp_path / "secrets", "key", 32) == made == read_secret(tmp_path / "secrets", "key")
    assert (tmp_path / "secrets" / "key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "secrets").iterdir()] == ["key"]


def test_processes_that_need_a_secret_at_once_agree_on_one(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from kernel.secret_file import ensure_secret_file as e;"
        "sys.stdin.readline(); print(e(pathlib.Path(sys.argv[1]), 'key', 32))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "s")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate(timeout=30)[0] for process in started}
    assert len(said) == 1
    assert said.pop().strip() == read_secret(tmp_path / "s", "key")


def test_an_empty_secret_stops_the_start_instead_of_being_used(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("")
    with pytest.raises(CannotStart, match="empty"):
        ensure_secret_file(tmp_path, "key", 32)


def test_a_secret_that_can_t_be_read_or_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart):
        ensure_secret_file(tmp_path / "file" / "secrets", "key", 32)
    (tmp_path / "key").mkdir()
    with pytest.raises(CannotStart):
        ensure_secret_file(tmp_path, "key", 32)


def test_a_damaged_pepper_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    pin_pepper(tmp_path)
    (tmp_path / "secrets" / "pin-pepper").write_text("not hexadecimal")
    with pytest.raises(CannotStart, match="pin-pepper"):
        pin_pepper(tmp_path)


def test_only_services_have_a_broker_password(tmp_path: Path) -> None:
    assert ensure_secret(tmp_path, "agent.kitchen") == secret_of(tmp_path, "agent.kitchen")
    assert secret_of(tmp_path, "agent.bar") is None
    assert secret_of(tmp_path, "../../etc/passwd") is None
    with pytest.raises(CannotStart):
        ensure_secret(tmp_path, "../evil")


def test_a_pin_matches_its_hash_under_its_pepper_only(tmp_path: Path) -> None:
    pepper = pin_pepper(tmp_path)
    kept = hash_pin("4711", pepper)
    assert pin_matches("4711", kept, pepper)
    assert not pin_matches("4712", kept, pepper)
    assert not pin_matches("4711", kept, b"another pepper of thirty-two byte")
    assert not pin_matches("4711", "damaged", pepper)
    assert "4711" not in kept


def test_a_stolen_hash_is_dear_to_guess_at_and_a_name_that_nobody_has_as_dear(
    dear_guesses: tuple[int, int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_a_pin, of_a_password, of_nobody = dear_guesses
    monkeypatch.setattr("order_service.store.pins.COST", of_a_pin)
    monkeypatch.setattr("cloud_license.sessions.COST", of_a_password)
    assert hash_pin("4711", pin_pepper(tmp_path)).startswith("$2b$10$")
    assert hash_password("lighthouse of 1912").startswith("$2b$12$")
    assert of_nobody.startswith("$2b$12$")
