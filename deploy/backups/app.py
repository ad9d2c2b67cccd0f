"""`pos backups`: the process that makes a backup every few minutes, and one whenever it is asked."""

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from deploy.backups.examine import look_at_wish
from deploy.backups.medium import (
    Source,
    kept_backups,
    make_backup,
    make_room,
    need_medium,
    thin_out,
    trouble_of,
)
from deploy.backups.settings import BackupSettings
from deploy.processes import supervisor
from kernel.backup_state import BackupState, Why, read_backup_state, take_wish, write_backup_state
from kernel.clock import is_clock_synchronised, monotonic_s, utc_now
from kernel.database import database_address
from kernel.errors import PosError
from kernel.logging import configure_logging, get_logger
from kernel.settings import usable_data_dir
from kernel.trust import FOLDER, read_trust

FIRST_AFTER_S = 20.0
"""The site starts first; a box that is switched on and off every minute still makes one now and then."""
AGAIN_AFTER_S = 60.0
"""After a failed try."""
LOOK_S = 1.0

log = get_logger("backups")


def source_of(settings: BackupSettings) -> Source:
    """What these settings say is to be backed up."""
    address = database_address(settings.database_url, settings.database_path)
    return Source(settings.site_id, settings.data_dir.absolute(), address, Path(".env").absolute())


def back_up(settings: BackupSettings, now: datetime, why: Why = "", spare: str = "") -> BackupState:
    """Make one backup and thin out the old ones; whatever happens is told in the state, which is also kept.

    Args:
        spare: name of an old one that is still needed.
    """
    data_dir = settings.data_dir.absolute()
    before = read_backup_state(data_dir)
    state = _carried_on(settings, before)
    state.tried_at = now
    try:
        with _one_at_a_time(data_dir):
            state.is_separate = need_medium(settings.backup_folder, data_dir, was_separate=state.is_separate)
            source, folder = source_of(settings), settings.backup_folder
            made = make_room(folder, lambda: make_backup(source, folder, now, why), spare)
            state.good_at = made.made_at
            state.kept = thin_out(folder, spare)
        log.info("backup_made", name=made.name, bytes=made.bytes, kept=len(state.kept))
    except (OSError, PosError) as error:
        state.trouble = trouble_of(error)
        state.detail = error.detail if isinstance(error, PosError) else str(error)
        log.error("backup_not_made", trouble=state.trouble, error=state.detail)
    try:
        write_backup_state(data_dir, state)
    except OSError as error:  # the data's own disk is full: health says so by itself
        log.error("backup_state_not_kept", error=str(error))
    return state


def _carried_on(settings: BackupSettings, before: BackupState | None) -> BackupState:
    state = BackupState(folder=str(settings.backup_folder), every_s=settings.backup_every_min * 60)
    if before is None or before.folder != state.folder:
        return state
    carried = {"good_at", "is_separate", "kept", "can_restore"}
    return state.model_copy(update={name: getattr(before, name) for name in carried})


def say_what_is_there(settings: BackupSettings) -> None:
    """At the start of the process: what lies on the medium, and whether one can be put back from the screen.

    Raises:
        OSError: the data folder can't be written.
    """
    data_dir = settings.data_dir.absolute()
    state = read_backup_state(data_dir)
    if state is None or state.folder != str(settings.backup_folder):
        state = _carried_on(settings, state)
    if found := kept_backups(settings.backup_folder):
        state.kept, state.good_at = found, found[0].made_at
    state.can_restore = supervisor() is not None
    write_backup_state(data_dir, state)


def run(settings: BackupSettings) -> int:
    """Work until SIGTERM or SIGINT; returns the exit status.

    Raises:
        CannotStart: wrong settings, unwritable folder.
    """
    configure_logging("backups", level=settings.log_level)
    data_dir = usable_data_dir(settings.data_dir.absolute())
    database_address(settings.database_url, settings.database_path)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    log.info("backups_started", folder=str(settings.backup_folder))
    try:
        say_what_is_there(settings)
    except OSError as error:
        log.error("backup_state_not_kept", error=str(error))
    due = monotonic_s() + first_after(read_backup_state(data_dir), settings, utc_now())
    while not stopped.wait(LOOK_S):
        look_at_wish(settings, utc_now())
        if take_wish(data_dir) or monotonic_s() >= due:
            state = back_up(settings, utc_now())
            due = monotonic_s() + (AGAIN_AFTER_S if state.trouble else state.every_s)
            if is_clock_synchronised() is not False:  # a certificate of a wrong year would shut phones out
                renew_certificate(settings, utc_now())
    log.info("backups_stopped")
    return 0


def renew_certificate(settings: BackupSettings, now: datetime) -> None:
    """Make the box's certificate anew before it ends; this process looks after files every few minutes anyhow.

    Nothing happens on a box that has no authority of its own, or lost it: `pos doctor` says what a person must do.
    """
    data_dir = settings.data_dir.absolute()
    if (trust := read_trust(data_dir)) is None or not trust.is_due(now):
        return
    from deploy.trust.acts import AUTHORITY, give_certificate  # late: certificates are seldom made

    if not (data_dir / FOLDER / AUTHORITY).is_file():
        return
    try:
        give_certificate(data_dir, settings.site_id, trust.hosts, now)
        log.info("certificate_renewed", hosts=trust.hosts)
    except (OSError, PosError) as error:
        log.error("certificate_not_renewed", error=str(error))


def first_after(state: BackupState | None, settings: BackupSettings, now: datetime) -> float:
    """Seconds to the first backup of this process: a restart doesn't put it off, nor make one too many."""
    if state is None or state.good_at is None or state.trouble or state.good_at > now:
        return FIRST_AFTER_S
    age = now - state.good_at
    return max(FIRST_AFTER_S, (timedelta(minutes=settings.backup_every_min) - age).total_seconds())


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    """`pos backup` by hand waits for the one that is being made."""
    (data_dir / "run").mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(data_dir / "run" / "backup.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
