"""HTTPS in front of a site, as on the box: nginx with a certificate of a CA that a browser's profile trusts."""

import datetime
import ipaddress
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.nginx import Nginx, proxy_to
from tests.ports import free_port

CERTUTIL = shutil.which("certutil")
HOST = "pos.test"


class TlsFront:
    """`with TlsFront(folder, port) as front:` serves `https://pos.test:<front.port>/` from `http://127.0.0.1:<port>`."""

    def __init__(self, folder: Path, to_port: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.home = folder / "home"
        """HOME of a browser that trusts the CA."""
        tls = f"server_name {HOST}; ssl_certificate {folder}/site.pem; ssl_certificate_key {folder}/site.key;"
        server = f"server {{ listen 127.0.0.1:{self.port} ssl; {tls} {proxy_to(f'127.0.0.1:{to_port}')} }}"
        self._nginx = Nginx(folder, self.port, server)

    @property
    def url(self) -> str:
        """Where phones go."""
        return f"https://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        assert CERTUTIL
        _write_certificates(self.folder)
        store = self.home / ".pki" / "nssdb"
        store.mkdir(parents=True)
        for told in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "pos", "-i", str(self.folder / "ca.pem")]):
            subprocess.run([CERTUTIL, "-d", f"sql:{store}", *told], check=True, capture_output=True)
        self._nginx.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self._nginx.stop()


def _write_certificates(folder: Path) -> None:
    now = datetime.datetime.now(datetime.UTC)
    ca_key, site_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The taverna's box")])

    def certificate(name: x509.Name, key: ec.EllipticCurvePrivateKey, is_ca: bool) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(ca_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if not is_ca:
            names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(ca_key, hashes.SHA256())

    ca = certificate(ca_name, ca_key, is_ca=True)
    site = certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]), site_key, is_ca=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "site.pem").write_bytes(site.public_bytes(pem))
    (folder / "site.key").write_bytes(
        site_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
