"""The signing keys: made once, kept private, replaced by the spare that every box already believes."""

import stat
from pathlib import Path

import pytest

from cloud_license.signing import FOLDER, open_keys, rotate
from kernel.errors import CannotStart
from kernel.lease import read_key_set


def test_the_first_start_makes_two_keys_that_nobody_else_can_read(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    assert list(read_key_set(keys.text)) == list(keys.pinned)
    assert keys.signing.kid in keys.pinned
    assert len(keys.pinned) == 2
    for name in ("signing", "spare"):
        assert stat.S_IMODE((tmp_path / FOLDER / name).stat().st_mode) == 0o600
    assert open_keys(tmp_path).text == keys.text


def test_the_spare_may_leave_the_server_and_comes_back_to_rotate(tmp_path: Path) -> None:
    before = open_keys(tmp_path)
    envelope = tmp_path / "envelope"
    (tmp_path / FOLDER / "spare").rename(envelope)
    assert open_keys(tmp_path).text == before.text
    with pytest.raises(CannotStart, match="Bring the spare"):
        rotate(tmp_path)
    assert open_keys(tmp_path).text == before.text
    envelope.rename(tmp_path / FOLDER / "spare")
    after = rotate(tmp_path)
    assert after.signing.kid in before.pinned
    assert after.signing.kid != before.signing.kid
    assert len(after.pinned.keys() - before.pinned.keys()) == 1
    assert (tmp_path / FOLDER / f"retired-{before.signing.kid}").is_file()


@pytest.mark.parametrize("name", ["signing", "spare.pub"])
def test_a_damaged_file_is_named_and_never_replaced(tmp_path: Path, name: str) -> None:
    open_keys(tmp_path)
    (tmp_path / FOLDER / name).write_text("damaged")
    with pytest.raises(CannotStart, match="damaged"):
        open_keys(tmp_path)
    assert (tmp_path / FOLDER / name).read_text() == "damaged"
