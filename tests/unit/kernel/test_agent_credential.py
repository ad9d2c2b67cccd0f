"""The file that lets a printer's agent run on another machine."""

from pathlib import Path

import pytest

from kernel.agent_credential import AgentCredential, read_credential, write_credential
from kernel.errors import CannotStart

KNOWN = AgentCredential(
    printer="kitchen", site="local", broker="mqtts://192.168.1.10:8883", secret="s", authority="-----BEGIN"
)


def test_it_comes_back_as_it_was_written_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "kitchen.agent"
    write_credential(file, KNOWN)
    assert read_credential(file, "kitchen") == KNOWN
    assert file.stat().st_mode & 0o077 == 0


def test_another_printers_a_damaged_one_and_none_are_a_sentence_each(tmp_path: Path) -> None:
    file = tmp_path / "kitchen.agent"
    with pytest.raises(CannotStart, match='"pos agent-credential PRINTER" makes one'):
        read_credential(file, "kitchen")
    file.write_text("{}")
    with pytest.raises(CannotStart, match="is not a credential of a printer's agent"):
        read_credential(file, "kitchen")
    write_credential(file, KNOWN)
    with pytest.raises(CannotStart, match="the printer 'kitchen', not of 'bar'"):
        read_credential(file, "bar")
    with pytest.raises(CannotStart, match="can't be written"):
        write_credential(tmp_path / "no-such-folder" / "x", KNOWN)


def test_its_secret_is_never_said_in_clear() -> None:
    assert KNOWN.endpoint().host == "192.168.1.10"
    assert KNOWN.endpoint("mqtts://pos.lan").port == 8883
    with pytest.raises(CannotStart, match="over TLS"):
        KNOWN.endpoint("mqtt://192.168.1.10:1883")
    with pytest.raises(CannotStart, match="certificate authority can't be used"):
        KNOWN.endpoint().tls_context()
