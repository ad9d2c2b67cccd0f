"""`pos export`: all that the restaurant wrote, as CSV and JSON, whatever the licence says: the data is theirs."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from api.exports.csv_file import harmless
from kernel.database import open_database
from kernel.errors import CannotStart
from kernel.settings import read_settings
from order_service.queries.export import DATASETS, rows_of
from order_service.settings import OrderServiceSettings

Row = dict[str, Any]


def export_all(folder: Path) -> int:
    """Write a CSV and a JSON file for each of DATASETS into an empty folder; one picture of one moment.

    Raises:
        CannotStart: there is no book, the folder is not empty, or it can't be written.
    """
    settings = read_settings(OrderServiceSettings)
    if not settings.database_url and not settings.database_path.is_file():
        raise CannotStart(f"There is no book at {settings.database_path}. Set POS_DATA_DIR to the site's data folder.")
    database = open_database(settings.database_url, settings.database_path)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CannotStart(f"{folder} is not empty. Name another folder.")
        with database.reading() as connection:
            for name in DATASETS:
                columns, rows = rows_of(connection, name)
                count = _write(folder, name, columns, rows)
                print(f"{name:<24} {count}")
    except OSError as error:
        raise CannotStart(f"{folder} can't be written ({error.strerror}).") from error
    finally:
        database.close()
    print(f"Written to {folder}. Amounts are in cents, times in UTC.")
    return 0


def _write(folder: Path, name: str, columns: list[str], rows: Iterator[Row]) -> int:
    """Both files at once, row by row: years of orders need no more memory than one."""
    count = 0
    with (
        (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as table,
        (folder / f"{name}.json").open("w", encoding="utf-8") as objects,
    ):
        writer = csv.writer(table, delimiter=";")
        writer.writerow(columns)
        objects.write("[")
        for row in rows:
            writer.writerow([_cell(row[column]) for column in columns])
            objects.write(",\n" if count else "\n")
            json.dump(row, objects, ensure_ascii=False, default=_plain)
            count += 1
        objects.write("\n]\n")
    return count


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=_plain)
    return harmless(value) if isinstance(value, str) else "" if value is None else _plain(value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
