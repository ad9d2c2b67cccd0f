"""What makes this box this site, beside its book: secrets, credentials, the licence, pictures, settings."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from kernel.book_copy import SQLITE_SIGN, copy_sqlite

LEFT_OUT = frozenset({"run", "logs", "spool", "images", "backups", "before-upgrade", "replaced", "backups.json"})
"""Of the data folder. Spools are left out on purpose: what they know is minutes older than what came to paper, and the
book asks again for each ticket whose end it does not know. Pictures have a place of their own on the medium."""

SETTINGS_FILE = "site.env"
"""The name that `.env` has inside a backup."""


def belongings(data_dir: Path, book: Path) -> Iterator[Path]:
    """Files of the data folder that a spare box needs, relative to it."""
    for path in sorted(data_dir.rglob("*")):
        place = path.relative_to(data_dir)
        if place.parts[0] in LEFT_OUT or place.parts[0].startswith("."):
            continue
        if path.is_file() and not path.is_symlink() and not _is_of_the_book(path, book):
            yield place


def copy_belongings(data_dir: Path, book: Path, settings_file: Path, target: Path) -> None:
    """Copy them into the empty folder `target`, each file 0600.

    Raises:
        OSError: the medium is full, gone or read-only.
    """
    for place in belongings(data_dir, book):
        copy = target / place
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(data_dir / place, copy)
    if settings_file.is_file():
        _copy(settings_file, target / SETTINGS_FILE)


def copy_pictures(source: Path, target: Path) -> None:
    """Bring `target` what is new; a picture never changes under its name."""
    if not source.is_dir():
        return
    target.mkdir(mode=0o700, exist_ok=True)
    for path in source.iterdir():
        copy = target / path.name
        if not path.name.startswith(".") and not copy.exists():
            draft = target / f".{path.name}"
            shutil.copyfile(path, draft)
            draft.chmod(0o600)
            draft.replace(copy)


def _copy(source: Path, target: Path) -> None:
    try:
        with source.open("rb") as file:
            is_database = file.read(16) == SQLITE_SIGN
        if is_database:
            copy_sqlite(source, target)
        else:
            shutil.copyfile(source, target)
    except FileNotFoundError:  # replaced by its owner just now; the next backup has it
        return
    target.chmod(0o600)


def _is_of_the_book(path: Path, book: Path) -> bool:
    return path.parent.absolute() == book.parent.absolute() and path.name.startswith(book.name)
