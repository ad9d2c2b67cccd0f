"""`python -m api`."""

import sys

from api.app import run
from api.settings import ApiSettings
from kernel.settings import read_settings

if __name__ == "__main__":
    sys.exit(run(read_settings(ApiSettings)))
