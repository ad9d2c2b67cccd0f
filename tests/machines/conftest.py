"""The wheel, built and installed once for all tests that run from it."""

import fcntl
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.site import ROOT


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`pos` of an environment that has the wheel, and its packages from this one; nothing of this checkout.

    The workers of one run share it: the first to come builds it, the way `make wheel` does.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "opt"
    shared.mkdir(exist_ok=True)
    place = shared / "0.1.0"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "is-built").exists():
            _install(_built_wheel(shared), place)
            (shared / "is-built").touch()
    return place / "bin" / "pos"


def _built_wheel(folder: Path) -> Path:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = [ROOT / "deploy" / "wheel.sh", str(folder / "dist")]
    ran = subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [built] = (folder / "dist").glob("*.whl")
    return built


def _install(wheel: Path, place: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(place / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    [packages] = place.glob("lib/python3*/site-packages")
    (packages / "the-packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    ask = [place / "bin" / "python", "-c", "import api; print(api.__file__)"]
    where = subprocess.run(ask, cwd="/", env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert where.stdout.startswith(str(packages)), "the tests would test this checkout"
