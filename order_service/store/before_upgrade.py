"""A copy of the book before a new version changes its shape, beside it on the same disk: what `pos rollback` needs."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from kernel.book_copy import CopyFailed, copy_book, examine_copy
from kernel.errors import CannotStart
from kernel.version import VERSION
from kernel.whole_file import write_whole

FOLDER = "before-upgrade"
KEPT = 3
RAN_LAST = "version"
"""File in the data folder: which version ran on it last."""

_NAME = re.compile(r"^(?P<at>\d{8}T\d{6}Z) (?P<schema>\w+) (?P<version>[\w.+-]*)\.copy$")


@dataclass(frozen=True)
class UpgradeCopy:
    """One of them.

    Attributes:
        at: aware UTC time of the upgrade.
        schema: revision of the book in it.
        version: of the software that ran on it, '' when that is not known.
    """

    path: Path
    at: datetime
    schema: str
    version: str


def copies_before_upgrades(data_dir: Path) -> list[UpgradeCopy]:
    """All of them, the newest first."""
    found = []
    for path in (data_dir / FOLDER).glob("*.copy"):
        if (parts := _NAME.match(path.name)) is not None:
            at = datetime.strptime(f"{parts['at']}+0000", "%Y%m%dT%H%M%SZ%z")
            found.append(UpgradeCopy(path, at, parts["schema"], parts["version"]))
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def keep_book_before_upgrade(database: URL, data_dir: Path, schema: str, now: datetime) -> Path:
    """Copy and examine the book; older copies than the last few are removed.

    Raises:
        CannotStart: no copy can be made, so nothing may be changed.
    """
    folder = data_dir / FOLDER
    target = folder / f"{now:%Y%m%dT%H%M%SZ} {schema} {version_that_ran_last(data_dir)}.copy"
    draft = target.with_suffix(".draft")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob("*.draft"):
            left.unlink()
        copy_book(database, draft)
        examine_copy(draft)
        draft.rename(target)
        for old in copies_before_upgrades(data_dir)[KEPT:]:
            old.path.unlink()
    except (CopyFailed, OSError) as error:
        said = error.detail if isinstance(error, CopyFailed) else f"{error.strerror}"
        raise CannotStart(f"The book can't be copied before its upgrade, so it was left alone: {said}") from error
    return target


def version_that_ran_last(data_dir: Path) -> str:
    """Which version ran on this data last; '' when that is not known."""
    try:
        return (data_dir / RAN_LAST).read_text("utf-8").strip()
    except OSError:
        return ""


def remember_version(data_dir: Path) -> None:
    """This version runs on this data now."""
    if version_that_ran_last(data_dir) != VERSION:
        try:
            write_whole(data_dir / RAN_LAST, f"{VERSION}\n")
        except OSError:  # a full disk: it only serves a sentence
            return
