"""`python -m printer_agents.virtual_printer`: a kitchen and a bar printer with their page."""

import os
import sys

from printer_agents.virtual_printer.app import BAR_PORT, KITCHEN_PORT, PAPER_PORT, run

if __name__ == "__main__":
    kitchen = int(os.environ.get("DEMO_KITCHEN_PORT", KITCHEN_PORT))
    bar = int(os.environ.get("DEMO_BAR_PORT", BAR_PORT))
    sys.exit(run({"kitchen": kitchen, "bar": bar}, int(os.environ.get("DEMO_PAPER_PORT", PAPER_PORT))))
