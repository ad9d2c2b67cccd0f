"""`pos nginx site | cloud`: the file of deploy/nginx with this machine's names, ports and paths."""

import re
from collections.abc import Sequence
from importlib import resources

from cloud_license.settings import CloudSettings
from deploy.settings import HouseSettings
from kernel.errors import CannotStart
from kernel.settings import read_settings
from kernel.trust import FOLDER

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


def site_text(settings: HouseSettings) -> str:
    """nginx for a site: HTTPS beside HTTP."""
    trust = settings.data_dir.absolute() / FOLDER
    text = _text("site.conf").replace("/var/lib/simple-pos/data/trust", str(trust))
    return text.replace("127.0.0.1:8000", f"127.0.0.1:{settings.port}")


def cloud_text(name: str, workers: Sequence[str]) -> str:
    """nginx for the vendor's server.

    Args:
        name: by which boxes and the console reach it, `licence.example.com`.
        workers: where each listens, `127.0.0.1:8001`; at least one.

    Raises:
        CannotStart: a name or a worker that is none: nothing else may get into nginx's words.
    """
    if not _HOST.fullmatch(name):
        raise CannotStart(f"'{name}' is not the name of a server: write one like licence.example.com")
    line = "    server {} max_fails=2 fail_timeout=5s;\n"
    for worker in workers:
        host, _, port = worker.rpartition(":")
        if not (_HOST.fullmatch(host) and re.fullmatch(r"[0-9]{1,5}", port)):
            raise CannotStart(f"'{worker}' is not where a worker listens: write one like 127.0.0.1:8001")
    lines = "".join(map(line.format, workers))
    return _text("cloud.conf").replace(line.format("127.0.0.1:8001"), lines).replace("licence.example.com", name)


def print_site() -> int:
    """To standard output."""
    print(site_text(read_settings(HouseSettings)), end="")
    return 0


def print_cloud(name: str, workers: Sequence[str]) -> int:
    """To standard output; without workers, the one of this machine's settings."""
    print(cloud_text(name, workers or [f"127.0.0.1:{read_settings(CloudSettings).port}"]), end="")
    return 0


def _text(name: str) -> str:
    return resources.files("deploy").joinpath("nginx", name).read_text("utf-8")
