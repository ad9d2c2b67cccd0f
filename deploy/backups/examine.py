"""Before a house is stopped for a restore: is the backup whole, ours, and one that this version can read?"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from deploy.backups.settings import BackupSettings
from deploy.before_start import known_schemas
from deploy.processes import RESTORE_SIGNAL, supervisor
from kernel.errors import PosError, Refused
from kernel.logging import get_logger
from kernel.restore_state import RestoreState, RestoreTrouble, read_restore, write_restore

SPARE_BYTES = 100 * 1024 * 1024
"""Room that must be left on the box's disk beside what is put back."""

log = get_logger("backups")


class CantGoBack(Refused):
    """This backup is none that the box can go back to."""

    code = "cant-go-back"

    def __init__(self, trouble: RestoreTrouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble


def look_at_wish(settings: BackupSettings, now: datetime) -> None:
    """Examine the backup that a manager wants back; if it is good, ask the supervisor to stop the house for it."""
    data_dir = settings.data_dir.absolute()
    state = read_restore(data_dir)
    if state is None or state.step != "asked":
        return
    log.warning("restore_asked", backup=state.name, user=state.user_name, restore_id=state.id)
    parent = supervisor()
    try:
        if parent is None:
            raise CantGoBack("failed", "Nobody here can stop the house and start it again.")
        need_fit(settings, state.name)
        write_restore(data_dir, state.at_step("stopping"))
        os.kill(parent, RESTORE_SIGNAL)
    except (OSError, PosError) as error:
        refuse(data_dir, state, error, now)


def need_fit(settings: BackupSettings, name: str) -> None:
    """Hold the backup `name` against this box.

    Raises:
        CantGoBack: of another site, version or kind of database, or there is no room.
        NoBackup, CopyDamaged: it is gone, or not whole.
    """
    from deploy.backups.medium import BOOK  # only now: a process that waits needs none of it
    from deploy.backups.restore import choose, need_whole
    from kernel.book_copy import SQLITE_SIGN

    chosen = choose(settings.backup_folder, name)
    if chosen.manifest.site_id != settings.site_id:
        raise CantGoBack("other-site", f"{name} is a backup of site '{chosen.manifest.site_id}'.")
    if chosen.manifest.schema_revision not in known_schemas():
        raise CantGoBack("newer", f"{name} was made by the newer version {chosen.manifest.version}.")
    with (chosen.folder / BOOK).open("rb") as file:
        is_file = file.read(len(SQLITE_SIGN)) == SQLITE_SIGN
    if is_file != (not settings.database_url):
        raise CantGoBack("other-kind", f"{name} is of another kind of database.")
    needed = SPARE_BYTES + 2 * sum(one.bytes for one in chosen.manifest.files.values())  # what is there is saved first
    if shutil.disk_usage(settings.data_dir).free < needed:
        raise CantGoBack("no-room", f"Putting {name} back takes {needed // 2**20} MB, which are not free.")
    need_whole(chosen)


def refuse(data_dir: Path, state: RestoreState, error: OSError | PosError, now: datetime) -> RestoreState:
    """Say why nothing was changed.

    Raises:
        OSError: the data folder can't be written.
    """
    detail = error.detail if isinstance(error, PosError) else str(error)
    log.error("restore_refused", backup=state.name, restore_id=state.id, error=detail)
    return write_restore(data_dir, state.refused(_trouble_of(error), detail, now))


def _trouble_of(error: OSError | PosError) -> RestoreTrouble:
    from deploy.backups.medium import NoBackup, trouble_of

    if isinstance(error, CantGoBack):
        return error.trouble
    return "gone" if isinstance(error, NoBackup) else trouble_of(error)
