"""`python -m api.export_openapi FILE`: write the API's description, from which the web apps' types are generated."""

import json
import sys
from pathlib import Path

from api.app import create_app
from api.house import House


def _no_house() -> House:
    raise RuntimeError("The description is made without a house.")


def main() -> None:
    """Write it with sorted keys, so that a change shows as a change."""
    document = create_app(_no_house).openapi()
    document["info"]["version"] = "1"
    Path(sys.argv[1]).write_text(json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
