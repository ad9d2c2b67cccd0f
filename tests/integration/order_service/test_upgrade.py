"""A new version changes the book's shape: after a copy, whole or not at all, and back by one command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.backups.restore import Target
from deploy.backups.rollback import NothingToRollBack, newest_copy, roll_back
from kernel.book_copy import examine_copy
from kernel.clock import utc_now
from kernel.database import Database, open_database
from kernel.errors import CannotStart
from order_service.store.before_upgrade import FOLDER, KEPT, copies_before_upgrades, version_that_ran_last
from order_service.store.migrate import MIGRATIONS, BookIsNewer, migrate
from tests.builders import Book
from tests.ports import free_port

NEXT_VERSION = '''
"""The shape of a version to come."""
import os
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None

KILLED_AT = int(os.environ.get("KILLED_AT", "-1"))


def step(number):
    if number == KILLED_AT:
        os.kill(os.getpid(), 9)


def upgrade():
    step(0)
    op.create_table("wishes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("words", sa.Text))
    step(1)
    op.execute("INSERT INTO wishes (id, words) VALUES (1, 'more salt')")
    with op.batch_alter_table("zones") as zones:
        zones.add_column(sa.Column("colour", sa.String(7)))
    step(2)
    op.execute("UPDATE zones SET colour = '#aa0000'")
    step(3)
'''


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The migrations of a version to come."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    revisions = sorted(path.name[:4] for path in (folder / "versions").glob("[0-9]*.py"))
    (folder / "versions" / "9001_next.py").write_text(NEXT_VERSION.replace("{head}", revisions[-1]))
    return folder


def shape(database: Database) -> tuple[str, bool]:
    """Revision, and whether what the next version brings is there, all of it."""
    with database.reading() as connection:
        revision = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
        try:
            with database.reading() as other:
                coloured = other.exec_driver_sql("SELECT count(*) FROM zones WHERE colour = '#aa0000'").scalar()
                wishes = other.exec_driver_sql("SELECT count(*) FROM wishes").scalar()
        except Exception:  # each kind of database has another name for a missing column
            return revision, False
        return revision, bool(coloured) and wishes == 1


def target_of(book: Book, data_dir: Path) -> Target:
    return Target(data_dir, book.database.writer.url, free_port(), data_dir / ".env")


def test_the_book_is_copied_before_its_shape_changes_and_comes_back_by_one_command(
    any_book: Book, next_version: Path, tmp_path: Path
) -> None:
    data_dir = tmp_path / "kept"
    data_dir.mkdir()
    before, _ = shape(any_book.database)
    assert not migrate(any_book.database, data_dir)
    assert not (data_dir / FOLDER).exists(), "nothing to change, nothing to copy"
    ran_before = version_that_ran_last(data_dir)
    assert migrate(any_book.database, data_dir, next_version)
    assert shape(any_book.database) == ("9001", True)
    [copy] = copies_before_upgrades(data_dir)
    assert (copy.schema, copy.version) == (before, ran_before)
    assert examine_copy(copy.path) == before

    any_book.database.close()
    done = roll_back(newest_copy(data_dir), target_of(any_book, data_dir), utc_now())
    url = any_book.database.writer.url
    again = open_database(url.render_as_string(hide_password=False), Path(str(url.database)))
    assert shape(again) == (before, False)
    assert not migrate(again, data_dir), "the version before finds its own book"
    again.close()
    assert any(done.aside.iterdir()), "today's book is kept"
    with pytest.raises(NothingToRollBack):
        newest_copy(data_dir)


def test_a_version_that_is_too_old_for_the_book_says_so_and_touches_nothing(
    any_book: Book, next_version: Path, tmp_path: Path
) -> None:
    migrate(any_book.database, None, next_version)
    with pytest.raises(BookIsNewer, match="its schema is 9001"):
        migrate(any_book.database, tmp_path)
    assert shape(any_book.database) == ("9001", True)
    assert not (tmp_path / FOLDER).exists()


def test_a_book_that_can_not_be_copied_is_not_upgraded(any_book: Book, next_version: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / FOLDER).write_text("in the way")
    before = shape(any_book.database)
    with pytest.raises(CannotStart, match="it was left alone"):
        migrate(any_book.database, tmp_path / "kept", next_version)
    assert shape(any_book.database) == before


MIGRATE = """
import sys
from pathlib import Path
from kernel.database import open_database
from order_service.store.migrate import migrate
home, migrations = map(Path, sys.argv[1:])
migrate(open_database("", home / "pos.db"), home, migrations)
"""


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_power_lost_in_an_upgrade_leaves_the_old_book_and_the_next_start_finishes(
    step: int, sqlite_template: Path, next_version: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "pos.db")
    database = open_database("", home / "pos.db")
    before = shape(database)
    database.close()
    words = [sys.executable, "-c", MIGRATE, str(home), str(next_version)]
    ran = subprocess.run(words, env=os.environ | {"KILLED_AT": str(step)}, capture_output=True, text=True)
    assert ran.returncode == -9, ran.stderr
    database = open_database("", home / "pos.db")
    assert shape(database) == before
    assert migrate(database, home, next_version)
    assert shape(database) == ("9001", True)
    database.close()
    assert 1 <= len(copies_before_upgrades(home)) <= KEPT


def test_only_the_last_few_copies_are_kept(any_book: Book, next_version: Path, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    for day in range(1, 6):
        (tmp_path / FOLDER / f"2026010{day}T120000Z 0001 0.1.{day}.copy").write_bytes(b"old")
    migrate(any_book.database, tmp_path, next_version)
    kept = copies_before_upgrades(tmp_path)
    assert [copy.version for copy in kept[1:]] == ["0.1.5", "0.1.4"]
    assert len(kept) == KEPT
