"""A box's card for tests: an ext4 on a loop device, which can lose power like the real thing; and small disks.

Both need root.
"""

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site import wait_until

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN of the kernel's fs/ext4: `_IOR('X', 125, __u32)`."""
_LOSING_THE_LOG = struct.pack("I", 2)
"""EXT4_GOING_FLAGS_NOLOGFLUSH: from now on nothing reaches the device, the journal in memory included."""


class Card:
    """Made and mounted at `place`; use it through `card_in`.

    Args:
        folder: for the image and the mount point.
        mib: size in MiB.

    Raises:
        NoCard: this machine makes none.
    """

    def __init__(self, folder: Path, mib: int) -> None:
        self.place = folder / "card"
        self._image = folder / "card.img"
        if shutil.which("mkfs.ext4") is None:
            raise NoCard("there is no mkfs.ext4")
        with self._image.open("wb") as file:
            file.truncate(mib * 1024**2)
        self.place.mkdir()
        for command in (["mkfs.ext4", "-q", str(self._image)], self._mounting):
            ran = subprocess.run(command, capture_output=True, text=True)
            if ran.returncode:
                raise NoCard(ran.stderr.strip())

    @property
    def fault(self) -> Path:
        """Where the kernel is told to meet a fault on it."""
        found = subprocess.run(
            ["findmnt", "-no", "SOURCE", str(self.place)], capture_output=True, text=True, check=True
        )
        return Path("/sys/fs/ext4", Path(found.stdout.strip()).name, "trigger_fs_error")

    def flush(self) -> None:
        """All that was written is there to stay, as if long ago."""
        subprocess.run(["sync", "--file-system", str(self.place)], check=True)

    def lose_power(self) -> None:
        """Whatever was not flushed is lost.

        Kill first who writes here: with power the processor goes, too. One that lives on may be told that a flush
        went well whose transaction the kernel has just thrown away.
        """
        root = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(root, _SHUTDOWN, _LOSING_THE_LOG)
        finally:
            os.close(root)

    def plug_in(self) -> None:
        """After a loss of power, when nobody has a file open here any more.

        What is mounted is a copy: another test's mount namespace may hold the dead file system for a while, and the
        kernel would give us that one again.
        """
        unmount = ["umount", str(self.place)]
        wait_until(lambda: subprocess.run(unmount, capture_output=True).returncode == 0, "nobody on the card")
        dead = self._image.rename(self._image.with_suffix(".dead"))
        subprocess.run(["cp", "--sparse=always", str(dead), str(self._image)], check=True)
        dead.unlink()
        subprocess.run(self._mounting, check=True)

    def remove(self) -> None:
        """Unmount it, whoever still has files open here."""
        subprocess.run(["umount", "-l", str(self.place)], check=True)

    @property
    def _mounting(self) -> list[str]:
        return ["mount", "-o", "loop,errors=remount-ro", str(self._image), str(self.place)]


class NoCard(Exception):
    """No root, no loop devices, or no mkfs.ext4."""


@contextmanager
def card_in(folder: Path, mib: int, untested: str) -> Iterator[Card]:
    """A card for one test, which is skipped with the words `NOT TESTED {untested}` where there can't be one."""
    try:
        card = Card(folder, mib)
    except NoCard as why:
        pytest.skip(f"NOT TESTED {untested}: that needs root and loop devices ({why})")
    try:
        yield card
    finally:
        card.remove()


@contextmanager
def small_disk_in(folder: Path, mib: int) -> Iterator[Path]:
    """A file system of its own, in memory, that is soon full; where there can't be one, the test is skipped."""
    place = folder / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(place)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("NOT TESTED ON A FULL DISK: mounting a small file system needs root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
