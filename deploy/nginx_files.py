"""`pos nginx site | cloud`: the file of deploy/nginx with this machine's names, ports and paths."""

import re
from importlib import resources

from cloud_license.settings import CloudSettings
from deploy.settings import HouseSettings
from kernel.errors import CannotStart
from kernel.settings import read_settings
from kernel.trust import FOLDER

MOST_WORKERS = 64


def site_text(settings: HouseSettings) -> str:
    """nginx for a site: HTTPS beside HTTP."""
    trust = settings.data_dir.absolute() / FOLDER
    text = _text("site.conf").replace("/var/lib/simple-pos/data/trust", str(trust))
    return text.replace("127.0.0.1:8000", f"127.0.0.1:{settings.port}")


def cloud_text(name: str, first_port: int, workers: int) -> str:
    """nginx for the vendor's server.

    Args:
        name: by which boxes and the console reach it, `licence.example.com`.
        first_port: CLOUD_PORT of the first worker; the others follow one by one.
        workers: at least one.

    Raises:
        CannotStart: no such name, or a number of workers out of bounds.
    """
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", name):
        raise CannotStart(f"'{name}' is not the name of a server: write one like licence.example.com")
    if not 1 <= workers <= MOST_WORKERS or first_port + workers > 65536:
        raise CannotStart(f"{workers} workers from port {first_port} on: take 1 to {MOST_WORKERS}.")
    line = "    server 127.0.0.1:{} max_fails=2 fail_timeout=5s;\n"
    lines = "".join(line.format(first_port + number) for number in range(workers))
    return _text("cloud.conf").replace(line.format(8001), lines).replace("licence.example.com", name)


def print_site() -> int:
    """To standard output."""
    print(site_text(read_settings(HouseSettings)), end="")
    return 0


def print_cloud(name: str, workers: int) -> int:
    """To standard output."""
    print(cloud_text(name, read_settings(CloudSettings).port, workers), end="")
    return 0


def _text(name: str) -> str:
    return resources.files("deploy").joinpath("nginx", name).read_text("utf-8")
