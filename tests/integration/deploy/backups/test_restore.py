"""A backup is put back: on the same box, on a blank one, never beside a running one, and through any cut."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.backups.medium import BOOK, NoBackup
from deploy.backups.restore import STAGING, choose, need_nobody, restore
from deploy.before_start import need_no_half_restore
from kernel.book_copy import CopyDamaged, CopyFailed
from kernel.errors import CannotStart
from kernel.service_credentials import ensure_secret
from tests.integration.deploy.backups.conftest import NOW, Box, files_of

LATER = NOW + timedelta(minutes=7)
NOBODY = 65534


def test_a_blank_box_becomes_the_site_by_one_command(box: Box, blank: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    (box.home / ".env").write_text("SITE_ID=taverna\nPOS_RESTAURANT_NAME=Η Γωνιά\n")
    password = ensure_secret(box.data_dir, "api")
    (box.data_dir / "images").mkdir()
    (box.data_dir / "images" / "dish.webp").write_bytes(b"picture")
    monkeypatch.chdir(box.home)
    box.add_zone("grill")
    box.back_up()
    if os.getuid() == 0:  # as sudo does it, for a site whose user is another
        os.chown(blank.home, NOBODY, NOBODY)
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "restore", "--from", str(box.medium), "--yes"],
        cwd=blank.home,
        env=os.environ
        | {"POS_DATA_DIR": "data", "DATABASE_URL": blank.url, "PYTHONPATH": str(Path(__file__).parents[4])},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "This box is blank and becomes site 'taverna'" in ran.stdout
    assert "must be off and stay off" in ran.stdout
    assert blank.zones() == box.zones() >= {"grill"}
    pepper = Path("secrets", "pin-pepper")
    assert (blank.data_dir / pepper).read_bytes() == (box.data_dir / pepper).read_bytes(), "else no PIN matches"
    assert ensure_secret(blank.data_dir, "api") == password
    assert (blank.data_dir / "images" / "dish.webp").read_bytes() == b"picture"
    assert "Η Γωνιά" in (blank.home / ".env").read_text()
    everything = [blank.home / ".env", *blank.data_dir.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in everything if path.name != "run"} == {0}
    assert {path.stat().st_uid for path in everything} == {blank.home.stat().st_uid}


def test_what_was_on_the_box_is_put_aside_whole(box: Box) -> None:
    box.back_up()
    box.add_zone("after-the-backup")
    (box.data_dir / "spool").mkdir(exist_ok=True)
    (box.data_dir / "spool" / "kitchen.db").write_bytes(b"jobs")
    secrets = files_of(box.data_dir / "secrets")
    aside = restore(choose(box.medium, None), box.target, LATER)
    assert "after-the-backup" not in box.zones()
    assert files_of(aside / "secrets") == secrets
    assert (aside / "spool" / "kitchen.db").read_bytes() == b"jobs"
    assert not (box.data_dir / "spool").exists(), "its jobs are of evenings that the book does not know"
    assert not (box.data_dir / STAGING).exists()
    again = Box(box.home, box.url, box.medium)
    put_there = aside / ("pos.db" if not box.url else BOOK)
    assert put_there.stat().st_size > 4096
    assert again.back_up(LATER).trouble == ""


def test_a_chosen_backup_is_restored_and_not_the_newest(sqlite_box: Box) -> None:
    sqlite_box.back_up()
    sqlite_box.add_zone("grill")
    sqlite_box.back_up(LATER)
    assert choose(sqlite_box.medium, None).manifest.made_at == LATER
    restore(choose(sqlite_box.medium, "20261204T163000Z"), sqlite_box.target, LATER)
    assert "grill" not in sqlite_box.zones()
    assert choose(sqlite_box.medium / "20261204T163000Z", None).manifest.made_at == NOW
    with pytest.raises(NoBackup):
        choose(sqlite_box.medium, "20200101T000000Z")
    with pytest.raises(NoBackup):
        choose(sqlite_box.home, None)


def test_a_running_site_is_not_restored_over(sqlite_box: Box) -> None:
    sqlite_box.back_up()
    before = files_of(sqlite_box.data_dir)
    lock = need_nobody(sqlite_box.target)
    with pytest.raises(CannotStart, match="A site is already running"):
        restore(choose(sqlite_box.medium, None), sqlite_box.target, LATER)
    os.close(lock)
    assert {name: data for name, data in files_of(sqlite_box.data_dir).items() if "run/" not in name} == {
        name: data for name, data in before.items() if "run/" not in name
    }


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_site_connected_to_the_database_is_not_restored_over(box: Box) -> None:
    box.back_up()
    elsewhere = box.open()
    with elsewhere.reading(), pytest.raises(CannotStart, match="connected to this database"):
        restore(choose(box.medium, None), box.target, LATER)
    elsewhere.close()


@pytest.mark.parametrize("damage", ["book", "manifest", "secret"])
def test_a_damaged_backup_changes_nothing(sqlite_box: Box, damage: str) -> None:
    state = sqlite_box.back_up()
    backup = sqlite_box.medium / state.kept[0].name
    sqlite_box.add_zone("grill")
    if damage == "book":
        with (backup / BOOK).open("r+b") as file:
            file.seek(5000)
            file.write(b"\xff" * 64)
    elif damage == "secret":
        (backup / "belongings" / "secrets" / "pin-pepper").write_text("0" * 64)
    else:
        (backup / "backup.json").write_text(json.dumps({"format": 1}))
    with pytest.raises((CopyDamaged, NoBackup)):
        restore(choose(sqlite_box.medium, backup.name), sqlite_box.target, LATER)
    assert "grill" in sqlite_box.zones()
    assert not (sqlite_box.data_dir / STAGING).exists()


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_copy_of_one_kind_of_database_does_not_go_into_the_other(box: Box, tmp_path: Path) -> None:
    box.back_up()
    (tmp_path / "file-box").mkdir()
    other = Box(tmp_path / "file-box", "", box.medium)
    other.data_dir.mkdir()
    with pytest.raises(CopyFailed, match="This is a copy of a PostgreSQL database"):
        restore(choose(box.medium, None), other.target, LATER)


CUTS = 12
CUT_SHORT = """
import json, os, sys
from datetime import UTC, datetime
from pathlib import Path
from deploy.backups.restore import Target, choose, restore
from kernel.database import database_address

