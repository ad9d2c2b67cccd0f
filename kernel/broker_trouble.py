"""Why a broker was not reached, as a sentence that somebody can act on. Pure."""

import socket
import ssl

_EXPIRED, _NOT_YET, _NO_ISSUER = 10, 9, (18, 19, 20, 21)
_OTHER_NAME, _NAME_NOT_ALLOWED = (62, 64), 47
"""X509_V_ERR_* of OpenSSL: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/"""


def why_not_reached(error: BaseException | None, host: str, port: int) -> str:
    """What to do about a connection that did not come about.

    Args:
        error: what connecting ended with.
        host, port: where it went.
    """
    place = f"The broker at {host}:{port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{place} {_about_its_certificate(error, host)}"
    if isinstance(error, ssl.SSLError):
        return f"{place} does not speak TLS ({error.reason}). Is that the port of its door to the network (8883)?"
    if isinstance(error, socket.gaierror):
        return f"Nobody knows the name {host}. Use the box's address, or a name of the router's."
    if isinstance(error, ConnectionRefusedError):
        return (
            f"{place}: the machine is there, but no broker listens. Does the site run there? Agents on other machines "
            "also need MQTT_AGENTS_HOST to be set on the box."
        )
    if isinstance(error, TimeoutError):
        return f"{place} does not answer. Is the box on, its cable in, and the port let through?"
    return f"{place} is not reached ({error}). Look at this machine's own cable and address."


def why_refused(user: str, reason: str) -> str:
    """What to do about a sign-in that the broker refused.

    Args:
        user: who wanted to sign in.
        reason: what the broker said.
    """
    what = f"The broker does not let '{user}' in ({reason})."
    if user.startswith("agent."):
        printer = user.removeprefix("agent.")
        return f'{what} If its credential was made anew or taken back: "pos agent-credential {printer}" on the box.'
    return f"{what} Is this the data folder of the site whose broker it is?"


def _about_its_certificate(error: ssl.SSLCertVerificationError, host: str) -> str:
    code = error.verify_code
    if code == _EXPIRED:
        return 'has a certificate that has expired. On the box: "pos trust". Or is this machine\'s clock wrong?'
    if code == _NOT_YET:
        return "has a certificate that is not valid yet: this machine's clock is wrong."
    if code in _NO_ISSUER:
        return 'proves itself by another authority: not the box that made this credential, or a new "pos trust" there.'
    if code in _OTHER_NAME:
        return f'has a certificate for another name than {host}. On the box: "pos trust NAMES {host}".'
    if code == _NAME_NOT_ALLOWED:
        return f"has a certificate whose authority may not vouch for {host}."
    return f"has a certificate that was not believed ({error.verify_message})."
