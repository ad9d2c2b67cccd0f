"""Back to the version before the last upgrade: its book, as it was just before it was migrated."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.backups.medium import BOOK, NoBackup
from deploy.backups.restore import Target, need_nobody, new_place_aside, put_book_aside
from kernel.book_copy import copy_book, examine_copy, put_back
from order_service.store.before_upgrade import UpgradeCopy, copies_before_upgrades


class NothingToRollBack(NoBackup):
    """No upgrade has changed the book on this box."""

    code = "nothing-to-roll-back"
    hint = "Restore a backup instead: `pos restore`."


@dataclass(frozen=True)
class RolledBack:
    """What was put back, and where that lies which was there."""

    copy: UpgradeCopy
    aside: Path


def newest_copy(data_dir: Path) -> UpgradeCopy:
    """The copy made before the last upgrade.

    Raises:
        NothingToRollBack: there is none.
    """
    copies = copies_before_upgrades(data_dir)
    if not copies:
        raise NothingToRollBack("No upgrade has changed the book of this box.")
    return copies[0]


def roll_back(copy: UpgradeCopy, target: Target, now: datetime) -> RolledBack:
    """Put the book of before the upgrade back; secrets, pictures and spools stay.

    Raises:
        CannotStart: a site runs here.
        CopyDamaged: the copy is not whole.
        OSError: no room.
    """
    lock = need_nobody(target)
    try:
        examine_copy(copy.path)
        aside = new_place_aside(target.data_dir, now)
        if target.database.get_backend_name() == "sqlite":
            put_book_aside(Path(str(target.database.database)), aside)
        else:
            copy_book(target.database, aside / BOOK)
        put_back(copy.path, target.database)
        copy.path.rename(aside / copy.path.name)  # spent: rolling back again goes one upgrade further
        return RolledBack(copy, aside)
    finally:
        os.close(lock)
