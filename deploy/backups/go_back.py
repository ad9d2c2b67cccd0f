"""A restore from the screen, carried out by the supervisor's process while no other of the house runs (ADR 0019)."""

from pathlib import Path

from api.settings import ApiSettings
from deploy.backups.app import back_up, source_of
from deploy.backups.examine import CantGoBack, refuse
from deploy.backups.restore import STAGING, Target, choose, need_no_answers, put_in_place
from deploy.backups.settings import BackupSettings
from kernel.clock import utc_now
from kernel.errors import CannotStart, PosError
from kernel.logging import configure_logging, get_logger
from kernel.restore_state import RestoreState, read_restore, write_restore
from kernel.settings import read_settings

log = get_logger("restore")


def target_of(settings: BackupSettings) -> Target:
    """The box itself."""
    source = source_of(settings)
    return Target(source.data_dir, source.database, read_settings(ApiSettings).port, source.settings_file)


def go_back(settings: BackupSettings) -> None:
    """Back up what is there, then put back what was asked for. The caller holds the lock of the site.

    Whatever goes wrong before the book is touched leaves all as it was; the state says what happened.

    Raises:
        CannotStart: the book was half put back, and the next start goes on with it.
    """
    configure_logging("restore", level=settings.log_level)
    data_dir = settings.data_dir.absolute()
    state = read_restore(data_dir)
    if state is None or state.step != "stopping":
        return
    try:
        target = target_of(settings)
        need_no_answers(target)
        state = write_restore(data_dir, state.at_step("saving"))
        saved = back_up(settings, utc_now(), why="before-restore", spare=state.name)
        if saved.trouble:
            raise CantGoBack(saved.trouble, f"No backup of what is there could be made first. {saved.detail}")
        undo = next(one.name for one in saved.kept if one.made_at == saved.good_at)
        state = write_restore(data_dir, state.model_copy(update={"step": "restoring", "undo": undo}))
        _put_back(settings, target, state)
    except (OSError, PosError) as error:
        _give_up(data_dir, state, error)


def finish_after_cut(settings: BackupSettings) -> None:
    """Before a start: end what a power cut or a kill stopped in the middle. The caller holds the lock of the site.

    Before the book was touched that means: nothing was changed. After that it is put back once more, from the start.

    Raises:
        CannotStart: the book is half put back, and its backup can't be read now.
    """
    data_dir = settings.data_dir.absolute()
    state = read_restore(data_dir)
    if state is None or state.is_over or state.step == "starting":
        return
    configure_logging("restore", level=settings.log_level)
    try:
        if state.step != "restoring":
            raise CantGoBack("cut-short", "The box was stopped before the backup was put back.")
        _put_back(settings, target_of(settings), state)
    except (OSError, PosError) as error:
        _give_up(data_dir, state, error)


def _put_back(settings: BackupSettings, target: Target, state: RestoreState) -> None:
    chosen = choose(settings.backup_folder, state.name)
    aside = put_in_place(chosen, target, utc_now(), only_the_book=True)
    log.warning("book_put_back", backup=state.name, undo=state.undo, aside=str(aside), restore_id=state.id)
    write_restore(target.data_dir, state.at_step("starting"))


def _give_up(data_dir: Path, state: RestoreState, error: OSError | PosError) -> None:
    if (data_dir / STAGING).exists():
        said = error.detail if isinstance(error, PosError) else str(error)
        raise CannotStart(
            f'The book is half put back ({said}). Mend that and start again, or run "pos restore"; nothing is lost.'
        ) from error
    refuse(data_dir, state, error, utc_now())
