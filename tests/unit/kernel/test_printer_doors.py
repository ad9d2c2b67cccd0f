"""Where a printer may be."""

import pytest

from kernel.printer_doors import DEFAULT_PORTS, PrinterAddressRefused, PrinterDoors, ports_of

SITE = PrinterDoors(ports_of(DEFAULT_PORTS))
DEMO = PrinterDoors(ports_of(DEFAULT_PORTS), allow_loopback=True)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.168.1.50", "192.168.1.50"),
        ("10.0.0.9", "10.0.0.9"),
        ("172.31.255.1", "172.31.255.1"),
        ("fd00:0:0::1", "fd00::1"),
        ("::ffff:192.168.1.50", "192.168.1.50"),
    ],
)
def test_a_printer_is_on_the_restaurants_own_network(address: str, kept: str) -> None:
    assert SITE.check(address, 9100) == kept


@pytest.mark.parametrize(
    "address",
    [
        "printer.local",
        "",
        "192.168.1.50 ",
        "192.168.1",
        "192.168.001.050",
        "3232235826",
        "0x7f.1",
        "8.8.8.8",
        "172.32.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
        "::",
        "169.254.1.1",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1%eth0",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "100.64.0.1",
        "2001:db8::1",
        "\u0661\u0660.0.0.1",
        "10.0.0.1\x00",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(PrinterAddressRefused):
        SITE.check(address, 9100)


@pytest.mark.parametrize("port", [515, 631, 9100, 9109])
def test_a_printers_port_is_taken(port: int) -> None:
    assert SITE.check("192.168.1.50", port)


@pytest.mark.parametrize("port", [0, 22, 80, 1883, 8000, 9099, 9110, 65536])
def test_any_other_port_is_refused(port: int) -> None:
    with pytest.raises(PrinterAddressRefused):
        SITE.check("192.168.1.50", port)


def test_a_printer_on_this_machine_is_for_the_demo_only() -> None:
    assert DEMO.check("127.0.0.1", 41234) == "127.0.0.1"
    for address, port in (("127.0.0.1", 22), ("169.254.1.1", 9100), ("8.8.8.8", 9100), ("192.168.1.5", 22)):
        with pytest.raises(PrinterAddressRefused):
            DEMO.check(address, port)


@pytest.mark.parametrize("text", ["", "9100-", "-5", "a", "1,,2", "70000", "0", "9109-9100", "٩١٠٠"])
def test_ports_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="port"):
        ports_of(text)
