"""What programs of others say about the virtual printer: tests/judges/__init__.py names them."""

from collections.abc import Iterator

import pytest

from printer_agents.virtual_printer.code_pages import EPSON
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.judges import PORT, own_loopback_address, python_escpos, receiptio, receiptio_is_here

RECEIPT = "^^^TABLE 12\n\nMoussaka | 2| 21.60\n---\n^TOTAL | ^21.60\n{code:http://pos.lan; option:qrcode,4}\n"
MENU = ["Καλημέρα, ΜΟΥΣΑΚΆΣ 2 x 8.50", "crème brûlée ñ ß", "Жаркое", "5 € σύνολο"]


@pytest.fixture
def printer() -> Iterator[ThreadedVirtualPrinter]:
    """At an address of its own, since one of the judges knows one port only."""
    with ThreadedVirtualPrinter("judged", PORT, own_loopback_address()) as running:
        running.can(code_pages=EPSON)
        yield running


@pytest.fixture
def needs_receiptio() -> None:
    if not receiptio_is_here():
        pytest.skip("NOT JUDGED BY RECEIPTIO: run deploy/setup.sh test (it needs Node and the network, once).")


@pytest.mark.usefixtures("needs_receiptio")
def test_receiptio_prints_and_believes_the_printer(printer: ThreadedVirtualPrinter) -> None:
    assert receiptio(printer.host, "-q") == "online"
    assert receiptio(printer.host, "-c", "48", markdown=RECEIPT) == "success"
    ticket = printer.wait_for_ticket("TABLE 12", 20)
    assert "Moussaka        2               21.60" in ticket.lines
    assert any(line.startswith("[▒") for line in ticket.lines)


@pytest.mark.usefixtures("needs_receiptio")
def test_receiptio_hears_of_each_trouble_in_time(printer: ThreadedVirtualPrinter) -> None:
    printer.opens_cover()
    assert receiptio(printer.host, "-q") == "coveropen"
    printer.closes_cover()
    printer.runs_out_of_paper(after_lines=2)
    assert receiptio(printer.host, "-c", "48", markdown=RECEIPT) == "paperempty"
    printer.heal()
    printer.refuses_connections()
    assert receiptio(printer.host, "-c", "48", markdown=RECEIPT) == "disconnect"


def test_what_python_escpos_encodes_in_many_pages_reads_as_it_was_written(printer: ThreadedVirtualPrinter) -> None:
    client = python_escpos().Network(printer.host, PORT, timeout=20)
    client.open()
    client.hw("INIT")
    for line in MENU:
        client.textln(line)
    client.set(width=2, height=2, custom_size=True, bold=True, align="center")
    client.textln("ΤΡΑΠΕΖΙ 12")
    client.cut()
    client.close()
    ticket = printer.wait_for_ticket("ΤΡΑΠΕΖΙ", 20)
    assert list(ticket.lines[:5]) == [*MENU, "ΤΡΑΠΕΖΙ 12"]
    assert list(printer.inner.mechanism.unknown) == []


def test_python_escpos_reads_our_status_as_a_printer_s(printer: ThreadedVirtualPrinter) -> None:
    client = python_escpos().Network(printer.host, PORT, timeout=20)
    client.open()
    assert (client.is_online(), client.paper_status()) == (True, 2)
    printer.runs_low_on_paper()
    assert client.paper_status() == 1
    printer.runs_out_of_paper()
    assert (client.is_online(), client.paper_status()) == (False, 0)
    client.close()
