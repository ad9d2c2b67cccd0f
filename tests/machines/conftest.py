"""The wheels of this version and of the release before, built and installed once for all tests that run from them."""

import fcntl
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from kernel.version import version_beside
from tests.previous import VERSION as VERSION_BEFORE
from tests.previous import commit_of_the_release, unpack_code
from tests.site import ROOT


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`pos` of an environment that has the wheel, and its packages from this one; nothing of this checkout.

    The workers of one run share it: the first to come builds it, the way `make wheel` does.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "opt"
    shared.mkdir(exist_ok=True)
    place = shared / version_beside(ROOT / "kernel")
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "is-built").exists():
            _install(_built_wheel(ROOT, shared / "dist"), place)
            (shared / "is-built").touch()
    return place / "bin" / "pos"


@pytest.fixture(scope="session")
def program_before(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`pos` of the release before, installed beside today's from its own code; the packages are the same."""
    commit = commit_of_the_release()
    if commit is None:
        pytest.skip(f"NOT UPGRADED FROM THE RELEASE BEFORE: this clone has no history with {VERSION_BEFORE}")
    code, place = tmp_path_factory.mktemp("release"), program.parents[2] / VERSION_BEFORE
    unpack_code(commit, code)
    app = code / "web" / "waiter" / "dist"
    app.mkdir(parents=True)
    (app / "index.html").write_text("<title>not looked at: building it would take Node a minute</title>")
    _install(_built_wheel(code, code / "dist"), place)
    return place / "bin" / "pos"


def _built_wheel(tree: Path, folder: Path) -> Path:
    """What the tree's own script makes of it."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = [tree / "deploy" / "wheel.sh", str(folder)]
    ran = subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [built] = folder.glob("*.whl")
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
