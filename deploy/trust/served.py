"""Which certificate the machine's web server really shows."""

import socket
import ssl
from datetime import datetime

from cryptography import x509

HTTPS_PORT = 443
_PATIENCE_S = 3.0


def served_until(port: int = HTTPS_PORT, host: str = "127.0.0.1") -> datetime | None:
    """When the certificate that is shown there ends; None when nobody speaks TLS there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is looked at, not believed
    try:
        with (
            socket.create_connection((host, port), _PATIENCE_S) as plain,
            context.wrap_socket(plain, server_hostname="pos.lan") as link,
        ):
            shown = link.getpeercert(binary_form=True)
    except OSError:
        return None
    return None if shown is None else x509.load_der_x509_certificate(shown).not_valid_after_utc
