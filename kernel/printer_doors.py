"""Where a printer may be: on the restaurant's own network, at a printer's port, and nowhere else."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from kernel.errors import Invalid

PRIVATE = tuple(ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
DEFAULT_PORTS = "9100-9109,515,631"


class PrinterAddressRefused(Invalid):
    """Not an address on the restaurant's own network, or not a printer's port."""

    code = "printer-address-refused"
    hint = "Write the printer's own address, like 192.168.1.50, and port 9100; both are on its test page."


@dataclass(frozen=True)
class PrinterDoors:
    """What this site allows.

    Attributes:
        ports: at which printers may listen.
        allow_loopback: printers on this very machine, at any port from 1024: for development and the demo only.
    """

    ports: frozenset[int]
    allow_loopback: bool = False

    def check(self, address: str, port: int) -> str:
        """The address as it is kept, in its one spelling.

        Raises:
            PrinterAddressRefused: a name, a public, link-local, multicast or this machine's address, another port.
        """
        place = _literal(address)
        if place.is_loopback and self.allow_loopback:
            if port < 1024:
                raise PrinterAddressRefused(f"Port {port} is not one of a printer on this machine.", port=port)
            return str(place)
        if not any(place in net for net in PRIVATE if net.version == place.version):
            raise PrinterAddressRefused(f"{place} is not on a restaurant's own network.", address=str(place))
        if port not in self.ports:
            raise PrinterAddressRefused(f"Port {port} is not a printer's.", port=port)
        return str(place)


def ports_of(text: str) -> frozenset[int]:
    """`9100-9109,515` -> the ports. Raises ValueError."""
    ports: set[int] = set()
    for part in text.split(","):
        known = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", part.strip())
        if known is None:
            raise ValueError("write ports like 9100-9109,515,631")
        first, last = known.groups()
        ports.update(range(int(first), int(last or first) + 1))
    if not ports or min(ports) < 1 or max(ports) > 65535:
        raise ValueError("a port is a number from 1 to 65535")
    return frozenset(ports)


def _literal(address: str) -> IPv4Address | IPv6Address:
    try:
        place = ip_address(address)
    except ValueError:
        raise PrinterAddressRefused(f"'{address[:45]}' is not an address of numbers.", address=address[:45]) from None
    if isinstance(place, IPv6Address):
        if place.scope_id is not None:
            raise PrinterAddressRefused("An address with a % in it is not taken.")
        return place.ipv4_mapped or place
    return place
