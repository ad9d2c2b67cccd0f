"""When the process makes its first backup."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.backups.app import FIRST_AFTER_S, first_after
from deploy.backups.settings import BackupSettings
from kernel.backup_state import BackupState

NOW = datetime(2026, 12, 4, 16, 30, tzinfo=UTC)
SETTINGS = BackupSettings(_env_file=None, data_dir=Path("data"))


def told(age: timedelta, **more: str) -> BackupState:
    return BackupState.model_validate({"folder": "/b", "every_s": 300, "good_at": NOW - age} | more)


@pytest.mark.parametrize(
    ("state", "seconds"),
    [
        (None, FIRST_AFTER_S),
        (told(timedelta(minutes=1)), 240.0),
        (told(timedelta(hours=9)), FIRST_AFTER_S),
        (told(timedelta(minutes=1), trouble="medium-full"), FIRST_AFTER_S),
        (told(timedelta(minutes=-1)), FIRST_AFTER_S),  # the clock went back: its age means nothing
    ],
)
def test_a_restart_neither_puts_a_backup_off_nor_makes_one_too_many(state: BackupState | None, seconds: float) -> None:
    assert first_after(state, SETTINGS, NOW) == seconds
