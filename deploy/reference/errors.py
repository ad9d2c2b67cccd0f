"""docs/errors.md, from every subclass of PosError."""

import importlib
import pkgutil
from types import ModuleType
from typing import Final

import api
import broker
import cloud_license
import kernel
import order_service
import printer_agents
from api.problems import STATUS
from kernel.errors import CannotStart, PosError

SITE: Final = (kernel, broker, order_service, printer_agents, api)
CLOUD: Final = (cloud_license,)
"""Two servers: a code is unique at each."""


def errors_page() -> str:
    """The whole page."""
    lines = [
        "# Error codes",
        "",
        "Written by `make docs` from the error classes; don't edit.",
        "",
        "Every refusal of an API is a problem document (RFC 9457) with `code`, a `detail` sentence in English and a",
        "`hint`: what to do now. The web apps translate by `code`; a code never changes its meaning.",
        "",
        *_table(all_errors(SITE)),
        "",
        "`-`: a process that can't start; it prints the sentence and ends with exit status 2.",
        "",
        "## The vendor's cloud",
        "",
        "Its own, beside the families above.",
        "",
        *_table(all_errors(CLOUD)),
    ]
    return "\n".join([*lines, ""])


def _table(errors: list[type[PosError]]) -> list[str]:
    ordered = sorted(errors, key=lambda error: (status_of(error), error.code))
    rows = [f"| `{e.code}` | {status_of(e) or '-'} | {_first_line(e)} | {e.hint} |" for e in ordered]
    return ["| code | HTTP | what happened | hint |", "|---|---|---|---|", *rows]


def all_errors(packages: tuple[ModuleType, ...]) -> list[type[PosError]]:
    """Every error of some packages with a code of its own; one that repeats its family's is the same to a reader."""
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:
                importlib.import_module(module.name)
    found: list[type[PosError]] = []
    waiting: list[type[PosError]] = [PosError]
    while waiting:
        family = waiting.pop()
        for error in family.__subclasses__():
            waiting.append(error)
            if error.code != family.code and error.__module__.split(".")[0] in {p.__name__ for p in packages}:
                found.append(error)
    return sorted(set(found), key=lambda error: error.code)


def status_of(error: type[PosError]) -> int:
    """The HTTP status of its family; 0 for what never travels over HTTP."""
    if issubclass(error, CannotStart):
        return 0
    return next((STATUS[family] for family in error.__mro__ if family in STATUS), 500)


def _first_line(error: type[PosError]) -> str:
    return (error.__doc__ or "").strip().splitlines()[0].replace("|", "\\|")
