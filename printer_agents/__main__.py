"""`python -m printer_agents [printer] [--broker mqtt://host] [--credential FILE]`: one agent, or without a name all."""

import argparse
import sys
from pathlib import Path

from kernel.errors import CannotStart
from kernel.settings import read_settings
from printer_agents.app import EXIT_CANNOT_START, run_host, start_agent
from printer_agents.settings import AgentSettings


def main() -> int:
    """Read the command line and the settings, run, return the exit status."""
    parser = argparse.ArgumentParser(prog="printer-agent", description="Print what the order service owes a printer.")
    parser.add_argument("printer", nargs="?", help="its name; none means all configured printers")
    parser.add_argument("--broker", dest="mqtt_url", help="mqtt://host[:port]; none means the site's settings")
    parser.add_argument("--credential", type=Path, help="what `pos agent-credential` wrote on the site's box")
    given = parser.parse_args()
    try:
        if given.printer:
            return start_agent(given.printer, given.mqtt_url, given.credential)
        return run_host(read_settings(AgentSettings, mqtt_url=given.mqtt_url))
    except CannotStart as error:
        sys.stderr.write(f"{error.detail}\n")
        return EXIT_CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
