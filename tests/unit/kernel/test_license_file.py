"""The state of the licence on disk, and who is believed when its copies differ."""

from datetime import timedelta
from pathlib import Path

import pytest

from kernel.errors import CannotStart
from kernel.license_file import LicenseFile, StoredLease
from kernel.license_keeper import LicenseKeeper, open_keeper, pinned_keys
from kernel.powered_clock import Moment, powered_clock
from kernel.settings import SiteSettings
from tests.licensed import KEYS, license_box, licensed_keeper, signed

NOW = Moment("boot-1", 1000.0)


def a_file(folder: Path, key: bytes = b"this box's") -> LicenseFile:
    return LicenseFile(folder / "license_state.json", key)


def stored(age_s: float = 60.0, lease: str = "", boot_id: str = "boot-1", up_s: float = 500.0) -> StoredLease:
    return StoredLease(lease=lease or signed(), age_s=age_s, boot_id=boot_id, up_s=up_s)


def a_keeper(*files: LicenseFile) -> LicenseKeeper:
    return LicenseKeeper(files[0], files[1:], "local", pinned_keys(KEYS), clock=lambda: NOW)


def test_a_state_is_written_twice_and_a_later_age_over_the_older_copy(tmp_path):
    file = a_file(tmp_path)
    file.write(stored(1.0), twice=True)
    assert [one.age_s for one in file.read()] == [1.0, 1.0]
    file.write(stored(2.0), twice=False)
    file.write(stored(3.0), twice=False)
    assert sorted(one.age_s for one in file.read()) == [2.0, 3.0]
    assert {path.name for path in tmp_path.iterdir()} == {"license_state.json", "license_state.copy.json"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", " " * 1_000_000, "[" * 10_000, "[]", '{"checksum": 1}', '{"checksum": "x"}'])
def test_a_copy_that_is_no_state_is_left_out(tmp_path, content):
    file = a_file(tmp_path)
    file.write(stored(), twice=True)
    file.copies[0].write_text(content)
    assert len(file.read()) == 1


def test_a_copy_sealed_by_another_box_is_not_believed(tmp_path):
    a_file(tmp_path, b"another box's").write(stored(), twice=True)
    assert a_file(tmp_path).read() == []


def test_the_best_lease_counts_whichever_service_kept_it_and_the_greatest_age_of_it(tmp_path):
    own = LicenseFile(tmp_path / "license" / "api.json", b"k")
    daemons = LicenseFile(tmp_path / "license_state.json", b"k")
    newer = signed(serial=7)
    own.write(stored(60.0, signed(serial=3)), twice=True)
    daemons.write(stored(60.0, newer), twice=True)
    daemons.write(stored(90.0, newer), twice=False)
    keeper = a_keeper(own, daemons)
    assert keeper.serial == 7
    assert keeper.age_s == pytest.approx(90.0 + 500.0)


def test_a_restart_counts_the_time_since_the_box_was_switched_on(tmp_path):
    file = a_file(tmp_path)
    file.write(stored(60.0, boot_id="the boot before", up_s=9_000.0), twice=True)
    assert a_keeper(file).age_s == 60.0 + NOW.up_s


def test_a_damaged_copy_is_mended_in_the_first_second(tmp_path):
    file = a_file(tmp_path)
    file.write(stored(), twice=True)
    file.copies[0].write_text("")
    a_keeper(file).save_in_time()
    assert len(file.read()) == 2


def test_a_disk_that_refuses_shuts_nobody(tmp_path):
    blocked = tmp_path / "a file where the folder should be"
    blocked.write_text("")
    keeper = a_keeper(LicenseFile(blocked / "license_state.json", b"k"))
    keeper.answered(signed(nonce="0123456789abcdef"), "0123456789abcdef")
    keeper.save_in_time()
    assert keeper.verdict().is_open


def test_a_key_set_that_is_none_stops_the_start_with_a_sentence(tmp_path):
    with pytest.raises(CannotStart, match="LICENSE_KEYS is wrong"):
        open_keeper(SiteSettings(data_dir=tmp_path, license_keys="a key"), "api")


def test_a_box_that_pins_no_key_believes_nobody(tmp_path):
    license_box(tmp_path)
    keeper = open_keeper(SiteSettings(data_dir=tmp_path), "api")
    assert keeper.verdict().cause == "state_lost"


def test_a_drill_makes_a_lease_older_and_never_younger(tmp_path):
    licensed_keeper(tmp_path, offline_hours=24)
    drill = SiteSettings(data_dir=tmp_path, license_keys=KEYS, license_drill_hours=24)
    assert open_keeper(drill, "api").verdict().cause == "offline_too_long"
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        SiteSettings(data_dir=tmp_path, license_drill_hours=-1)


def test_powered_on_time_goes_forward_and_names_its_boot():
    clock = powered_clock()
    first, second = clock(), clock()
    assert second.up_s >= first.up_s > 0
    assert first.boot_id == second.boot_id
    assert Moment("a", 5.0).since(Moment("a", 9.0)) == 0.0


def test_what_the_book_remembers_makes_an_age_good_and_an_older_serial_void(tmp_path):
    keeper = licensed_keeper(tmp_path)
    serial, cloud_time = keeper.high_water
    keeper.not_before(serial, cloud_time + timedelta(hours=5))
    assert keeper.age_s == pytest.approx(5 * 3600, abs=30)
    keeper.not_before(serial + 1, cloud_time)
    assert keeper.verdict().cause == "state_lost"
