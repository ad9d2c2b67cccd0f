"""Broker passwords: one random secret per service, one file each, made on first need."""

import re
from pathlib import Path

from kernel.errors import CannotStart
from kernel.secret_file import ensure_secret_file, read_secret

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
