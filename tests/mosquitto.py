"""Mosquitto, told what the embedded broker knows."""

import os
import shutil
from collections.abc import Sequence

from broker.mosquitto_files import write_mosquitto_files
from kernel.settings import SiteSettings

MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


def mosquitto_command(settings: SiteSettings, printers: Sequence[str]) -> list[str]:
    """Write its files into the data folder; returns what starts it."""
    assert MOSQUITTO is not None, "Mosquitto is not installed"
    conf = write_mosquitto_files(settings, settings.data_dir / "mosquitto", list(printers))
    if os.getuid() == 0:  # else it would become a user who can't read this test's folder
        with conf.open("a") as file:
            file.write("user root\n")
    return [MOSQUITTO, "-c", str(conf)]
