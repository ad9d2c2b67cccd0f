"""The folder of backups on its medium: looked at, filled, thinned out."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ValidationError
from sqlalchemy import URL

from deploy.backups.belongings import copy_belongings, copy_pictures
from deploy.backups.rotation import worth_keeping
from kernel.backup_state import KeptBackup, Trouble, Why
from kernel.book_copy import CopyDamaged, copy_book, examine_copy
from kernel.errors import NotFound
from kernel.logging import get_logger
from kernel.secret_file import sync_folder
from kernel.sqlite_file import choose_sqlite, mode_for
from kernel.version import VERSION
from kernel.whole_file import write_whole

BOOK = "book"
BELONGINGS = "belongings"
PICTURES = "images"
MANIFEST = "backup.json"
UNFINISHED = ".partial"
NAME = "%Y%m%dT%H%M%SZ"

UNDOS_KEPT = 3
"""Backups made just before a restore, kept whatever their age."""

LEFT_FOR_ORDERS_BYTES = 300 * 1024 * 1024

log = get_logger("backups")


class NoBackup(NotFound):
    """No backup of that name, or none at all, is where it was looked for."""

    code = "no-backup"
    hint = "Name another folder, or see what is there with `pos restore --list`."


class MediumMissing(OSError):
    """The stick is not in: its folder is not there, or is an empty one on the data's own disk."""


class FileSum(BaseModel):
    """How to know that a file is the one that was written."""

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """`backup.json` of one backup, written last."""

    format: int = 1
    made_at: datetime
    version: str
    site_id: str
    schema_revision: str
    why: Why = ""
    files: dict[str, FileSum]


@dataclass(frozen=True)
class Source:
    """What is backed up."""

    site_id: str
    data_dir: Path
    database: URL
    settings_file: Path

    @property
    def book(self) -> Path:
        """The SQLite file; on PostgreSQL a name that no file has."""
        is_file = self.database.get_backend_name() == "sqlite"
        return Path(str(self.database.database)) if is_file else self.data_dir / "pos.db"


def is_separate(folder: Path, data_dir: Path) -> bool:
    """Say whether they are on two devices."""
    return folder.stat().st_dev != data_dir.stat().st_dev


def need_medium(folder: Path, data_dir: Path, *, was_separate: bool) -> bool:
    """Make the folder if need be.

    Args:
        was_separate: it was on another device before. If now it is not, the stick was pulled, and what is seen is the
            empty folder it is mounted on: filling the data's own card would be worse than no backup.

    Returns:
        whether it is on another device than the data.

    Raises:
        MediumMissing: see above, or the folder above it does not exist.
        OSError: it can't be made.
    """
    if not folder.parent.is_dir():
        raise MediumMissing(errno.ENOENT, f"{folder.parent} is not there")
    folder.mkdir(mode=0o700, exist_ok=True)
    separate = is_separate(folder, data_dir)
    if was_separate and not separate:
        raise MediumMissing(errno.ENOENT, f"nothing is mounted at {folder}")
    return separate


_MEANS: dict[int, Trouble] = {
    errno.ENOSPC: "medium-full",
    errno.EDQUOT: "medium-full",
    errno.EROFS: "medium-read-only",
    errno.EACCES: "medium-read-only",
    errno.EPERM: "medium-read-only",
    errno.ENOENT: "medium-missing",
    errno.EIO: "medium-missing",
    errno.ENODEV: "medium-missing",
    errno.ENXIO: "medium-missing",
    errno.ESTALE: "medium-missing",
}


def leave_room_for_orders(folder: Path, needed: int) -> None:
    """On the data's own disk a backup may not take the last of the room: orders are the last to go.

    Raises:
        OSError: as a full medium does.
    """
    if shutil.disk_usage(folder).free < LEFT_FOR_ORDERS_BYTES + needed:
        raise OSError(errno.ENOSPC, "what is left on this disk is for orders", str(folder))


def trouble_of(error: Exception) -> Trouble:
    """What a failed backup means to a person."""
    if isinstance(error, CopyDamaged):
        return "copy-damaged"
    if isinstance(error, OSError):
        return _MEANS.get(error.errno or 0, "failed")
    return "failed"


