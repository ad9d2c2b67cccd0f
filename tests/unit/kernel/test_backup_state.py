"""What the backups' process and the others tell each other in files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kernel.backup_state import (
    BackupState,
    read_backup_state,
    take_wish,
    wish_for_backup,
    write_backup_state,
)
from kernel.whole_file import write_whole

NOW = datetime(2026, 12, 4, 16, 30, tzinfo=UTC)


def test_what_is_told_is_read(tmp_path: Path) -> None:
    state = BackupState(folder="/media/stick", every_s=300, good_at=NOW)
    write_backup_state(tmp_path, state)
    assert read_backup_state(tmp_path) == state
    assert (tmp_path / "backups.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("contents", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_file_that_says_nothing_is_nothing(tmp_path: Path, contents: bytes) -> None:
    (tmp_path / "backups.json").write_bytes(contents)
    assert read_backup_state(tmp_path) is None


def test_a_wish_is_granted_once(tmp_path: Path) -> None:
    assert not take_wish(tmp_path)
    wish_for_backup(tmp_path)
    wish_for_backup(tmp_path)
    assert take_wish(tmp_path)
    assert not take_wish(tmp_path)


def test_a_clock_that_went_back_makes_no_negative_age() -> None:
    assert BackupState(folder="", every_s=300, good_at=NOW).age(NOW - timedelta(days=1)) == timedelta(0)


@pytest.mark.parametrize(("every_s", "late_after_s"), [(60, 660), (300, 900), (3600, 10_800)])
def test_one_missed_backup_is_no_news(every_s: int, late_after_s: int) -> None:
    state = BackupState(folder="", every_s=every_s, good_at=NOW)
    assert not state.is_late(NOW + timedelta(seconds=late_after_s))
    assert state.is_late(NOW + timedelta(seconds=late_after_s + 1))


def test_a_file_that_can_not_be_replaced_keeps_its_contents_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "state"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(OSError, match="state"):
        write_whole(target, "new")
    assert list(tmp_path.iterdir()) == [target]
