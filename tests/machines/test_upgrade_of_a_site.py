"""A book of the version before is cut in the middle of its upgrade; one of a version to come is refused.

The old side is `tests/machines/previous/`, which that version's own code wrote (tests/previous.py).
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kernel.database import open_database
from kernel.sqlite_file import choose_sqlite
from order_service.store.before_upgrade import copies_before_upgrades
from order_service.store.migrate import migrate
from tests.pos_up import PosBox
from tests.previous import unpack


class OldBox(PosBox):
    """A box with what the version before left, and today's `pos`."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        unpack(self.data_dir)

    def says(self, question: str) -> list[tuple[Any, ...]]:
        book = choose_sqlite().connect(self.data_dir / "pos.db")
        try:
            return list(book.execute(question))
        finally:
            book.close()

    def writes(self, order: str) -> None:
        book = choose_sqlite().connect(self.data_dir / "pos.db")
        book.execute(order)
        book.commit()
        book.close()

    @property
    def schema(self) -> str:
        return str(self.says("SELECT version_num FROM alembic_version")[0][0])

    @property
    def orders(self) -> list[tuple[Any, ...]]:
        return self.says("SELECT id, table_id, status, total_cents, paid_cents, rounds FROM orders ORDER BY id")


@pytest.fixture
def old_box(tmp_path: Path) -> OldBox:
    return OldBox(tmp_path)


def test_a_book_of_a_version_to_come_is_refused_in_one_sentence_before_anything_starts(old_box: OldBox) -> None:
    old_box.writes("UPDATE alembic_version SET version_num = '9999'")
    refused = old_box.pos("up")
    assert refused.returncode == 2
    assert refused.stderr.startswith("The book was written by a newer version than ")
    assert "pos rollback" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not list((old_box.data_dir / "logs").iterdir()), "no process was started"
    assert old_box.schema == "9999"
    found = {one["topic"]: one for one in json.loads(old_box.pos("doctor", "--json").stdout)["findings"]}
    assert found["database"]["state"] == "bad"
    assert "newer version" in found["database"]["says"]


CUT_SHORT = """
import json, os, sys
from pathlib import Path
from sqlalchemy import event
from kernel.database import open_database
from order_service.store.migrate import migrate

def upgrade(home, cut_at):
    database = open_database("", home / "pos.db")
    done = 0
    def count(*_):
        nonlocal done
        if done == cut_at:
            os.kill(os.getpid(), 9)
        done += 1
    event.listen(database.writer, "before_cursor_execute", count)
    event.listen(database.writer, "commit", count)
    migrate(database, home)
    database.close()
    return done

whole, *cut = [Path(home) for home in sys.argv[1:]]
steps = upgrade(whole, None)
endings = []
for number, home in enumerate(cut):
    if (child := os.fork()) == 0:
        upgrade(home, number * (steps - 1) // (len(cut) - 1))
        os._exit(0)
    endings.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps([steps, endings]))
"""
"""Upgrades one box whole, counting its statements; then others, each killed at a later one, the last at the commit."""

CUTS = 4


def test_power_cut_at_any_statement_of_the_real_upgrade_leaves_the_old_book_and_the_next_start_finishes(
    old_box: OldBox, tmp_path: Path
) -> None:
    whole, *cut = homes = [tmp_path / f"box-{number}" for number in range(CUTS + 1)]
    for home in homes:
        shutil.copytree(old_box.data_dir, home)
    command = [sys.executable, "-c", CUT_SHORT, *map(str, homes)]
    ran = subprocess.run(command, capture_output=True, text=True, env=old_box.environment)
    assert ran.returncode == 0, ran.stderr
    steps, endings = json.loads(ran.stdout.splitlines()[-1])
    assert steps > 2 * CUTS
    assert endings == [-9] * CUTS
    new, rows = look_into(whole)
    assert new > old_box.schema
    assert rows == len(old_box.orders)
    for home in cut:
        assert look_into(home) == (old_box.schema, rows)
        database = open_database("", home / "pos.db")
        assert migrate(database, home)
        database.close()
        assert look_into(home) == (new, rows)
        assert copies_before_upgrades(home)[0].schema == old_box.schema


def look_into(home: Path) -> tuple[str, int]:
    """Its schema, and how many orders a whole book has."""
    database = open_database("", home / "pos.db")
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        schema = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        orders = connection.exec_driver_sql("SELECT count(*) FROM orders").scalar()
    database.close()
    return str(schema), int(orders or 0)
