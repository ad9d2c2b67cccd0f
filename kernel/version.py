"""The version this code is."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def version_beside(package: Path) -> str:
    """What `pyproject.toml` of a tree that was not installed says: of a checkout, or of an image."""
    import tomllib  # a box that runs the wheel never needs it

    project = tomllib.loads((package.parent / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


try:
    VERSION = version("simple-pos")
except PackageNotFoundError:
    VERSION = version_beside(Path(__file__).parent)
