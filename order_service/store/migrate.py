"""Bring the database to this version's shape on start; refuse one from a newer version."""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kernel.database import Database
from kernel.errors import CannotStart
from kernel.logging import get_logger
from order_service.store.tables import metadata
from order_service.store.write_lock import WriteLock

MIGRATIONS = Path(__file__).parent / "migrations"

log = get_logger("migrate")


def migrate(database: Database) -> bool:
    """Run what is missing, all in one transaction; two processes at once take turns.

    Returns:
        True when something was changed.

    Raises:
        CannotStart: the database was written by a newer version.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    lock = WriteLock(database.path.with_name(f"{database.path.name}.turn")) if database.path else None
    try:
        if lock is None:
            return _upgrade(database, config, scripts)
        with lock.held():
            return _upgrade(database, config, scripts)
    finally:
        if lock is not None:
            lock.close()


def _upgrade(database: Database, config: Config, scripts: ScriptDirectory) -> bool:
    head = scripts.get_current_head()
    with database.writer.connect() as connection, connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # another process may migrate for minutes
            connection.execute(text("SELECT pg_advisory_xact_lock(7051990)"))
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return False
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise CannotStart(
                f"The database was written by a newer version (its schema is {current}). Install that version again."
            )
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
