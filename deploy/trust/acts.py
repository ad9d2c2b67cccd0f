"""`pos trust`: make the box's authority once, and its certificate anew each time."""

import socket
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.pairing import own_lan_address
from deploy.settings import HouseSettings
from deploy.trust.certificates import Signed, fingerprint_of, is_local, make_authority, make_box_certificate
from kernel.clock import utc_now
from kernel.errors import CannotStart
from kernel.settings import read_settings, usable_data_dir
from kernel.trust import FOLDER, Trust, authority_file, read_trust, write_trust
from kernel.whole_file import write_bytes_whole

AUTHORITY = "authority.pem"

_PEM = serialization.Encoding.PEM


def trust_box(hosts: Sequence[str]) -> int:
    """Give the box a certificate for `hosts`; none given means those of last time, else what this machine is called.

    Raises:
        CannotStart: a public name, no name at all, or files that can't be read or written.
    """
    settings = read_settings(HouseSettings)
    data_dir = usable_data_dir(settings.data_dir)
    known = read_trust(data_dir)
    wanted = list(dict.fromkeys(hosts or (known.hosts if known else _own_hosts(settings.public_url))))
    if not wanted:
        raise CannotStart(
            "This machine is on no local network. Say what phones call it: pos trust pos.lan 192.168.1.10"
        )
    try:
        trust = give_certificate(data_dir, settings.site_id, wanted, utc_now())
    except OSError as error:
        raise CannotStart(f"{data_dir / FOLDER} can't be written ({error.strerror}).") from error
    print(
        f"The box has a certificate for {', '.join(trust.hosts)} until {trust.valid_until:%d.%m.%Y}.\n"
        f"Its authority's fingerprint (SHA-256): {trust.fingerprint}\n"
        "Next: pos nginx site (docs/installation.md), then open /trust of the box on each phone, once.\n"
        "When nginx runs already: sudo systemctl reload nginx"
    )
    return 0


def give_certificate(data_dir: Path, site: str, hosts: list[str], now: datetime) -> Trust:
    """Sign and keep a new certificate of the box, under the authority that phones know.

    Raises:
        OSError: the folder can't be written.
        CannotStart: the authority can't be read, or a host is public.
    """
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    authority = _authority(data_dir, site)
    box = make_box_certificate(authority, hosts, now)
    # One file holds both: a power cut between two renames would leave a certificate with another's key.
    write_bytes_whole(folder / "box.pem", box.certificate.public_bytes(_PEM) + _private(box.key))
    trust = Trust(
        fingerprint=fingerprint_of(authority.certificate),
        hosts=hosts,
        valid_until=box.certificate.not_valid_after_utc,
    )
    write_trust(data_dir, trust)
    return trust


def _authority(data_dir: Path, site: str) -> Signed:
    """The one that phones trust already, or a new one."""
    kept = data_dir / FOLDER / AUTHORITY
    if kept.exists():
        try:
            text = kept.read_bytes()
            key = serialization.load_pem_private_key(text, None)
            certificate = x509.load_pem_x509_certificate(text)
        except (OSError, ValueError) as error:
            raise CannotStart(f"{kept} can't be read ({error}). Restore it from a backup.") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise CannotStart(f"{kept} holds another kind of key. Restore it from a backup.")
        made = Signed(certificate, key)
    else:
        made = make_authority(site, utc_now())
        write_bytes_whole(kept, made.certificate.public_bytes(_PEM) + _private(made.key))
    write_bytes_whole(authority_file(data_dir), made.certificate.public_bytes(serialization.Encoding.DER))
    return made


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _own_hosts(public_url: str) -> list[str]:
    """What phones may call this machine: its set address, its name over mDNS, its address."""
    found = [urlsplit(public_url).hostname or "", f"{socket.gethostname().split('.')[0]}.local", own_lan_address()]
    return [host for host in found if host and is_local(host)]
