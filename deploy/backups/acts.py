"""What `pos backup`, `pos restore` and `pos rollback` say and ask."""

import sys
from pathlib import Path

from deploy.backups.app import back_up
from deploy.backups.go_back import target_of
from deploy.backups.medium import kept_backups
from deploy.backups.restore import Chosen, Target, choose, restore
from deploy.backups.rollback import newest_copy, roll_back
from deploy.backups.settings import BackupSettings
from kernel.backup_state import KeptBackup
from kernel.checkup import judge_backup, spoken
from kernel.clock import utc_now
from kernel.logging import configure_logging
from kernel.settings import read_settings, usable_data_dir

FAILED = 1
NOT_CONFIRMED = 3


def backup_now() -> int:
    """Make one; 0 when it is there."""
    configure_logging("backup", level="error")
    settings = read_settings(BackupSettings)
    usable_data_dir(settings.data_dir)
    state = back_up(settings, utc_now())
    if state.trouble:
        finding = judge_backup(state, utc_now())
        print(f"No backup was made. {finding.says} {finding.do}\n({state.detail})")
        return FAILED
    print(f"Backed up to {state.folder}/{state.kept[0].name}: {line_of(state.kept[0])}.")
    if not state.is_separate:
        print("This is the same disk as the data: set BACKUP_DIR to a USB stick or a second disk.")
    return 0


def list_backups(place: Path | None) -> int:
    """Say what is there, the newest first."""
    folder = place or read_settings(BackupSettings).backup_folder
    kept = kept_backups(folder)
    for one in kept:
        print(f"{one.name}  {line_of(one)}")
    if not kept:
        print(f"There is no backup in {folder}.")
    return 0 if kept else FAILED


def restore_one(name: str | None, place: Path | None, *, ask: bool) -> int:
    """Show what would happen, ask, do it, say what to do next."""
    settings = read_settings(BackupSettings)
    chosen = choose((place or settings.backup_folder).absolute(), name)
    target = target_of(settings)
    print(describe(chosen, target))
    if ask and not _confirmed("restore"):
        print("Nothing was changed.")
        return NOT_CONFIRMED
    usable_data_dir(target.data_dir)
    try:
        aside = restore(chosen, target, utc_now())
    except OSError as error:
        print(f"Not restored: {error}. Mend that, then run the same command again; nothing is lost.")
        return FAILED
    print(
        f"Restored. What was here before is in {aside}.\n"
        "Before you start the site: the box this backup came from must be off and stay off. Two boxes with one\n"
        "identity print the same tickets twice, and each takes orders that the other never sees.\n"
        "Tickets that were on their way when the backup was made come out again, marked as possible copies."
    )
    return 0


def roll_back_one(*, ask: bool) -> int:
    """The same for the book of before the last upgrade."""
    settings = read_settings(BackupSettings)
    target = target_of(settings)
    copy = newest_copy(target.data_dir)
    now = utc_now()
    version = copy.version or "the version before"
    print(
        f"The book goes back to {copy.at:%Y-%m-%d %H:%M} UTC, {spoken(now - copy.at)} ago, just before its upgrade "
        f"(schema {copy.schema}, {version}).\nOrders taken since then are put aside with today's book."
    )
    if ask and not _confirmed("rollback"):
        print("Nothing was changed.")
        return NOT_CONFIRMED
    done = roll_back(copy, target, now)
    print(
        f"Rolled back. Today's book is in {done.aside}.\n"
        f"Now start {version}: a newer one would upgrade the book again.{_how_to_start(copy.version)}"
    )
    return 0


def _how_to_start(version: str) -> str:
    """Where docs/installation.md puts the versions of a box side by side."""
    program = Path(sys.prefix).parent / version / "bin" / "pos"
    return f"\n  sudo {program} install" if version and program.is_file() else ""


def describe(chosen: Chosen, target: Target) -> str:
    """What a restore would do, for the person who decides."""
    manifest = chosen.manifest
    age = spoken(utc_now() - manifest.made_at)
    is_blank = not (target.data_dir / "secrets").exists()
    where = (
        f"This box is blank and becomes site '{manifest.site_id}'." if is_blank else "What is on this box is put aside."
    )
    return (
        f"Backup {chosen.folder.name} of site '{manifest.site_id}', {age} old, by version {manifest.version}.\n"
        f"Everything that was entered after it is not in it. {where}"
    )


def line_of(one: KeptBackup) -> str:
    """Its age, size and origin."""
    size = f"{one.bytes / 1024**2:.1f} MB"
    return f"{spoken(utc_now() - one.made_at)} old, {size}, version {one.version}, schema {one.schema_revision}"


def _confirmed(word: str) -> bool:
    try:
        return input(f'Type "{word}" to go on: ').strip() == word
    except (EOFError, KeyboardInterrupt):
        print()
        return False
