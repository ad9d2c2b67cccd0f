"""Two certificates: an authority that may vouch for private addresses and local names alone, and the box's own.

A phone that trusts a plain authority trusts whoever steals its key for every site in the world. This one is constrained
(RFC 5280, 4.2.1.10): a certificate it signed for a public name is refused by the phone itself.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kernel.errors import CannotStart

LOCAL_DOMAINS: Final = ("lan", "local", "internal", "home.arpa")
"""Nobody owns a name below one of these outside of his own network (RFC 6762, RFC 8375; `.internal` by ICANN)."""

LOCAL_NETWORKS: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")

AUTHORITY_DAYS: Final = 3650
BOX_DAYS: Final = 820
"""iPhones refuse more than 825, also from an authority that was installed by hand."""

_SKEW: Final = timedelta(days=2)
"""A phone whose clock is behind ours must not meet a certificate of the future."""


@dataclass(frozen=True)
class Signed:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class NotLocal(CannotStart):
    """A public name or address was asked for."""

    code = "host-not-local"
    hint = f"Take an address of the restaurant's network, or a name that ends in .{', .'.join(LOCAL_DOMAINS)}."


def make_authority(site: str, now: datetime) -> Signed:
    """A new authority, named after the site, so that two boxes' are told apart in a phone's list."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Simple POS {site}")])
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in LOCAL_DOMAINS]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in LOCAL_NETWORKS]
    builder = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    return Signed(builder.sign(key, hashes.SHA256()), key)


def make_box_certificate(authority: Signed, hosts: Sequence[str], now: datetime) -> Signed:
    """The box's own certificate.

    Args:
        hosts: names (`pos.lan`) and literal addresses (`192.168.1.10`) by which phones reach the box, one or more.

    Raises:
        NotLocal: one of them is public, so that phones would refuse the certificate.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    names = [_general_name(host) for host in hosts]
    builder = (
        _builder(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simple POS box")]),
            authority.certificate.subject,
            key,
            now,
            BOX_DAYS,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    return Signed(builder.sign(authority.key, hashes.SHA256()), key)


def is_local(host: str) -> bool:
    """Whether the authority may vouch for a name or a literal address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return any(host.lower().endswith(f".{domain}") for domain in LOCAL_DOMAINS)
    return any(address in ipaddress.ip_network(network) for network in LOCAL_NETWORKS)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 as phones show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _general_name(host: str) -> x509.GeneralName:
    if not is_local(host):
        raise NotLocal(f"'{host}' is not a name or an address of a local network.")
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return x509.DNSName(host.lower())
    except ValueError:
        raise NotLocal(f"'{host}' is not a host's name.") from None


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now - _SKEW + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
