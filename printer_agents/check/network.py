"""What the kernel knows of the network around this box, and which addresses are worth a knock. Pure, but for `read_*`.

Source: proc(5): /proc/net/route (addresses as little-endian hexadecimal), /proc/net/arp.
"""

import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from kernel.printer_doors import PRIVATE

_TABLES = Path("/proc/thread-self/net")
_UP, _GATEWAY = 0x1, 0x2
_NOBODY = "00:00:00:00:00:00"
LARGEST = 22
"""Longest search: a network of more than 1,022 addresses is searched only around this box's own (a /24)."""
MOST_NETWORKS = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to knock.

    Attributes:
        addresses: each once, none of them this box's own.
        searched: the networks they are from, as written.
        left_out: networks, or what remains of them, that are too large or too many.
    """

    addresses: tuple[IPv4Address, ...]
    searched: tuple[str, ...]
    left_out: tuple[str, ...]


def own_networks(route_table: str) -> list[IPv4Network]:
    """The private networks that this box is itself a part of (no gateway between), in the table's order."""
    found: list[IPv4Network] = []
    for row in route_table.splitlines()[1:]:
        fields = row.split()
        if len(fields) < 8 or int(fields[3], 16) & (_UP | _GATEWAY) != _UP:
            continue
        mask = int.from_bytes(bytes.fromhex(fields[7])[::-1], "big")
        network = IPv4Network((_address(fields[1]), mask.bit_count()))
        is_private = any(private.version == 4 and network.subnet_of(private) for private in PRIVATE)
        if is_private and network not in found:
            found.append(network)
    return found


def neighbours(arp_table: str) -> dict[str, str]:
    """Address -> MAC (`00:11:22:33:44:55`) of those who answered for themselves lately."""
    rows = [row.split() for row in arp_table.splitlines()[1:]]
    return {row[0]: row[3].lower() for row in rows if len(row) >= 4 and row[3] != _NOBODY}


def plan_search(networks: Sequence[IPv4Network], own: Iterable[IPv4Address]) -> Plan:
    """Which addresses to knock at.

    Args:
        networks: of this box.
        own: its own addresses in them.
    """
    mine = set(own)
    searched: list[IPv4Network] = []
    left_out: list[str] = []
    for network in networks:
        part = network
        if network.prefixlen < LARGEST:
            left_out.append(str(network))
            around = next((address for address in mine if address in network), None)
            if around is None:
                continue
            part = IPv4Network((around, 24), strict=False)
        if len(searched) < MOST_NETWORKS:
            searched.append(part)
        elif str(network) not in left_out:
            left_out.append(str(network))
    addresses = dict.fromkeys(address for part in searched for address in part.hosts() if address not in mine)
    return Plan(tuple(addresses), tuple(map(str, searched)), tuple(left_out))


def read_plan() -> Plan:
    """The plan for the network that the calling thread is in; an empty one where the system has no such tables."""
    try:
        networks = own_networks((_TABLES / "route").read_text("ascii"))
    except OSError:
        return Plan((), (), ())
    return plan_search(networks, filter(None, map(_own_address_in, networks)))


def read_neighbours() -> dict[str, str]:
    """As `neighbours`, now."""
    try:
        return neighbours((_TABLES / "arp").read_text("ascii"))
    except OSError:
        return {}


def _own_address_in(network: IPv4Network) -> IPv4Address | None:
    """The address that this box speaks from in that network: asked of the routing table, nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        try:
            nobody.connect((str(network.network_address + 1), 9))
        except OSError:
            return None
        return IPv4Address(nobody.getsockname()[0])


def _address(text: str) -> IPv4Address:
    return IPv4Address(bytes.fromhex(text)[::-1])
