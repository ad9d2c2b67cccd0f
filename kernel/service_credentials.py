"""Broker passwords: one random secret per service, one file each, made on first need.

A printer whose agent runs on another machine has a second one, for the broker's door to the network alone. That it is
there is what "runs elsewhere" means: the box starts no agent of its own for that printer (ADR 0020).
"""

import re
import secrets
from pathlib import Path

from kernel.errors import CannotStart
from kernel.ids import is_slug
from kernel.secret_file import ensure_secret_file, read_secret, sync_folder
from kernel.topics import agent_user
from kernel.whole_file import write_whole

SERVICE_USERS = ("order-service", "api", "license-daemon", "printer-agents", "printer-check")
"""Users with fixed names; each printer's agent is a further user, `agent.{printer}`."""

_USER = re.compile(r"^(?:[a-z0-9][a-z0-9-]{0,40}|agent\.[a-z0-9][a-z0-9-]{0,31})$")


def is_service_user(user: str) -> bool:
    """Say whether `user` is a name that a service may have (and so a safe file name)."""
    return _USER.fullmatch(user) is not None


def secret_of(data_dir: Path, user: str) -> str | None:
    """The secret of `user` (32 hexadecimal characters), or None when none was ever made."""
    return read_secret(data_dir / "credentials", user) if is_service_user(user) else None


def ensure_secret(data_dir: Path, user: str) -> str:
    """The secret of `user`, made now if there is none; safe against two processes at once.

    Raises:
        CannotStart: the folder can't be written, or `user` is not a service's name.
    """
    if not is_service_user(user):
        raise CannotStart(f"'{user}' can't be the name of a service.")
    return ensure_secret_file(data_dir / "credentials", user, 16)


def secret_elsewhere(data_dir: Path, user: str) -> str | None:
    """The secret by which an agent (`agent.kitchen`) signs in over the network; None while it runs on the box."""
    return read_secret(_elsewhere(data_dir), user) if is_service_user(user) else None


def printers_elsewhere(data_dir: Path) -> set[str]:
    """Printers whose agents run on other machines."""
    return {path.name.removeprefix("agent.") for path in _elsewhere(data_dir).glob("agent.*")}


def hand_out(data_dir: Path, printer: str) -> str:
    """Make a printer's agent one that runs elsewhere, with a new secret; the one it had counts no more.

    Raises:
        CannotStart: the folder can't be written, or the name is not a printer's.
    """
    if not is_slug(printer):
        raise CannotStart(f"'{printer}' is not a printer's id: small letters, digits and hyphens, at most 32.")
    secret = secrets.token_hex(16)
    folder = _elsewhere(data_dir)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / agent_user(printer), secret)
    except OSError as error:
        raise CannotStart(f"{folder} can't be written ({error.strerror}).") from error
    return secret


def take_back(data_dir: Path, printer: str) -> bool:
    """Let the box run a printer's agent again; the credential that was handed out counts no more.

    Returns:
        False when none was handed out.

    Raises:
        CannotStart: the folder can't be written.
    """
    folder = _elsewhere(data_dir)
    if printer not in printers_elsewhere(data_dir):
        return False
    try:
        (folder / agent_user(printer)).unlink()
        sync_folder(folder)
    except OSError as error:
        raise CannotStart(f"{folder} can't be written ({error.strerror}).") from error
    return True


def _elsewhere(data_dir: Path) -> Path:
    return data_dir / "credentials-elsewhere"