def kept_backups(folder: Path) -> list[KeptBackup]:
    """Finished backups in the folder, newest first; one without a readable manifest is none."""
    found = [one for path in folder.glob("*Z") if (one := _kept(path)) is not None] if folder.is_dir() else []
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def read_manifest(backup: Path) -> Manifest:
    """The manifest of one backup.

    Raises:
        NoBackup: it has none that can be read.
    """
    try:
        return Manifest.model_validate_json((backup / MANIFEST).read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise NoBackup(f"{backup} is no finished backup.") from error


def make_backup(source: Source, folder: Path, now: datetime, why: Why = "") -> KeptBackup:
    """Make one, examine it, and only then give it its name.

    Raises:
        CopyFailed, CopyDamaged: the book could not be copied, or not be read back.
        OSError: of the medium.
    """
    for left in folder.glob(f".*{UNFINISHED}"):  # by a power cut
        shutil.rmtree(left)
    while (done := folder / now.strftime(NAME)).exists():
        now += timedelta(seconds=1)
    if not is_separate(folder, source.data_dir):
        leave_room_for_orders(folder, source.book.stat().st_size if source.book.is_file() else 0)
    draft = folder / f".{done.name}{UNFINISHED}"
    draft.mkdir(mode=0o700)
    try:
        _copy_book_to(source, draft / BOOK)
        schema = examine_copy(draft / BOOK)
        (draft / BELONGINGS).mkdir(mode=0o700)
        copy_belongings(source.data_dir, source.book, source.settings_file, draft / BELONGINGS)
        copy_pictures(source.data_dir / "images", folder / PICTURES)
        manifest = Manifest(
            made_at=now.replace(microsecond=0),
            version=VERSION,
            site_id=source.site_id,
            schema_revision=schema,
            why=why,
            files=sums_of(draft),
        )
        _flush(draft)
        write_whole(draft / MANIFEST, manifest.model_dump_json(indent=1))
        draft.rename(done)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync_folder(folder)
    made = _kept(done)
    assert made is not None  # its manifest was written above
    return made


def make_room(folder: Path, work: Callable[[], KeptBackup], spare: str = "") -> KeptBackup:
    """Try `work`; while the medium is full, give up the oldest backup, but never the last three, nor `spare`.

    Raises:
        as `work`.
    """
    while True:
        try:
            return work()
        except OSError as error:
            oldest = [one.name for one in kept_backups(folder)[3:] if one.name != spare]
            if trouble_of(error) != "medium-full" or not oldest:
                raise
            log.warning("old_backup_given_up", name=oldest[-1])
            remove(folder, oldest[-1])


def thin_out(folder: Path, spare: str = "") -> list[KeptBackup]:
    """Remove what is not worth keeping, `spare` aside; returns what is left, newest first."""
    kept = kept_backups(folder)
    worth = worth_keeping(one.made_at for one in kept)
    undos = [one.name for one in kept if one.why == "before-restore"][:UNDOS_KEPT]
    left = []
    for one in kept:
        if one.made_at in worth or one.name in (spare, *undos):
            left.append(one)
        else:
            remove(folder, one.name)
    return left


def remove(folder: Path, name: str) -> None:
    """Remove a backup; one that is cut short has no name any more."""
    going = folder / f".{name}{UNFINISHED}"
    (folder / name).rename(going)
    shutil.rmtree(going)


def sums_of(backup: Path) -> dict[str, FileSum]:
    """Size and checksum of every file of a backup but its manifest."""
    sums = {}
    for path in sorted(backup.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            sums[str(path.relative_to(backup))] = FileSum(bytes=path.stat().st_size, sha256=digest)
    return sums


def _copy_book_to(source: Source, target: Path) -> None:
    """Where the journal makes writers wait for a copy (SQLITE's DELETE mode), a slow medium must not be waited for."""
    is_file = source.database.get_backend_name() == "sqlite"
    if not is_file or mode_for(choose_sqlite().sqlite_version_info).journal == "wal":
        copy_book(source.database, target)
        return
    near = source.data_dir / "run" / "backup.draft"
    near.unlink(missing_ok=True)
    copy_book(source.database, near)
    try:
        shutil.copyfile(near, target)
        target.chmod(0o600)
    finally:
        near.unlink()


def _flush(backup: Path) -> None:
    for path in [*backup.rglob("*"), backup]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _kept(backup: Path) -> KeptBackup | None:
    try:
        manifest = read_manifest(backup)
    except NoBackup:
        return None
    return KeptBackup(
        name=backup.name,
        made_at=manifest.made_at,
        bytes=sum(one.bytes for one in manifest.files.values()),
        version=manifest.version,
        schema_revision=manifest.schema_revision,
        why=manifest.why,
    )
