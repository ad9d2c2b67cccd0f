"""Where the built web apps are: inside an installed wheel, or in `web/` of a checkout."""

from pathlib import Path


def built_web_apps() -> Path:
    """The folder that holds `waiter/dist`, `manager/dist` and `sysadmin/dist`."""
    inside = Path(__file__).parent / "built"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "web"
