"""Which SQLite may use its write-ahead log."""

import pytest

from kernel.sqlite_file import Version, has_wal_reset_bug, mode_for

VERSIONS = [
    ((3, 6, 23), False),
    ((3, 7, 0), True),
    ((3, 40, 1), True),
    ((3, 44, 5), True),
    ((3, 44, 6), False),
    ((3, 45, 0), True),
    ((3, 50, 6), True),
    ((3, 50, 7), False),
    ((3, 51, 0), True),
    ((3, 51, 2), True),
    ((3, 51, 3), False),
    ((3, 52, 0), False),
    ((3, 53, 4), False),
    ((4, 0, 0), False),
]


@pytest.mark.parametrize(("version", "is_buggy"), VERSIONS)
def test_the_wal_reset_bug_is_known_by_version(version: Version, is_buggy: bool) -> None:
    assert has_wal_reset_bug(version) is is_buggy


@pytest.mark.parametrize(("version", "is_buggy"), VERSIONS)
def test_a_library_with_the_bug_gets_the_slow_safe_mode_and_says_so(version: Version, is_buggy: bool) -> None:
    mode = mode_for(version)
    assert (mode.journal, mode.synchronous) == (("delete", 3) if is_buggy else ("wal", 2))
    assert (".".join(map(str, version)) in mode.warning) is is_buggy
    assert bool(mode.warning) is is_buggy
