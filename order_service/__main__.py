"""`python -m order_service`."""

import sys

from kernel.settings import read_settings
from order_service.app import run
from order_service.settings import OrderServiceSettings

if __name__ == "__main__":
    sys.exit(run(read_settings(OrderServiceSettings)))
