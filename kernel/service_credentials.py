"""Broker passwords: one random secret per service, one file each, made on first need."""

import os
import re
import secrets
from pathlib import Path

from kernel.errors import CannotStart

SERVICE_USERS = ("order-service", "api", "license-daemon", "printer-agents")
"""Users with fixed names; each printer's agent is a further user, `agent.{printer}`."""

_USER = re.compile(r"^(?:[a-z0-9][a-z0-9-]{0,40}|agent\.[a-z0-9][a-z0-9-]{0,31})$")


def is_service_user(user: str) -> bool:
    """Say whether `user` is a name that a service may have (and so a safe file name)."""
    return _USER.match(user) is not None


def secret_of(data_dir: Path, user: str) -> str | None:
    """The secret of `user`, or None when none was ever made.

    Returns:
        32 hexadecimal characters (128 random bits).
    """
    if not is_service_user(user):
        return None
    try:
        return (data_dir / "credentials" / user).read_text("ascii").strip() or None
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def ensure_secret(data_dir: Path, user: str) -> str:
    """The secret of `user`, made now if there is none; safe against two processes at once.

    Raises:
        CannotStart: the folder can't be written, or `user` is not a service's name.
    """
    if not is_service_user(user):
        raise CannotStart(f"'{user}' can't be the name of a service.")
    folder = data_dir / "credentials"
    target = folder / user
    if (known := secret_of(data_dir, user)) is not None:
        return known
    draft = folder / f".{user}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(16))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, target)  # fails if somebody was quicker: theirs counts
        except FileExistsError:
            pass
        draft.unlink()
        sync_folder(folder)
    except OSError as error:
        raise CannotStart(f"{folder} can't be written ({error.strerror}).") from error
    made = secret_of(data_dir, user)
    if made is None:
        raise CannotStart(f"{target} is empty. Delete it and start again; a new secret is made.")
    return made


def sync_folder(folder: Path) -> None:
    """Make renames and links in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
