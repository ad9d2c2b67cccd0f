"""docs/errors.md, from every subclass of PosError."""

import importlib
import pkgutil

import api
import broker
import kernel
import order_service
import printer_agents
from api.problems import STATUS
from kernel.errors import CannotStart, PosError

_PACKAGES = (kernel, broker, order_service, printer_agents, api)


def errors_page() -> str:
    """The whole page."""
    lines = [
        "# Error codes",
        "",
        "Written by `make docs` from the error classes; don't edit.",
        "",
        "Every refusal of the API is a problem document (RFC 9457) with `code`, a `detail` sentence in English and a",
        "`hint`: what to do now. The web apps translate by `code`; a code never changes its meaning.",
        "",
        "| code | HTTP | what happened | hint |",
        "|---|---|---|---|",
    ]
    ordered = sorted(all_errors(), key=lambda error: (status_of(error), error.code))
    lines += [f"| `{e.code}` | {status_of(e) or '-'} | {_first_line(e)} | {e.hint} |" for e in ordered]
    lines += ["", "`-`: a process that can't start; it prints the sentence and ends with exit status 2.", ""]
    return "\n".join(lines)


def all_errors() -> list[type[PosError]]:
    """Every error with a code of its own; one that repeats its family's is the same to a reader."""
    for package in _PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:
                importlib.import_module(module.name)
    found: list[type[PosError]] = []
    waiting: list[type[PosError]] = [PosError]
    while waiting:
        family = waiting.pop()
        for error in family.__subclasses__():
            waiting.append(error)
            if error.code != family.code and error.__module__.split(".")[0] in {p.__name__ for p in _PACKAGES}:
                found.append(error)
    return sorted(set(found), key=lambda error: error.code)


def status_of(error: type[PosError]) -> int:
    """The HTTP status of its family; 0 for what never travels over HTTP."""
    if issubclass(error, CannotStart):
        return 0
    return next((STATUS[family] for family in error.__mro__ if family in STATUS), 500)


def _first_line(error: type[PosError]) -> str:
    return (error.__doc__ or "").strip().splitlines()[0].replace("|", "\\|")
