"""A machine with systemd as its first process: this one's files under a writable layer, in namespaces of its own.

Nothing of it is left afterwards, and nothing of this machine is changed: its network, its processes, its mounts and its
control groups are its own, and what it writes goes to memory. Needs root, systemd, and overlays.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

SYSTEMD = Path("/lib/systemd/systemd")
PYTHON = Path("/usr/bin/python3")
"""Debian's own, as docs/installation.md has it: what lies in a home is hidden from a hardened unit."""
BOOTS_WITHIN_S = 90.0
GIVEN, PACKAGES = "/mnt", "/opt/simple-pos/packages"
"""Where the machine finds what it was given."""

BOOT = r"""
set -e
name=$1 given=$2 packages=$3 place=$4 root=$4/root
mount --make-rprivate /
mount -t tmpfs tmpfs "$place"
mkdir "$place/upper" "$place/work" "$root" "$place/groups"
mount -t cgroup2 cgroup2 "$place/groups"
mkdir "$place/groups/$name"
echo $$ > "$place/groups/$name/cgroup.procs"
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$root"
mkdir -p "$root/opt/simple-pos/packages" "$root/.old"
mount --bind "$packages" "$root/opt/simple-pos/packages"
mount --bind "$given" "$root/mnt"
for name in run tmp dev; do mount -t tmpfs tmpfs "$root/$name"; done
for name in null zero full random urandom tty; do
  touch "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/pts" "$root/dev/shm" "$root/run/lock"
mount -t devpts devpts "$root/dev/pts" -o newinstance,ptmxmode=0666
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/dev/shm"
exec unshare --cgroup sh -ec '
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys  # settings of the one kernel, and its devices: seen, not changed
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
ip link set lo up
pivot_root . .old
umount -l /.old
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=basic.target --show-status=no
' sh "$root"
"""

CLEAR = r"""
mount -t cgroup2 cgroup2 "$2" || exit
for _ in $(seq 100); do  # the killed ones may need a moment to be gone
  find "$2/$1" -depth -type d -exec rmdir {} + 2>/dev/null
  [ -d "$2/$1" ] || exit 0
  sleep 0.1
done
"""


class SystemdMissing(Exception):
    """It can't be had here; the words say why."""


class SystemdMachine:
    """`with SystemdMachine(folder) as machine:`.

    Args:
        given: a folder that the machine finds at GIVEN.
        packages: of Python, a folder that it finds at PACKAGES.
    """

    def __init__(self, given: Path, packages: Path) -> None:
        self._given, self._packages = given, packages
        self._name = f"pos-test-{os.getpid()}"
        self._place = Path(tempfile.mkdtemp(prefix="pos-systemd-"))
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed at the end of the machine
        self._outer: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Boot it; returns when systemd says that it is up.

        Raises:
            SystemdMissing: it does not boot here.
        """
        if os.getuid() != 0 or not SYSTEMD.exists() or shutil.which("unshare") is None:
            raise SystemdMissing("it needs root, systemd and unshare")
        version = "{}.{}".format(*sys.version_info)
        ask = f"import sys, venv; sys.exit('{version}' != '%d.%d' % sys.version_info[:2])"
        if not PYTHON.exists() or subprocess.run([PYTHON, "-c", ask], capture_output=True).returncode:
            raise SystemdMissing(f"{PYTHON} is not Python {version}, whose packages are here")
        spaces = ["--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net"]
        words = ["sh", "-c", BOOT, "sh", self._name, str(self._given), str(self._packages), str(self._place)]
        guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
        self._outer = subprocess.Popen(
            [*guard, "unshare", *spaces, *words], stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log
        )
        self._wait_until_booted(self._outer)

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        if self._outer is not None:
            self._outer.kill()  # and its child, the first process, with all others
            self._outer.wait(30)
        clear = ["unshare", "--mount", "sh", "-c", CLEAR, "sh", self._name, str(self._place)]
        subprocess.run(clear, capture_output=True, check=False)
        self._place.rmdir()
        self._log.close()

    def run(self, *words: str, timeout_s: float = 120.0) -> subprocess.CompletedProcess[str]:
        """Run a command inside, as root."""
        enter = ["nsenter", "-t", str(self._pid), "-m", "-p", "-n", "-i", "-u", "-C"]
        clean = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        return subprocess.run(
            [*enter, *words], env=clean, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout_s
        )

    def must(self, *words: str) -> str:
        """The same, of one that must succeed; returns what it said."""
        ran = self.run(*words)
        assert ran.returncode == 0, ran.stdout + ran.stderr + self.run("journalctl", "-n", "50").stdout
        return ran.stdout

    @property
    def root(self) -> Path:
        """Its files, as this machine sees them."""
        return Path(f"/proc/{self._pid}/root")

    def show(self, unit: str, field: str) -> str:
        """What systemd says of a unit."""
        return self.run("systemctl", "show", "-P", field, unit).stdout.strip()

    def _wait_until_booted(self, outer: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + BOOTS_WITHIN_S
        said = ""
        while time.monotonic() < deadline:
            if outer.poll() is not None:
                break
            children = Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text().split()
            if children and Path(f"/proc/{children[0]}/comm").read_text().strip() == "systemd":
                self._pid = int(children[0])
                said = self.run("systemctl", "is-system-running", "--wait").stdout.strip()
                if said in ("running", "degraded"):
                    return
            time.sleep(0.1)
        self._log.seek(0)
        raise SystemdMissing(f"systemd did not boot here ({said or self._log.read()[-300:]})")
