"""Random secrets of this box, one 0600 file each, made on first need."""

import os
import secrets
from pathlib import Path

from kernel.errors import CannotStart


def read_secret(folder: Path, name: str) -> str | None:
    """The secret kept in `folder/name`, or None when there is none.

    Raises:
        CannotStart: there is one, and we may not read it.
    """
    try:
        return (folder / name).read_text("ascii").strip() or None
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise CannotStart(f"{folder / name} can't be read ({error.strerror}).") from error


def ensure_secret_file(folder: Path, name: str, random_bytes: int) -> str:
    """The secret in `folder/name`, made now if there is none; two processes at once agree on one.

    Returns:
        twice `random_bytes` hexadecimal characters.

    Raises:
        CannotStart: the folder can't be written, or the file is empty or can't be read.
    """
    if (known := read_secret(folder, name)) is not None:
        return known
    target = folder / name
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(random_bytes))
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
    made = read_secret(folder, name)
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
