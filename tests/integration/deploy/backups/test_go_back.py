"""A restore from the screen: what it leaves alone, what it refuses, and how a cut one ends at the next start."""

from datetime import timedelta

import pytest
from sqlalchemy import URL

from deploy.backups.examine import CantGoBack, look_at_wish, need_fit
from deploy.backups.go_back import finish_after_cut, go_back
from deploy.backups.medium import kept_backups, read_manifest
from deploy.backups.restore import STAGING
from kernel.backup_state import read_backup_state
from kernel.restore_state import RestoreState, Step, read_restore, write_restore
from kernel.whole_file import write_whole
from tests.integration.deploy.backups.conftest import NOW, Box
from tests.ports import free_port

LATER = NOW + timedelta(minutes=7)


@pytest.fixture(autouse=True)
def _own_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_PORT", str(free_port()))


def wanted(box: Box, step: Step) -> RestoreState:
    """A backup, something that came after it, and the wish to go back, so far."""
    name = box.back_up().kept[0].name
    box.add_zone("after-it")
    state = RestoreState(
        id="01KB0000000000000000000000", name=name, user_id=1, user_name="Ελένη", asked_at=LATER, step=step
    )
    return write_restore(box.data_dir, state)


def now(box: Box) -> RestoreState:
    state = read_restore(box.data_dir)
    assert state is not None
    return state


def test_the_book_goes_back_and_the_boxs_own_secrets_settings_and_licence_stay(box: Box) -> None:
    (box.data_dir / "license_state.json").write_text("then")
    state = wanted(box, "stopping")
    (box.data_dir / "license_state.json").write_text("younger")
    (box.data_dir / "spool").mkdir(exist_ok=True)
    go_back(box.settings)
    assert now(box).step == "starting", now(box).detail
    assert "after-it" not in box.zones()
    assert (box.data_dir / "license_state.json").read_text() == "younger"
    assert not (box.data_dir / "spool").exists(), "its jobs are of an evening that the book does not know"
    told = read_backup_state(box.data_dir)
    assert told is not None
    undo = now(box).undo
    assert [one.why for one in told.kept if one.name == undo] == ["before-restore"]
    write_restore(box.data_dir, state.model_copy(update={"name": undo}))
    go_back(box.settings)
    assert "after-it" in box.zones(), "and back again"


def test_what_was_there_before_a_restore_is_kept_however_many_backups_follow(sqlite_box: Box) -> None:
    wanted(sqlite_box, "stopping")
    go_back(sqlite_box.settings)
    undo = now(sqlite_box).undo
    at = read_manifest(sqlite_box.medium / undo).made_at
    for number in range(1, 5):
        sqlite_box.back_up(at + number * timedelta(seconds=1))
    assert undo in [one.name for one in kept_backups(sqlite_box.medium)]


@pytest.mark.parametrize("step", ["asked", "stopping", "saving"])
def test_a_box_cut_off_before_the_book_was_touched_starts_on_the_old_one(sqlite_box: Box, step: Step) -> None:
    wanted(sqlite_box, step)
    finish_after_cut(sqlite_box.settings)
    assert (now(sqlite_box).step, now(sqlite_box).trouble) == ("refused", "cut-short")
    assert "after-it" in sqlite_box.zones()


def test_a_box_cut_off_in_the_middle_goes_on_by_itself_at_the_next_start(sqlite_box: Box) -> None:
    wanted(sqlite_box, "restoring")
    (sqlite_box.data_dir / STAGING).mkdir()
    (sqlite_box.data_dir / "pos.db").rename(sqlite_box.data_dir / "pos.db-put-aside")
    finish_after_cut(sqlite_box.settings)
    assert now(sqlite_box).step == "starting"
    assert not (sqlite_box.data_dir / STAGING).exists()
    assert "after-it" not in sqlite_box.zones()


def test_a_backup_that_the_box_cant_go_back_to_is_refused_while_it_works_on(sqlite_box: Box) -> None:
    state = wanted(sqlite_box, "asked")
    look_at_wish(sqlite_box.settings, LATER)
    assert now(sqlite_box).step == "refused", "nobody here stops and starts the house"
    manifest = sqlite_box.medium / state.name / "backup.json"
    whole = read_manifest(manifest.parent)
    wrong = {"site_id": ("another", "other-site"), "schema_revision": ("9999", "newer")}
    for field, (value, trouble) in wrong.items():
        write_whole(manifest, whole.model_copy(update={field: value}).model_dump_json())
        with pytest.raises(CantGoBack) as refused:
            need_fit(sqlite_box.settings, state.name)
        assert refused.value.trouble == trouble
    write_whole(manifest, whole.model_dump_json())
    need_fit(sqlite_box.settings, state.name)
    address = URL.create("postgresql", host="nowhere").render_as_string()
    with pytest.raises(CantGoBack) as refused:
        need_fit(sqlite_box.settings.model_copy(update={"database_url": address}), state.name)
    assert refused.value.trouble == "other-kind"
