"""The demo's sign-ins, kept where only the owner of the data folder reads them: `demo-credentials.json`."""

import json
import os
from pathlib import Path
from typing import Any, TypedDict

from kernel.errors import CannotStart
from kernel.whole_file import write_whole


class SignIn(TypedDict):
    """One person's way in."""

    pin: str
    role: str


class Console(TypedDict):
    """The vendor's way in to the demo's licence service."""

    address: str
    username: str
    password: str


CONSOLE = "licence console"
"""Its name in the file; with a space, so that nobody can be called like that."""


def credentials_file(data_dir: Path) -> Path:
    """Where they are."""
    return data_dir / "demo-credentials.json"


def draft_file(data_dir: Path) -> Path:
    """Where they wait until the book holds the people they belong to."""
    return data_dir / ".demo-credentials.draft"


def write_draft(data_dir: Path, people: dict[str, SignIn]) -> None:
    """Keep them durably, not yet valid.

    Raises:
        CannotStart: the folder can't be written.
    """
    text = json.dumps(people, indent=2)
    try:
        for stale in (credentials_file(data_dir), draft_file(data_dir)):
            stale.unlink(missing_ok=True)
        descriptor = os.open(draft_file(data_dir), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CannotStart(f"{draft_file(data_dir)} can't be written ({error.strerror}).") from error


def promote_draft(data_dir: Path) -> None:
    """The book holds these people now."""
    if draft_file(data_dir).exists():
        draft_file(data_dir).replace(credentials_file(data_dir))


def read_credentials(data_dir: Path) -> dict[str, SignIn]:
    """The people's sign-ins; none when there is no such file."""
    return {name: one for name, one in _all(data_dir).items() if "pin" in one}


def read_console(data_dir: Path) -> Console | None:
    """How the vendor signs in; None when the demo has no licence service yet."""
    return _all(data_dir).get(CONSOLE)


def add_console(data_dir: Path, console: Console) -> None:
    """Write it beside the people.

    Raises:
        CannotStart: the folder can't be written.
    """
    known = _all(data_dir)
    if known.get(CONSOLE) == console:
        return
    try:
        write_whole(credentials_file(data_dir), json.dumps(known | {CONSOLE: console}, indent=2) + "\n")
    except OSError as error:
        raise CannotStart(f"{credentials_file(data_dir)} can't be written ({error.strerror}).") from error


def _all(data_dir: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(credentials_file(data_dir).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found
