"""A disk that is really full: a small file system of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from kernel.errors import StorageFull
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import copy_of_book
from tests.card import small_disk_in


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_in(tmp_path, 3) as place:
        yield place


def test_a_full_disk_loses_nothing_and_orders_are_taken_again_once_there_is_space(
    small_disk: Path, sqlite_template: Path
) -> None:
    book = copy_of_book(sqlite_template, small_disk / "data")
    kept = [book.fire(1).round_id]
    filler = small_disk / "filler"
    free = os.statvfs(small_disk)
    filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 200_000))

    def bulky(unit: UnitOfWork) -> None:
        row = {"user_id": 1, "endpoint": "e", "key": unit.now.isoformat(), "fingerprint": "f", "status": 201}
        unit.connection.execute(insert(t.idempotency_keys), row | {"body": "x" * 300_000, "created_at": unit.now})

    refused = 0
    for number in range(60):
        try:
            kept.append(book.fire(1 + number % 12, by="eleni").round_id)
            book.writer.run(bulky)
        except StorageFull:
            refused += 1
    assert refused
    assert [row["id"] for row in book.rows(t.rounds)] == kept
    filler.unlink()
    kept.append(book.fire(2, by="eleni").round_id)
    assert [row["id"] for row in book.rows(t.rounds)] == kept
    with book.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    book.close()
