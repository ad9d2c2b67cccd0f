"""`python -m tests.bench [--quick] [SCRIPT ...]`: one script a question, all of SCRIPTS without names."""

import argparse
import importlib
import platform
import sys
import time

from tests.bench.figures import note, say
from tests.bench.machine import CORES, TOO_BUSY
from tests.bench.rig import rig

SCRIPTS = ("path", "layouts", "house", "failures", "growth", "stages", "agents", "scale", "waiter", "cloud", "lock")


def main() -> int:
    """Run the scripts one after another; returns 1 when something was lost or wrong, never for a time."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help=f"of {', '.join(SCRIPTS)}")
    parser.add_argument("--quick", action="store_true", help="shorter runs, for a look")
    wanted = parser.parse_args()
    if unknown := set(wanted.scripts) - set(SCRIPTS):
        parser.error(f"there is no script {', '.join(sorted(unknown))}")
    say(f"{platform.machine()}, {CORES} cores, Python {platform.python_version()}; ratios count, milliseconds do not.")
    say(f"Figures are not judged while others use more than {TOO_BUSY:.0%} of the machine.")
    began = time.monotonic()
    with rig(is_quick=wanted.quick) as stand:
        for name in wanted.scripts or SCRIPTS:
            note(f"{name} ({time.monotonic() - began:.0f} s)")
            importlib.import_module(f"tests.bench.{name}").run(stand)
        say(f"\n{time.monotonic() - began:.0f} s in all.")
        return stand.book.close()


if __name__ == "__main__":
    sys.exit(main())
