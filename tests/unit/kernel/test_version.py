"""An image and a checkout say the version that the wheel says: upgrades and rollbacks go by it."""

import subprocess
import sys
from pathlib import Path

import kernel
from kernel.version import version_beside


def test_a_tree_that_was_not_installed_knows_its_version_too(tmp_path: Path) -> None:
    package = Path(kernel.__file__).parent
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel" / "version.py").write_bytes((package / "version.py").read_bytes())
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "7.8.9"\n')
    ask = [sys.executable, "-S", "-c", "from kernel.version import VERSION; print(VERSION)"]
    said = subprocess.run(ask, cwd=tmp_path, env={}, capture_output=True, text=True, check=True).stdout
    assert said == "7.8.9\n"
    assert version_beside(package).count(".") == 2
