"""Where a phone finds this box: what the QR code on the manager's screen says."""

import fcntl
import ipaddress
import socket
import struct
from collections.abc import Iterator

from kernel.errors import Unavailable

_SIOCGIFADDR = 0x8915
"""ioctl: the address of one network card. Source: netdevice(7)"""


class NoWayForPhones(Unavailable):
    """The box is on no network that a phone could share."""

    code = "no-way-for-phones"
    hint = "Connect the box to the restaurant's network, or set POS_PUBLIC_URL to the address that phones use."


def phone_urls(public_url: str, asked: tuple[str, str, int], own_address: str, port: int) -> list[str]:
    """Addresses of the waiter app as a phone can reach it, the likeliest first.

    Args:
        public_url: what the owner set, '' for nothing; then it is the only one.
        asked: scheme, host and port by which the manager's own screen reached us; it counts when its host is an
            address of a private network, never a name, which somebody else could answer for.
        own_address: this machine's address on its network, '' for none.
        port: where the API listens.

    Raises:
        NoWayForPhones.
    """
    if public_url:
        return [f"{public_url.rstrip('/')}/waiter/"]
    scheme, host, asked_port = asked
    found = [_url(scheme, host, asked_port)] if is_on_a_lan(host) else []
    if is_on_a_lan(own_address):
        found.append(_url("http", own_address, port))
    if not found:
        raise NoWayForPhones("The box has no address on a local network.")
    return list(dict.fromkeys(found))


def is_on_a_lan(host: str) -> bool:
    """A literal address of a private network that is not this very machine."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    out = address.is_loopback or address.is_unspecified or address.is_multicast or address.is_link_local
    return address.is_private and not out


def own_lan_address() -> str:
    """The address by which this machine would leave its network; sends nothing. '' when there is no network.

    A network that leads nowhere else has no such way: then the first of our own addresses that a phone could share.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
        except OSError:
            return next(filter(is_on_a_lan, _own_addresses(probe)), "")
        return str(probe.getsockname()[0])


def _own_addresses(probe: socket.socket) -> Iterator[str]:
    """The IPv4 address of each network card that has one."""
    for _, name in socket.if_nameindex():
        try:
            answer = fcntl.ioctl(probe, _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
        except OSError:
            continue
        yield socket.inet_ntoa(answer[20:24])


def _url(scheme: str, host: str, port: int) -> str:
    literal = f"[{host}]" if ":" in host else host
    return f"{scheme}://{literal}:{port}/waiter/"
