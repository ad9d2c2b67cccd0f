"""`python -m license_daemon`."""

import sys

from kernel.settings import read_settings
from license_daemon.app import run
from license_daemon.settings import LicenseDaemonSettings

if __name__ == "__main__":
    sys.exit(run(read_settings(LicenseDaemonSettings)))
