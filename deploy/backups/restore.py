"""Put a backup back: onto this box, or onto a blank one, which then is the site.

What was there is put aside, never deleted. A cut at any moment leaves `.restoring` behind; a site does not start over
it, and the same command again finishes the work.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import DBAPIError

from deploy.backups.belongings import LEFT_OUT, SETTINGS_FILE
from deploy.backups.medium import (
    BELONGINGS,
    BOOK,
    MANIFEST,
    NAME,
    PICTURES,
    Manifest,
    NoBackup,
    kept_backups,
    read_manifest,
    sums_of,
)
from deploy.before_start import need_no_answer, take_the_site
from kernel.book_copy import CopyDamaged, copy_book, examine_copy, put_back
from kernel.errors import CannotStart
from kernel.postgresql_server import session_arguments
from kernel.secret_file import sync_folder

STAGING = ".restoring"
REPLACED = "replaced"


@dataclass(frozen=True)
class Chosen:
    """A backup that is going to be restored."""

    folder: Path
    manifest: Manifest


@dataclass(frozen=True)
class Target:
    """Where it goes.

    Attributes:
        settings_file: `.env` of the folder the site is started in.
    """

    data_dir: Path
    database: URL
    api_port: int
    settings_file: Path


def choose(place: Path, name: str | None) -> Chosen:
    """The backup `name` in `place`, or the newest there; `place` may also be one backup itself.

    Raises:
        NoBackup: there is none.
    """
    if name is None and (place / MANIFEST).is_file():
        folder = place
    elif name is not None:
        folder = place / name
    elif kept := kept_backups(place):
        folder = place / kept[0].name
    else:
        raise NoBackup(f"There is no backup in {place}.")
    return Chosen(folder, read_manifest(folder))


def need_whole(chosen: Chosen) -> None:
    """Compare every file with its checksum and read the database from end to end.

    Raises:
        CopyDamaged: it is not what was written.
    """
    found, wanted = sums_of(chosen.folder), chosen.manifest.files
    for name in sorted(found.keys() | wanted.keys()):
        if found.get(name) != wanted.get(name):
            raise CopyDamaged(f"{chosen.folder / name} is not the file that was written.")
    examine_copy(chosen.folder / BOOK)


def need_nobody(target: Target) -> int:
    """Make sure that no site runs on this data, and keep it so.

    Returns:
        the descriptor of the lock.

    Raises:
        CannotStart: one does.
    """
    run_dir = target.data_dir / "run"
    run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = take_the_site(run_dir)
    need_no_answers(target)
    return lock


def need_no_answers(target: Target) -> None:
    """Make sure that no process of a site is left that isn't ours to stop.

    Raises:
        CannotStart: one is.
    """
    need_no_answer(target.api_port)
    if target.database.get_backend_name() != "sqlite":
        _need_no_sessions(target.database)


def restore(chosen: Chosen, target: Target, now: datetime) -> Path:
    """Put `chosen` back; returns the folder where that lies which was there before.

    Raises:
        CannotStart: a site runs here.
        CopyDamaged, CopyFailed: the backup is not whole, or of another kind of database.
        OSError: no room.
    """
    lock = need_nobody(target)
    try:
        return put_in_place(chosen, target, now)
    finally:
        os.close(lock)


def put_in_place(chosen: Chosen, target: Target, now: datetime, *, only_the_book: bool = False) -> Path:
    """The same for whoever holds the lock of the site already.

    Args:
        only_the_book: with its pictures. Settings, secrets and the licence stay as they are on this box: they are not
            the restaurant's to turn back, and they may be younger than the backup.
    """
    need_whole(chosen)
    staging = target.data_dir / STAGING
    was_cut = staging.exists()
    try:
        _stage(chosen, staging, only_the_book=only_the_book)
    except BaseException:
        if not was_cut:  # nothing was moved: the site may start again
            shutil.rmtree(staging, ignore_errors=True)
        raise
    aside = new_place_aside(target.data_dir, now)
    _swap_book(chosen, target, aside)
    _swap_files(target, staging, aside, only_the_book=only_the_book)
    _give_to_owner(target)
    return aside


def _give_to_owner(target: Target) -> None:
    """After an administrator restored: all of it belongs to whoever owns the folder that the site is started in."""
    if os.getuid() != 0:
        return
    owner = target.settings_file.parent.stat()
    for path in [target.settings_file, target.data_dir, *target.data_dir.rglob("*")]:
        if path.exists():
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _stage(chosen: Chosen, staging: Path, *, only_the_book: bool) -> None:
    """All that could fail for want of room happens before anything is moved; `staging` stands from now on."""
    staging.mkdir(mode=0o700, exist_ok=True)
    for left in staging.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    if not only_the_book:
        shutil.copytree(chosen.folder / BELONGINGS, staging, dirs_exist_ok=True)
    pictures = chosen.folder.parent / PICTURES
    if pictures.is_dir():
        shutil.copytree(pictures, staging / PICTURES, ignore=shutil.ignore_patterns(".*"))
    for path in [*staging.rglob("*"), staging]:
        path.chmod(0o700 if path.is_dir() else 0o600)


def _swap_book(chosen: Chosen, target: Target, aside: Path) -> None:
    if target.database.get_backend_name() != "sqlite":
        copy_book(target.database, aside / BOOK)
        put_back(chosen.folder / BOOK, target.database)
        return
    book = Path(str(target.database.database))
    book.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    put_book_aside(book, aside)
    put_back(chosen.folder / BOOK, target.database)


def new_place_aside(data_dir: Path, now: datetime) -> Path:
    """An empty folder for what is about to be replaced."""
    (data_dir / REPLACED).mkdir(mode=0o700, exist_ok=True)
    while (aside := data_dir / REPLACED / now.strftime(NAME)).exists():
        now += timedelta(seconds=1)
    aside.mkdir(mode=0o700)
    return aside


def put_book_aside(book: Path, aside: Path) -> None:
    """Move a SQLite file and all that belongs to it."""
    for path in sorted(book.parent.glob(f"{book.name}*"), reverse=True):  # the -wal before the file it belongs to
        shutil.move(path, aside / path.name)
    sync_folder(book.parent)


def _swap_files(target: Target, staging: Path, aside: Path, *, only_the_book: bool) -> None:
    book = Path(str(target.database.database)).name
    of_the_book = {"spool", PICTURES}
    for path in sorted(target.data_dir.iterdir()):
        stays = path.name in LEFT_OUT - of_the_book or path.name == STAGING or path.name.startswith(book)
        if not stays and (not only_the_book or path.name in of_the_book):
            path.rename(aside / path.name)
    if (settings := staging / SETTINGS_FILE).is_file():
        if target.settings_file.is_file():
            shutil.move(target.settings_file, aside / SETTINGS_FILE)
        shutil.move(settings, target.settings_file)
    for path in sorted(staging.iterdir()):
        path.rename(target.data_dir / path.name)
    sync_folder(target.data_dir)
    staging.rmdir()
    if not only_the_book:
        (target.data_dir / "backups.json").unlink(missing_ok=True)


def _need_no_sessions(database: URL) -> None:
    engine = create_engine(database, connect_args=session_arguments())
    ours = "application_name = 'simple-pos' AND pid <> pg_backend_pid() AND datname = current_database()"
    try:
        with engine.connect() as connection:
            count = connection.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {ours}"))  # noqa: S608  # ours
    except DBAPIError as error:
        raise CannotStart(f"The database can't be reached ({error.orig}).") from error
    finally:
        engine.dispose()
    if count:
        raise CannotStart("A site is connected to this database. Stop it first, on whichever machine it runs.")
