"""Mosquitto's configuration, rights and passwords, from the same rows and the same secrets as the embedded broker's.

What Mosquitto can't be told, and the embedded broker does: it binds no client id to a user, it lets whoever may
publish a topic also retain it, and it grants subscriptions it will then deliver nothing on.

Source: mosquitto.conf(5) and mosquitto_passwd(1) of Mosquitto 2.0.
"""

import argparse
import base64
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broker.acl import rights_of
from broker.limits import Limits
from kernel.errors import CannotStart
from kernel.ids import SLUG_PATTERN
from kernel.service_credentials import SERVICE_USERS, ensure_secret, printers_elsewhere, secret_elsewhere
from kernel.settings import SiteSettings, read_settings
from kernel.topics import Topics, agent_user
from kernel.trust import FOLDER

_ITERATIONS = 101
"""mosquitto_passwd's own default; the secrets are 128 random bits, which need no slow hash."""


def write_mosquitto_files(
    site: SiteSettings, folder: Path, printers: Sequence[str], *, host: str = "127.0.0.1"
) -> Path:
    """Write `mosquitto.conf`, `acl` and `passwords` for one site; run again, and SIGHUP Mosquitto, for a new printer.

    With MQTT_AGENTS_HOST set there is a second listener, with a certificate, rights and passwords of its own: for the
    agents that run on other machines, and nobody else. Its files are `agents-acl`, `agents-passwords` and `box.pem`.

    Args:
        site: where its data folder is, which `credentials/` holds the secrets (missing ones are made); its id, a level
            of every topic; ports; the address for agents elsewhere.
        folder: gets the files; all but conf and ACL are readable by their owner only, and Mosquitto must be that owner.
        host: where the site's own processes find Mosquitto; another than loopback in a private container network only.
        printers: ids of printers whose agents may connect.

    Returns:
        The path of `mosquitto.conf`.

    Raises:
        CannotStart: a printer's id is no slug, a folder can't be written, or there is no certificate for the network.
    """
    for printer in printers:
        if re.fullmatch(SLUG_PATTERN, printer) is None:
            raise CannotStart(f"'{printer}' can't be the id of a printer.")
    here = [*SERVICE_USERS, *(agent_user(printer) for printer in printers)]
    elsewhere = [agent_user(printer) for printer in sorted(printers_elsewhere(site.data_dir))]
    door = AgentsDoor(site.mqtt_agents_host, site.mqtt_agents_port) if site.mqtt_agents_host else None
    conf = folder / "mosquitto.conf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "passwords", _password_lines(here, lambda user: ensure_secret(site.data_dir, user)))
        _write(folder / "acl", acl_text(site.site_id, here))
        if door is not None:
            known = _password_lines(elsewhere, lambda user: secret_elsewhere(site.data_dir, user) or "")
            _write(folder / "agents-passwords", known)
            _write(folder / "agents-acl", acl_text(site.site_id, elsewhere))
            _write(folder / "box.pem", _certificate(site.data_dir))
        _write(conf, conf_text(folder, site.mqtt_port, host, door))
    except OSError as error:
        raise CannotStart(f"{folder} can't be written ({error.strerror}).") from error
    return conf


@dataclass(frozen=True)
class AgentsDoor:
    """Where agents on other machines knock."""

    host: str
    port: int


def conf_text(folder: Path, port: int, host: str = "127.0.0.1", door: AgentsDoor | None = None) -> str:
    """The text of `mosquitto.conf`: nobody anonymous, nothing on disk, the limits of the embedded broker."""
    bounds = Limits()
    text = f"""\
# Made by broker/mosquitto_files.py; change it there.
per_listener_settings true
max_packet_size {bounds.max_packet_bytes}
message_size_limit {bounds.max_payload_bytes}
max_inflight_messages {bounds.window}
max_queued_messages {bounds.max_queued_messages}
max_queued_bytes {bounds.max_queued_bytes}
persistent_client_expiration {bounds.session_expiry_s // 3600}h
persistence false
sys_interval 0
set_tcp_nodelay true
log_dest stderr

# the site's own processes
listener {port} {host}
max_connections {bounds.max_clients}
allow_anonymous false
password_file {folder / "passwords"}
acl_file {folder / "acl"}
"""
    if door is None:
        return text
    return f"""\
{text}
# printers' agents on other machines, and nobody else
listener {door.port} {door.host}
max_connections {bounds.max_waiting}
allow_anonymous false
password_file {folder / "agents-passwords"}
acl_file {folder / "agents-acl"}
certfile {folder / "box.pem"}
keyfile {folder / "box.pem"}
tls_version tlsv1.2
"""


def acl_text(site: str, users: Sequence[str]) -> str:
    """The text of the ACL file: Mosquitto denies what no row allows."""
    topics = Topics(site)
    blocks = ["# Made by broker/mosquitto_files.py from the rows of broker/acl.py; change it there.\n"]
    for user in users:
        rights = rights_of(user, topics)
        writable, readable = {*rights.publish, *rights.retain}, {*rights.read}
        blocks.append(f"user {user}\n")
        for topic in sorted(writable | readable):
            access = "readwrite" if topic in writable & readable else "write" if topic in writable else "read"
            blocks.append(f"topic {access} {topic}\n")
        blocks.append("\n")
    return "".join(blocks)


def password_hash(secret: str, salt: bytes | None = None) -> str:
    """Mosquitto 2's `$7$iterations$salt$hash`: PBKDF2-HMAC-SHA512, 12 bytes of salt, 64 of hash, both base64."""
    salt = secrets.token_bytes(12) if salt is None else salt
    digest = hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, _ITERATIONS, 64)
    return f"$7${_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def _password_lines(users: Sequence[str], secret_of: Callable[[str], str]) -> str:
    return "".join(f"{user}:{password_hash(secret_of(user))}\n" for user in users)


def _certificate(data_dir: Path) -> str:
    """A copy: Mosquitto gives up its rights before it reads certificates."""
    try:
        return (data_dir / FOLDER / "box.pem").read_text("ascii")
    except OSError as error:
        raise CannotStart(
            f"The box has no certificate for the network ({error.strerror}). First: pos trust ADDRESS-OF-THIS-MACHINE."
        ) from error


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m broker.mosquitto_files FOLDER --printer kitchen --printer bar`; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m broker.mosquitto_files", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="where mosquitto.conf, acl and passwords go")
    parser.add_argument("--printer", action="append", default=[], help="id of a printer; give it once for each")
    parser.add_argument("--host", default="127.0.0.1", help="address Mosquitto listens on")
    given = parser.parse_args(arguments)
    try:
        made = write_mosquitto_files(
            read_settings(SiteSettings), given.folder.resolve(), given.printer, host=given.host
        )
    except CannotStart as error:
        print(error.detail, file=sys.stderr)
        return 2
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
