"""Each fault as a client sees it through a real socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from printer_agents.virtual_printer import Capabilities, ThreadedVirtualPrinter
from tests.ports import free_port

STATUS = b"\x10\x04\x01"
FENCE = b"\x1d(H\x06\x0000P042"
FENCE_REPLY = b"\x37\x22P042\x00"


def ticket(*lines: str) -> bytes:
    return b"\x1b@\x1c.\x1bt\x1d" + b"".join(line.encode("cp737") + b"\n" for line in lines) + b"\x1dVB\x00"


def connect(printer: ThreadedVirtualPrinter, timeout_s: float = 20.0) -> socket.socket:
    return socket.create_connection(("127.0.0.1", printer.port), timeout=timeout_s)


def read(client: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size and (more := client.recv(size - len(got))):
        got += more
    return got


def says_nothing(client: socket.socket, for_s: float = 0.15) -> bool:
    client.settimeout(for_s)
    try:
        client.recv(1)
    except TimeoutError:
        return True
    finally:
        client.settimeout(5.0)
    return False


@pytest.fixture
def printer() -> Iterator[ThreadedVirtualPrinter]:
    with ThreadedVirtualPrinter("kitchen", free_port()) as printer:
        yield printer


def test_a_ticket_comes_out_and_its_fence_is_answered(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as client:
        client.sendall(STATUS + ticket("2 Μουσακάς") + FENCE)
        assert read(client, 8) == b"\x12" + FENCE_REPLY
    assert printer.wait_for_ticket("Μουσακάς").lines == ("2 Μουσακάς",)
    assert printer.printed_once("Μουσακάς")


def test_paper_out_in_the_middle_waits_and_prints_once(printer: ThreadedVirtualPrinter) -> None:
    printer.runs_out_of_paper(after_lines=2)
    with connect(printer) as client:
        client.sendall(ticket("α", "β", "γ") + FENCE)
        assert printer.wait_until(lambda: printer.inner.mechanism.condition.paper == "out")
        client.sendall(STATUS)
        assert read(client, 1) == b"\x1a"
        assert printer.tickets == []
        printer.gets_paper()
        assert read(client, 7) == FENCE_REPLY
    assert [t.text for t in printer.tickets] == ["α\nβ\nγ"]


def test_cover_and_panel_hold_the_ticket(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as client:
        printer.opens_cover()
        printer.goes_offline()
        client.sendall(ticket("α") + FENCE + STATUS)
        assert read(client, 1) == b"\x1a"
        printer.closes_cover()
        client.sendall(STATUS)
        assert read(client, 1) == b"\x1a"
        printer.goes_online()
        assert read(client, 7) == FENCE_REPLY


def test_power_loss_with_a_full_buffer_loses_it_all(printer: ThreadedVirtualPrinter) -> None:
    printer.opens_cover()
    with connect(printer) as client:
        client.sendall(ticket("α") + FENCE)
        assert printer.wait_until(lambda: printer.buffered > 0)
        printer.loses_power()
        with pytest.raises(ConnectionResetError):
            read(client, 1)
        with pytest.raises(ConnectionRefusedError):
            connect(printer)
        printer.closes_cover()
        printer.gets_power()
    with connect(printer) as client:
        client.sendall(ticket("β") + FENCE)
        assert read(client, 7) == FENCE_REPLY
    assert [t.text for t in printer.tickets] == ["β"]


def test_silent_power_loss_leaves_the_connection_half_open_until_power_returns(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as client:
        client.sendall(STATUS)
        assert read(client, 1) == b"\x12"
        printer.loses_power(silent=True)
        client.sendall(STATUS)
        assert says_nothing(client)
        with pytest.raises(TimeoutError):
            connect(printer, timeout_s=0.2)
        printer.gets_power()
        with pytest.raises(ConnectionResetError):
            read(client, 1)
    with connect(printer) as client:
        client.sendall(STATUS)
        assert read(client, 1) == b"\x12"


def test_a_pulled_cable_is_silence_and_what_was_under_way_arrives_later(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as client:
        client.sendall(STATUS)
        assert read(client, 1) == b"\x12"
        printer.unplugs_cable()
        client.sendall(ticket("α") + FENCE)
        assert says_nothing(client)
        with pytest.raises(TimeoutError):
            connect(printer, timeout_s=0.2)
        printer.plugs_cable()
        assert read(client, 7) == FENCE_REPLY


def test_what_a_client_sent_into_a_pulled_cable_before_giving_up_is_lost(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as client:
        client.sendall(STATUS)
        assert read(client, 1) == b"\x12"
        printer.unplugs_cable()
        client.sendall(ticket("α"))
    printer.plugs_cable()
    assert printer.wait_until(lambda: printer.connected_clients == 0)
    with connect(printer) as client:
        client.sendall(ticket("β"))
        assert printer.wait_for_ticket().text == "β"


def test_a_black_hole_takes_no_new_connection_and_comes_back(printer: ThreadedVirtualPrinter) -> None:
    printer.becomes_black_hole()
    with pytest.raises(TimeoutError):
        connect(printer, timeout_s=0.2)
    printer.heal()
    with connect(printer) as client:
        client.sendall(STATUS)
        assert read(client, 1) == b"\x12"
    assert printer.wait_until(lambda: printer.connected_clients == 0)


def test_refused_connections_are_refused_at_once(printer: ThreadedVirtualPrinter) -> None:
    printer.refuses_connections()
    with pytest.raises(ConnectionRefusedError):
        connect(printer)
    printer.heal()
    connect(printer).close()


def test_a_reset_after_n_bytes_takes_exactly_those(printer: ThreadedVirtualPrinter) -> None:
    job = ticket("α", "β") + FENCE
    first = ticket("α", "β").index("β".encode("cp737"))
    printer.resets_after(first)
    with connect(printer) as client:
        client.sendall(job)
        with pytest.raises(ConnectionResetError):
            read(client, 1)
    assert printer.bytes_received == first
    assert printer.tickets == []
    with connect(printer) as client:
        client.sendall(job)
        assert read(client, 7) == FENCE_REPLY
    assert [t.text for t in printer.tickets] == ["α\nα\nβ"]


def test_a_printer_that_never_reads_takes_the_connection_and_nothing_else(printer: ThreadedVirtualPrinter) -> None:
    printer.never_reads()
    with connect(printer) as client:
        client.sendall(STATUS + ticket("α"))
        assert says_nothing(client)
        assert printer.bytes_received == 0
        printer.heal()
        assert read(client, 1) == b"\x12"
        assert printer.wait_for_ticket().text == "α"


def test_a_slow_printer_reads_byte_by_byte_and_finishes(printer: ThreadedVirtualPrinter) -> None:
    printer.one_byte_a_second(bytes_per_s=2000)
    with connect(printer) as client:
        client.sendall(ticket("α") + FENCE)
        assert read(client, 7) == FENCE_REPLY
    receptions = [line for line in printer.inner.mechanism.log.since(0) if line.direction == "in"]
    assert {line.size for line in receptions} == {1}


def test_garbage_is_said_instead_of_status(printer: ThreadedVirtualPrinter) -> None:
    printer.garbage_status(b"\xde\xad")
    with connect(printer) as client:
        client.sendall(STATUS)
        assert read(client, 2) == b"\xde\xad"
        printer.heal()
        client.sendall(STATUS)
        assert read(client, 1) == b"\x12"


def test_a_second_client_waits_for_the_first_to_leave(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as first, connect(printer) as second:
        first.sendall(STATUS)
        assert read(first, 1) == b"\x12"
        second.sendall(STATUS)
        assert says_nothing(second)
        first.close()
        assert read(second, 1) == b"\x12"


def test_a_second_client_may_be_turned_away(printer: ThreadedVirtualPrinter) -> None:
    printer.can(second_client="refuse")
    with connect(printer) as first:
        first.sendall(STATUS)
        assert read(first, 1) == b"\x12"
        with pytest.raises(ConnectionResetError), connect(printer) as second:
            read(second, 1)


def test_a_second_client_may_be_served_beside_the_first(printer: ThreadedVirtualPrinter) -> None:
    printer.can(second_client="allow")
    with connect(printer) as first, connect(printer) as second:
        for client in (second, first):
            client.sendall(STATUS)
            assert read(client, 1) == b"\x12"


def test_somebody_elses_hold_keeps_us_waiting_until_they_let_go(printer: ThreadedVirtualPrinter) -> None:
    printer.is_held_by_another_client()
    with connect(printer) as client:
        client.sendall(STATUS)
        assert says_nothing(client)
        printer.is_let_go_by_the_other_client()
        assert read(client, 1) == b"\x12"


def test_a_full_buffer_makes_the_sender_wait_and_still_hears_a_question() -> None:
    with ThreadedVirtualPrinter(
        port=free_port(), capabilities=Capabilities(buffer_bytes=1000, lookahead_bytes=100)
    ) as printer:
        printer.opens_cover()
        with connect(printer) as client:
            client.sendall(b"x" * 1000 + STATUS)
            assert read(client, 1) == b"\x1a"
            client.sendall(b"x" * 5000)
            assert printer.wait_until(lambda: printer.buffered == 1100)
            assert printer.bytes_received == 1103
            printer.closes_cover()
            assert printer.wait_until(lambda: printer.bytes_received == 6003)


def test_a_printer_at_real_speed_prints_everything_in_order() -> None:
    with ThreadedVirtualPrinter(capabilities=Capabilities(lines_per_s=2000)) as printer:
        with connect(printer) as client:
            client.sendall(ticket("α", "β") + ticket("γ") + FENCE)
            assert read(client, 7) == FENCE_REPLY
        assert [t.text for t in printer.tickets] == ["α\nβ", "γ"]


def test_a_port_in_use_is_an_error_at_start(printer: ThreadedVirtualPrinter) -> None:
    with pytest.raises(OSError, match="in use"):
        ThreadedVirtualPrinter(port=printer.port).start()


def test_waiting_for_a_ticket_that_never_comes_shows_what_did(printer: ThreadedVirtualPrinter) -> None:
    with connect(printer) as client:
        client.sendall(ticket("Τζατζίκι") + FENCE)
        assert read(client, 7) == FENCE_REPLY
    with pytest.raises(TimeoutError, match="Τζατζίκι"):
        printer.wait_for_ticket("Μουσακάς", timeout_s=0.01)


def test_every_fault_ends_with_heal(printer: ThreadedVirtualPrinter) -> None:
    for _ in range(3):
        printer.runs_out_of_paper()
        printer.opens_cover()
        printer.unplugs_cable()
        printer.loses_power()
        printer.never_reads()
        printer.is_held_by_another_client()
        printer.heal()
    with connect(printer) as client:
        client.sendall(ticket("α") + FENCE)
        assert read(client, 7) == FENCE_REPLY