def restore_until(home, left):
    def cut(event, args):
        nonlocal left
        if event in ("os.rename", "shutil.move", "shutil.copyfile", "shutil.copytree", "os.remove"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), 9)
    sys.addaudithook(cut)
    target = Target(home / "data", database_address("", home / "data" / "pos.db"), 9, home / ".env")
    restore(choose(Path(sys.argv[1]), None), target, datetime.now(UTC))

endings = []
for number, home in enumerate(sys.argv[2:]):
    if (child := os.fork()) == 0:
        restore_until(Path(home), 5 * number)
        os._exit(0)
    endings.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps(endings))
"""
"""Restores one box after another, each killed before a later step that moves, copies or removes something."""


def test_a_restore_cut_at_any_step_is_finished_by_the_same_command(sqlite_box: Box, tmp_path: Path) -> None:
    sqlite_box.add_zone("in-the-backup")
    sqlite_box.back_up()
    sqlite_box.add_zone("after-it")
    homes = [tmp_path / f"cut-{number}" for number in range(CUTS)]
    for home in homes:
        shutil.copytree(sqlite_box.home, home)
    words = [sys.executable, "-c", CUT_SHORT, str(sqlite_box.medium), *map(str, homes)]
    ran = subprocess.run(words, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    endings = json.loads(ran.stdout)
    assert set(endings) == {-9, 0}, "the cuts reach from the first step to the last"
    refused = 0
    for home, ending in zip(homes, endings, strict=True):
        cut = Box(home, "", sqlite_box.medium)
        if ending:
            try:
                need_no_half_restore(cut.data_dir)
                assert "after-it" in cut.zones(), "a site may start: on the old data, whole"
            except CannotStart:
                refused += 1
            restore(choose(sqlite_box.medium, None), cut.target, LATER)
        assert "in-the-backup" in cut.zones()
        assert "after-it" not in cut.zones()
        assert (cut.data_dir / "secrets" / "pin-pepper").is_file()
    assert refused > 2
