"""The book's shape is brought up to date on start."""

import shutil
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text

from kernel.database import Database, open_database
from kernel.errors import CannotStart
from order_service.store.migrate import MIGRATIONS, migrate
from order_service.store.tables import metadata
from tests.builders import Book


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return open_database("", tmp_path / "pos.db")


def test_a_new_book_gets_every_table_once(empty: Database) -> None:
    assert migrate(empty)
    assert not migrate(empty)
    empty.close()


def test_migrations_and_tables_say_the_same(any_book: Book) -> None:
    with any_book.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_book_of_a_newer_version_is_refused_and_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CannotStart, match="newer version"):
        migrate(empty)
    with empty.reading() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"
    empty.close()


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    changed: list[bool] = []

    def start() -> None:
        database = open_database("", tmp_path / "pos.db")
        changed.append(migrate(database))
        database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(changed) == [False, False, False, True]


def test_a_book_of_the_first_version_keeps_its_rows_and_what_they_refer_to(tmp_path: Path) -> None:
    first = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, first, ignore=shutil.ignore_patterns("000[2-9]*", "__pycache__"))
    database = open_database("", tmp_path / "pos.db")
    migrate(database, migrations=first)
    now = "2026-06-05 18:47:10"
    rows = {
        "users": {"id": 1, "username": "maria", "name": "Μαρία", "pin_hash": "-", "role": "waiter", "is_active": 1},
        "zones": {"id": "kitchen", "name": "Κουζίνα", "name_en": ""},
        "printers": {"id": "kitchen", "name": "Κουζίνα", "zone_id": "kitchen", "ip_address": "10.0.0.5", "port": 9100},
        "tables": {"id": 1, "number": 1, "label": "1", "is_active": 1},
        "orders": {"id": 1, "table_id": 1, "opened_by": 1, "status": "open", "business_day": "2026-06-05"},
        "print_jobs": {"position": 7, "id": "J", "order_id": 1, "zone_id": "kitchen", "printer_id": "kitchen"},
        "print_log": {"id": 1, "job_id": "J", "order_id": 1, "printer_id": "kitchen", "attempt": 1, "success": 1},
        "alerts": {"id": 1, "job_id": "J", "order_id": 1, "sender_id": 1, "cause": "agent", "reason": "", "action": ""},
    }
    rest = {
        "users": {"token_version": 1, "created_at": now},
        "printers": {"is_active": 1, "capabilities": "{}", "rev": 1},
        "orders": {"rev": 1, "total_cents": 0, "paid_cents": 0, "rounds": 0, "opened_at": now},
        "print_jobs": dict.fromkeys(("copy_mark", "reason"), "")
        | {"ticket_number": 1, "business_day": "2026-06-05", "document": "{}", "item_ids": "[]", "state": "failed"}
        | {"seq": 1, "tries": 1, "copies_possible": 0, "correlation_id": "c", "sender_id": 1}
        | dict.fromkeys(("created_at", "stale_after", "updated_at"), now),
        "print_log": {"printed_at": now, "item_ids": "[]", "error_message": ""},
        "alerts": {"raised_at": now},
    }
    with database.writer.begin() as connection:
        for table, known in rows.items():
            row = known | rest.get(table, {})
            names = ", ".join(row)
            places = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)
    assert migrate(database)
    with database.reading() as connection:
        [job] = connection.execute(metadata.tables["print_jobs"].select())
        assert (job.position, job.id, job.order_id, job.replaced_by) == (7, "J", 1, None)
        assert connection.scalar(select(func.count()).select_from(metadata.tables["alerts"])) == 1
        [printer] = connection.execute(metadata.tables["printers"].select())
        assert (printer.is_paused, printer.backup_id, printer.mac) == (False, None, "")
    with database.writer.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database.close()
