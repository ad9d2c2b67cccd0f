"""`python -m broker`."""

import sys

from broker.app import run
from broker.settings import BrokerSettings
from kernel.errors import CannotStart
from kernel.settings import read_settings


def main() -> int:
    """Read the environment and serve; the exit status."""
    try:
        return run(read_settings(BrokerSettings))
    except CannotStart as error:
        print(error.detail, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
