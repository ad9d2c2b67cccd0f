"""What the backups' process tells the others, and how they ask it for one: two small files in the data folder.

Nobody but that process touches the medium: a stick that hangs must not hang a waiter.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from kernel.whole_file import write_whole

Why = Literal["", "before-restore"]
"""Why a backup was made: by the clock or at a tap, or because the box was about to go back to another one."""

Trouble = Literal["", "medium-missing", "medium-full", "medium-read-only", "copy-damaged", "failed"]
"""Why the last try made no backup; '' when it made one."""


class KeptBackup(BaseModel):
    """One backup on the medium."""

    name: str
    """Also the name of its folder: the UTC time it was made, `20261126T184500Z`."""
    made_at: datetime
    bytes: int
    version: str
    """Of the software that made it."""
    schema_revision: str
    why: Why = ""


class BackupState(BaseModel):
    """Written after each try."""

    folder: str
    every_s: int
    is_separate: bool = False
    """On another device than the data: a dead card does not take it along."""
    tried_at: datetime | None = None
    good_at: datetime | None = None
    trouble: Trouble = ""
    detail: str = ""
    kept: list[KeptBackup] = []
    can_restore: bool = False
    """A supervisor is there, which can stop the house and start it again: on one box, not in containers."""

    def age(self, now: datetime) -> timedelta | None:
        """Of the newest good backup."""
        return None if self.good_at is None else max(timedelta(0), now - self.good_at)

    def is_late(self, now: datetime) -> bool:
        """Three in a row are missing, or ten minutes' worth: restarts and slow media are no news."""
        age = self.age(now)
        every = timedelta(seconds=self.every_s)
        return age is None or age > max(3 * every, every + timedelta(minutes=10))


def read_backup_state(data_dir: Path) -> BackupState | None:
    """What was told last; None when no backup was ever tried, or the file can't be read."""
    try:
        return BackupState.model_validate_json((data_dir / "backups.json").read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def write_backup_state(data_dir: Path, state: BackupState) -> None:
    """Tell the others.

    Raises:
        OSError: the data folder can't be written.
    """
    write_whole(data_dir / "backups.json", state.model_dump_json(indent=1))


def _wish(data_dir: Path) -> Path:
    return data_dir / "run" / "backup-wanted"


def wish_for_backup(data_dir: Path) -> None:
    """Ask for a backup now; the process looks once a second.

    Raises:
        OSError: the data folder can't be written.
    """
    _wish(data_dir).parent.mkdir(mode=0o700, exist_ok=True)
    _wish(data_dir).touch(mode=0o600)


def take_wish(data_dir: Path) -> bool:
    """Say whether a backup was asked for; the wish is then spent."""
    try:
        _wish(data_dir).unlink()
    except OSError:
        return False
    return True
