"""`python -m cloud_license`."""

import sys

from cloud_license.app import run
from cloud_license.settings import CloudSettings
from kernel.settings import read_settings

if __name__ == "__main__":
    sys.exit(run(read_settings(CloudSettings)))
