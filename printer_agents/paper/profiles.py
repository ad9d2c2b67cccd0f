"""Makes of printer that we know something of: capabilities to start from, one TOML file each in `profiles/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kernel.messages import PrinterCapabilities

_FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class Profile:
    """A make of printer.

    Attributes:
        key: the file's name, `jolimark_tp850ue`.
        name: as people call it.
        capabilities: a start; the printer check finds out what this very printer does.
    """

    key: str
    name: str
    capabilities: PrinterCapabilities


@cache
def profiles() -> tuple[Profile, ...]:
    """All of them, by name."""
    found = []
    for path in _FOLDER.glob("*.toml"):
        known = tomllib.loads(path.read_text("utf-8"))
        found.append(Profile(path.stem, known.pop("name"), PrinterCapabilities.model_validate(known)))
    return tuple(sorted(found, key=lambda profile: profile.name))
