"""The socket to a printer: what it asks of the system, and how it says goodbye."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from printer_agents.printer_link import Address, PrinterGone, PrinterLink
from printer_agents.settings import AgentSettings


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        yield listening


def settings(tmp_path: Path, **changes: object) -> AgentSettings:
    given = {"data_dir": tmp_path, "allow_loopback_printers": True, "goodbye_s": 0.2} | changes
    return AgentSettings(_env_file=None, **given)


def test_a_goodbye_with_answers_unread_is_no_reset(door: socket.socket, tmp_path: Path) -> None:
    link = PrinterLink(Address(*door.getsockname()), settings(tmp_path))
    taken, _ = door.accept()
    with taken:
        taken.settimeout(20)
        link.send(b"ticket")
        taken.sendall(b"\x12" * 100)
        link.close()
        assert taken.recv(100) == b"ticket"
        assert taken.recv(100) == b""


def test_a_dead_link_is_noticed_within_the_seconds_that_the_settings_say(door: socket.socket, tmp_path: Path) -> None:
    link = PrinterLink(Address(*door.getsockname()), settings(tmp_path, keepalive_idle_s=7, user_timeout_s=9.0))
    option = link._socket.getsockopt
    assert option(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert option(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    assert option(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 7
    assert option(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL) == 2
    assert option(socket.IPPROTO_TCP, socket.TCP_KEEPCNT) == 3
    assert option(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 9000
    link.close()


@pytest.mark.parametrize("host", ["8.8.8.8", "169.254.1.9", "224.0.0.1", "127.0.0.1", "printer.local"])
def test_no_connection_is_made_to_where_no_printer_may_be(host: str, tmp_path: Path) -> None:
    with pytest.raises(PrinterGone) as gone:
        PrinterLink(Address(host, 9100), settings(tmp_path, allow_loopback_printers=False))
    assert gone.value.reason == "bad_address"
