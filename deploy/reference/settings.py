"""docs/settings.md, from the settings classes."""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from api.settings import ApiSettings
from broker.settings import BrokerSettings
from cloud_license.settings import CloudSettings
from deploy.backups.settings import BackupSettings
from deploy.settings import VirtualPrinterSettings
from kernel.settings import SiteSettings
from license_daemon.settings import LicenseDaemonSettings
from order_service.settings import OrderServiceSettings
from printer_agents.settings import AgentSettings

CHAPTERS: tuple[tuple[str, type[BaseSettings]], ...] = (
    ("Every process", SiteSettings),
    ("The API (`pos api`)", ApiSettings),
    ("The book and the order service (`pos api`, `pos order-service`)", OrderServiceSettings),
    ("The embedded broker (`pos broker`)", BrokerSettings),
    ("Printer agents (`pos printer-agents`, `pos printer-agent NAME`)", AgentSettings),
    ("Backups (`pos backups`, `pos backup`, `pos restore`)", BackupSettings),
    ("The licence daemon (`pos license-daemon`)", LicenseDaemonSettings),
    ("The demo's virtual printers (`pos demo`, `pos virtual-printer`)", VirtualPrinterSettings),
    ("The vendor's cloud (`pos cloud`), in its own `.env`", CloudSettings),
)

_PROJECT = Path(__file__).parents[2]
_WORDS: dict[Any, str] = {int: "whole number", float: "number", str: "text", bool: "true or false", Path: "path"}


def settings_page() -> str:
    """The whole page."""
    lines = [
        "# Settings",
        "",
        "Written by `make docs` from the settings classes; don't edit.",
        "",
        "Read once, when a process starts, from the environment or from a file `.env` in the folder it is started in.",
        "A value that makes no sense stops the start with a sentence that names it.",
    ]
    for title, kind in CHAPTERS:
        lines += ["", f"## {title}", "", "| name | value | default | meaning |", "|---|---|---|---|"]
        lines += [_row(kind, name, field) for name, field in _own_fields(kind).items()]
    return "\n".join([*lines, ""])


def name_of(kind: type[BaseSettings], attribute: str) -> str:
    """The environment variable of a field."""
    alias = kind.model_fields[attribute].validation_alias
    return str(alias) if alias else f"{kind.model_config.get('env_prefix', '')}{attribute}".upper()


def _own_fields(kind: type[BaseSettings]) -> dict[str, FieldInfo]:
    inherited = {name for base in kind.__mro__[1:] for name in getattr(base, "model_fields", {})}
    return {name: field for name, field in kind.model_fields.items() if name not in inherited}


def _row(kind: type[BaseSettings], name: str, field: FieldInfo) -> str:
    meaning = " ".join((field.description or "").split())
    return f"| `{name_of(kind, name)}` | {_value(field)} | {_default(field.default)} | {meaning} |"


def _value(field: FieldInfo) -> str:
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(kind))
    if get_origin(kind) is tuple:
        return "list of numbers, as JSON"
    word = _WORDS.get(next((one for one in (kind, *get_args(kind)) if one in _WORDS), str), "text")
    return word + _bounds(field)


def _bounds(field: FieldInfo) -> str:
    texts = []
    for rule in field.metadata:
        match rule:
            case Ge():
                texts.append(f"from {rule.ge}")
            case Gt():
                texts.append(f"more than {rule.gt}")
            case Le():
                texts.append(f"to {rule.le}")
            case Lt():
                texts.append(f"less than {rule.lt}")
    return f", {' '.join(texts)}" if texts else ""


def _default(default: object) -> str:
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, Path) and default.is_absolute():
        default = default.resolve().relative_to(_PROJECT)
    if isinstance(default, tuple):
        default = list(default)
    if isinstance(default, bool):
        default = str(default).lower()
    return "none" if default in (None, "") else f"`{default}`"
