"""Bring the database to this version's shape on start, after a copy of it; refuse one from a newer version."""

import contextlib
from pathlib import Path

from kernel.clock import utc_now
from kernel.database import Database
from kernel.errors import CannotStart
from kernel.logging import get_logger
from kernel.schema import upgrade
from kernel.version import VERSION
from order_service.store.before_upgrade import keep_book_before_upgrade, remember_version
from order_service.store.tables import metadata
from order_service.store.write_lock import WriteLock

MIGRATIONS = Path(__file__).parent / "migrations"
TURN = 7051990
"""Advisory lock of the book's writers on PostgreSQL (store/writer.py)."""

log = get_logger("migrate")


class BookIsNewer(CannotStart):
    """The book was written by a newer version of this software."""

    code = "book-is-newer"
    hint = 'Start that version again, or go back to the book of before its upgrade with "pos rollback".'


def migrate(database: Database, data_dir: Path | None = None, migrations: Path = MIGRATIONS) -> bool:
    """Run what is missing, all in one transaction; two processes at once take turns.

    Args:
        data_dir: where a copy of the book is kept first; None keeps none (a new book, a test's).
        migrations: a folder of Alembic's.

    Returns:
        True when something was changed.

    Raises:
        BookIsNewer: nothing was changed.
        CannotStart: no copy could be made; nothing was changed.
    """

    def keep_copy(current: str) -> None:
        if data_dir is not None:
            kept = keep_book_before_upgrade(database.writer.url, data_dir, current, utc_now())
            log.info("book_kept_before_upgrade", copy=kept.name)

    lock = WriteLock(database.path.with_name(f"{database.path.name}.turn")) if database.path else None
    try:
        with contextlib.nullcontext() if lock is None else lock.held():
            changed = upgrade(database, migrations, metadata, TURN, newer=newer, before=keep_copy)
        if data_dir is not None:
            remember_version(data_dir)
        return changed
    finally:
        if lock is not None:
            lock.close()


def newer(revision: str) -> BookIsNewer:
    """What is said to a book of a schema that this version does not know."""
    return BookIsNewer(f"The book was written by a newer version than {VERSION} (its schema is {revision}).")
