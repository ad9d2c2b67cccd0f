"""`python -m deploy.openapi site|cloud FILE`: write an API's description, from which the web apps' types are made."""

import json
import sys
from pathlib import Path
from typing import NoReturn

from fastapi import FastAPI

import api.app
import cloud_license.app


def _nothing_behind() -> NoReturn:
    raise RuntimeError("The description is made without a house.")


def application(name: str) -> FastAPI:
    """The API of the site, or that of the cloud, with nothing behind it."""
    return api.app.create_app(_nothing_behind) if name == "site" else cloud_license.app.create_app(_nothing_behind)


def main() -> None:
    """Write it with sorted keys, so that a change shows as a change."""
    document = application(sys.argv[1]).openapi()
    document["info"]["version"] = "1"
    Path(sys.argv[2]).write_text(json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
