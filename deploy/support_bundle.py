"""`pos support-bundle`: one zip file for whoever looks after the system, without guests', staff's or the house's data.

Two nets. Log records keep only fields that can't hold a person's words; then every name, note and secret that this box
knows is looked for in all that was written, and taken out.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, select

from deploy.backups.settings import BackupSettings
from deploy.doctor import examine
from deploy.reference.settings import name_of
from deploy.settings import HouseSettings
from kernel.checkup import worst
from kernel.clock import utc_now
from kernel.database import open_database
from kernel.errors import PosError
from kernel.logging import configure_logging
from kernel.settings import read_settings
from order_service.store import tables as t

LOG_BYTES = 2 * 1024 * 1024
"""Of each log, from its end."""

REMOVED = "[removed]"
SHORTEST = 3
"""A name of two letters is found in every other word; it can't be taken out of a text, and names nobody."""

FIELDS = frozenset({
    "timestamp", "level", "event", "component", "service", "correlation_id", "job_id", "printer_id", "boot_id",
    "topic", "trouble", "reason", "state", "code", "lease", "holder", "from_revision", "to_revision", "name", "copy",
    "exception", "error", "logger", "folder", "app",
})  # fmt: skip
"""Text fields of log records that are kept; numbers and true or false are kept whatever they are called."""

PRIVATE_SETTINGS = frozenset({"restaurant_name", "restaurant_details", "public_url"})

_IN_URL = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def run(target: Path | None) -> int:
    """Write the bundle; prints where it is."""
    configure_logging("support-bundle", level="error")
    settings, backups = read_settings(HouseSettings), read_settings(BackupSettings)
    path = target or Path(f"simple-pos-support-{utc_now():%Y%m%dT%H%M%SZ}.zip").absolute()
    parts = dict(_parts(settings, backups))
    write_bundle(path, parts, private_words(settings))
    print(f"{path}: {path.stat().st_size // 1024} kB, {len(parts)} files. No names, notes, PINs or secrets are in it.")
    return 0


def write_bundle(path: Path, parts: dict[str, str], words: Iterable[str]) -> None:
    """A zip file (0600) of texts from which every word of `words` was taken out."""
    clean = _remover(words)
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in parts.items():
            bundle.writestr(name, clean(text))


def tidy_log(text: str) -> str:
    """A log with JSON records cut down to FIELDS; lines that are no records are kept as their length."""
    return "\n".join(_tidy_line(line) for line in text.splitlines())


def private_words(settings: HouseSettings) -> set[str]:
    """Whatever this box knows of people and of the house, and its secrets."""
    words = {getattr(settings, name) for name in PRIVATE_SETTINGS}
    for folder in ("secrets", "credentials", "credentials-elsewhere"):
        for path in (settings.data_dir / folder).glob("*"):
            words.add(path.read_text("utf-8", "replace").strip())
    try:
        database = open_database(settings.database_url, settings.database_path)
    except PosError:
        return words
    columns = [
        column
        for table in t.metadata.sorted_tables
        for column in table.columns
        if column.name in PERSONAL_COLUMNS.get(table.name, ())
    ]
    with database.reading() as connection:
        for column in columns:
            words.update(connection.execute(select(column).distinct().where(column.is_not(None))).scalars())
    database.close()
    return {word for word in words if word}


PERSONAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "users": ("username", "name", "pin_hash"),
    "order_items": ("note",),
    "audit_log": ("reason",),
    "payments": ("take_back_reason",),
    "cash_ups": ("note",),
    "known_devices": ("device",),
    "adjustments": ("reason",),
}
"""Columns that can hold a person's name or words."""


def _parts(settings: HouseSettings, backups: BackupSettings) -> Iterator[tuple[str, str]]:
    findings = examine(settings)
    checked = {"state": worst(findings), "findings": [asdict(one) for one in findings]}
    yield "doctor.json", json.dumps(checked, ensure_ascii=False, indent=1)
    yield "settings.json", json.dumps({**_told(settings), **_told(backups)}, ensure_ascii=False, indent=1)
    packages = sorted(f"{one.metadata['Name']}=={one.version}" for one in distributions())
    yield "packages.txt", "\n".join(packages)
    for name in ("cpuinfo", "meminfo", "mounts", "uptime"):
        if (path := Path("/proc") / name).is_file():
            yield f"machine/{name}", path.read_text("utf-8", "replace")
    yield "book.json", json.dumps(_about_the_book(settings), indent=1)
    for path in sorted((settings.data_dir / "logs").glob("*")):
        if path.is_file():
            yield f"logs/{path.name}", tidy_log(_end_of(path))


def _told(settings: HouseSettings | BackupSettings) -> dict[str, Any]:
    told = {}
    for field in type(settings).model_fields:
        value = getattr(settings, field)
        if isinstance(value, SecretStr):
            value = "set" if value.get_secret_value() else ""
        elif field in PRIVATE_SETTINGS or "password" in field or "key" in field:
            value = "set" if value else ""
        told[name_of(type(settings), field)] = _IN_URL.sub("***", value) if isinstance(value, str) else str(value)
    return told


def _about_the_book(settings: HouseSettings) -> dict[str, Any]:
    try:
        database = open_database(settings.database_url, settings.database_path)
    except PosError as error:
        return {"error": error.detail}
    with database.reading() as connection:
        rows = {
            table.name: connection.scalar(select(func.count()).select_from(table)) for table in t.metadata.sorted_tables
        }
    database.close()
    size = settings.database_path.stat().st_size if settings.database_path.is_file() else None
    return {"rows": rows, "bytes": size}


def _end_of(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LOG_BYTES))
        return file.read().decode("utf-8", "replace")


def _tidy_line(line: str) -> str:
    try:
        record = json.loads(line)
        kept = {
            key: value
            for key, value in record.items()
            if isinstance(value, int | float | bool | None) or (key in FIELDS and isinstance(value, str))
        }
    except (ValueError, AttributeError):
        return f"({len(line)} characters)"
    return json.dumps(kept, ensure_ascii=False)


def _remover(words: Iterable[str]) -> Any:
    longest_first = sorted({word for word in words if len(word) >= SHORTEST}, key=len, reverse=True)
    variants = [form for word in longest_first for form in {word, json.dumps(word)[1:-1]}]
    pattern = re.compile("|".join(map(re.escape, variants)), re.IGNORECASE) if variants else None

    def clean(text: str) -> str:
        return text if pattern is None else pattern.sub(REMOVED, text)

    return clean
