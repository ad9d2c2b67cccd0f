"""`python -m printer_agents [printer] [--broker mqtt://host]`: one printer's agent, or all of them without a name."""

import argparse
import sys

from kernel.errors import CannotStart
from kernel.settings import read_settings
from printer_agents.app import EXIT_CANNOT_START, run_agent, run_host
from printer_agents.settings import AgentSettings


def main() -> int:
    """Read the command line and the settings, run, return the exit status."""
    parser = argparse.ArgumentParser(prog="printer-agent", description="Print what the order service owes a printer.")
    parser.add_argument("printer", nargs="?", help="its name; none means all configured printers")
    parser.add_argument("--broker", dest="mqtt_url", help="mqtt://host[:port]; none means the site's settings")
    given = parser.parse_args()
    try:
        settings = read_settings(AgentSettings, mqtt_url=given.mqtt_url)
    except CannotStart as error:
        sys.stderr.write(f"{error.detail}\n")
        return EXIT_CANNOT_START
    return run_agent(given.printer, settings) if given.printer else run_host(settings)


if __name__ == "__main__":
    sys.exit(main())
