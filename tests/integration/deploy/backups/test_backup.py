"""A backup is a whole site: made while it works, examined, thinned out, and missed when it fails."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from deploy.backups.medium import BELONGINGS, BOOK, kept_backups, need_medium
from kernel.backup_state import read_backup_state
from kernel.book_copy import examine_copy
from kernel.sqlite_file import choose_sqlite
from order_service.store import tables as t
from tests.integration.deploy.backups.conftest import NOW, Box
from tests.site import wait_until

EVERY = timedelta(minutes=5)


def test_a_backup_holds_the_book_and_all_that_makes_the_box_this_site(box: Box) -> None:
    (box.data_dir / "images").mkdir()
    (box.data_dir / "images" / "dish.webp").write_bytes(b"picture")
    (box.data_dir / "license_state.json").write_text("{}")
    state = box.back_up()
    assert state.trouble == ""
    assert state.good_at == NOW
    assert read_backup_state(box.data_dir) == state
    [one] = state.kept
    backup = box.medium / one.name
    assert examine_copy(backup / BOOK) == one.schema_revision != ""
    held = {str(path.relative_to(backup / BELONGINGS)) for path in (backup / BELONGINGS).rglob("*") if path.is_file()}
    assert {"secrets/pin-pepper", "license_state.json"} <= held
    assert not {name for name in held if name.startswith(("pos.db", "run/", "logs/", "spool/"))}
    assert (box.medium / "images" / "dish.webp").read_bytes() == b"picture"
    assert {path.stat().st_mode & 0o077 for path in backup.rglob("*")} == {0}, "nobody else may read it"


def test_every_row_that_was_answered_for_is_in_the_next_backup_while_writers_write_on(sqlite_box: Box) -> None:
    database = sqlite_box.open()
    kept: list[str] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            name = f"zone-{len(kept)}"
            with database.writer.begin() as connection:
                connection.execute(insert(t.zones), {"id": name, "name": name, "name_en": name})
            kept.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            answered_for = list(kept)
            state = sqlite_box.back_up(NOW + number * EVERY)
            assert state.trouble == "", state.detail
            copy = choose_sqlite().connect(sqlite_box.medium / state.kept[0].name / BOOK)
            in_it = {row[0] for row in copy.execute("SELECT id FROM zones")}
            copy.close()
            assert set(answered_for) <= in_it
        wait_until(lambda: len(kept) > 5, "the writer wrote meanwhile")
    finally:
        stop.set()
        writer.join()
        database.close()


def test_a_backup_that_a_power_cut_left_unfinished_is_none_and_goes(sqlite_box: Box) -> None:
    sqlite_box.back_up()
    cut = sqlite_box.medium / ".20261204T163500Z.partial"
    shutil.copytree(sqlite_box.medium / "20261204T163000Z", cut)
    assert [one.name for one in kept_backups(sqlite_box.medium)] == ["20261204T163000Z"]
    sqlite_box.back_up(NOW + EVERY)
    assert not cut.exists()
    assert [one.name for one in kept_backups(sqlite_box.medium)] == ["20261204T163500Z", "20261204T163000Z"]


def test_old_backups_are_thinned_out(sqlite_box: Box) -> None:
    for number in range(8):
        state = sqlite_box.back_up(NOW + number * EVERY)
    times = [f"{one.made_at:%H:%M}" for one in state.kept]
    assert times == ["17:05", "17:00", "16:55"], "two hours have one each, and the newest three stay"
    assert [one.name for one in state.kept] == [one.name for one in kept_backups(sqlite_box.medium)]


def test_a_damaged_book_makes_no_backup_and_the_good_ones_stay(sqlite_box: Box) -> None:
    good = sqlite_box.back_up()
    book = sqlite_box.data_dir / "pos.db"
    module = choose_sqlite()
    connection = module.connect(book)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'products'").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with book.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    state = sqlite_box.back_up(NOW + EVERY)
    assert state.trouble == "copy-damaged"
    assert state.good_at == good.good_at
    assert [one.name for one in kept_backups(sqlite_box.medium)] == [good.kept[0].name]


def test_a_missing_medium_is_said_and_nothing_is_written_beside_it(sqlite_box: Box) -> None:
    away = Box(sqlite_box.home, "", sqlite_box.home / "media" / "stick")
    state = away.back_up()
    assert state.trouble == "medium-missing"
    assert not (sqlite_box.home / "media").exists()


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own, where root may mount one."""
    place = tmp_path / "stick"
    place.mkdir()
    if os.getuid() != 0 or subprocess.run(_mount(place), capture_output=True).returncode:
        pytest.skip("NOT TESTED WITH A REAL MEDIUM: mounting a small file system needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], capture_output=True)


def _mount(place: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(place)]


def test_a_pulled_stick_is_missed_and_never_filled_in_its_absence(stick: Path, sqlite_box: Box) -> None:
    state = sqlite_box.back_up()
    assert (state.trouble, state.is_separate) == ("", True)
    subprocess.run(["umount", str(stick)], check=True)
    gone = sqlite_box.back_up(NOW + EVERY)
    assert gone.trouble == "medium-missing"
    assert gone.good_at == NOW
    assert list(stick.iterdir()) == []
    subprocess.run(_mount(stick), check=True)  # another stick is as good
    assert sqlite_box.back_up(NOW + 2 * EVERY).trouble == ""


def test_a_full_stick_gives_up_its_oldest_backups_and_says_so_when_that_is_not_enough(
    stick: Path, sqlite_box: Box
) -> None:
    for hour in range(12):  # one an hour: the rotation alone would keep them all
        state = sqlite_box.back_up(NOW + timedelta(hours=hour))
        assert state.trouble == "", state.detail
    assert 3 <= len(state.kept) < 12
    free = os.statvfs(stick)
    (stick / "holiday.mp4").write_bytes(b"x" * (free.f_bavail * free.f_frsize))
    full = sqlite_box.back_up(NOW + timedelta(hours=13))
    assert full.trouble in ("", "medium-full")
    while full.trouble == "":
        free = os.statvfs(stick)
        with (stick / "holiday.mp4").open("ab") as file:
            file.write(b"x" * (free.f_bavail * free.f_frsize))
        full = sqlite_box.back_up(full.tried_at + timedelta(hours=1) if full.tried_at else NOW)
    assert full.trouble == "medium-full"
    assert len(kept_backups(stick)) == 3, "the last three are never given up"
    (stick / "holiday.mp4").unlink()
    assert sqlite_box.back_up(NOW + timedelta(days=9)).trouble == "", "it goes on by itself"


def test_a_read_only_stick_is_said(stick: Path, sqlite_box: Box) -> None:
    sqlite_box.back_up()
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    assert sqlite_box.back_up(NOW + EVERY).trouble == "medium-read-only"
    assert need_medium(stick, sqlite_box.data_dir, was_separate=True)
