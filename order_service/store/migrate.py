"""Bring the database to this version's shape on start, after a copy of it; refuse one from a newer version."""

import contextlib
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kernel.clock import utc_now
from kernel.database import Database
from kernel.errors import CannotStart
from kernel.logging import get_logger
from kernel.version import VERSION
from order_service.store.before_upgrade import keep_book_before_upgrade, remember_version
from order_service.store.tables import metadata
from order_service.store.write_lock import WriteLock

MIGRATIONS = Path(__file__).parent / "migrations"

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
    config = Config()
    config.set_main_option("script_location", str(migrations))
    scripts = ScriptDirectory.from_config(config)
    lock = WriteLock(database.path.with_name(f"{database.path.name}.turn")) if database.path else None
    try:
        with contextlib.nullcontext() if lock is None else lock.held():
            changed = _upgrade(database, config, scripts, data_dir)
        if data_dir is not None:
            remember_version(data_dir)
        return changed
    finally:
        if lock is not None:
            lock.close()


def _upgrade(database: Database, config: Config, scripts: ScriptDirectory, data_dir: Path | None) -> bool:
    head = scripts.get_current_head()
    with database.writer.connect() as connection, connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # another process may migrate for minutes
            connection.execute(text("SELECT pg_advisory_xact_lock(7051990)"))
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return False
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise BookIsNewer(f"The book was written by a newer version than {VERSION} (its schema is {current}).")
        if current is not None and data_dir is not None:
            kept = keep_book_before_upgrade(database.writer.url, data_dir, current, utc_now())
            log.info("book_kept_before_upgrade", copy=kept.name)
        with EnvironmentContext(config, scripts) as environment:
            environment.configure(
                connection=connection,
                target_metadata=metadata,
                fn=lambda rev, _context: scripts._upgrade_revs("head", rev),
                transactional_ddl=True,
                render_as_batch=True,
            )
            environment.run_migrations()
    log.info("database_migrated", from_revision=current or "empty", to_revision=head)
    return True
