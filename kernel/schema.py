"""How the shape of a database is kept: names of constraints, times, and bringing a file or server up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, Dialect, MetaData, TypeDecorator, text

from kernel.database import Database
from kernel.errors import CannotStart
from kernel.logging import get_logger

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""The same names on every kind of database, so that a migration can find them."""

log = get_logger("migrate")


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime, kept without zone where the database has none; refuses naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone can't be kept.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def _references_at_the_end(connection: Connection, database: Database) -> Iterator[None]:
    """SQLite changes a column by writing its table anew: references are checked once, before the commit."""
    if not database.is_sqlite:
        yield
        return
    wire: Any = connection.connection.driver_connection
    wire.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        wire.execute("PRAGMA foreign_keys = ON")


def upgrade(
    database: Database,
    migrations: Path,
    metadata: MetaData,
    turn: int,
    *,
    newer: Callable[[str], CannotStart],
    before: Callable[[str], None] = lambda _revision: None,
) -> bool:
    """Run what is missing, all in one transaction; on PostgreSQL two processes at once take turns.

    Args:
        migrations: folder of the Alembic scripts.
        metadata: the tables as they are to be.
        turn: number of the advisory lock that the database's writers share.
        newer: what to raise when the database is at a revision that this version does not know.
        before: called with the old revision of a database that is not empty, before anything is changed.

    Returns:
        True when something was changed.

    Raises:
        CannotStart: `newer`'s; or what `before` raises.
    """
    config = Config()
    config.set_main_option("script_location", str(migrations))
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    with database.writer.connect() as connection, _references_at_the_end(connection, database), connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # another process may migrate for minutes
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": turn})
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return False
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise newer(current)
        if current is not None:
            before(current)
        with EnvironmentContext(config, scripts) as environment:
            environment.configure(
                connection=connection,
                target_metadata=metadata,
                fn=lambda rev, _context: scripts._upgrade_revs("head", rev),
                transactional_ddl=True,
                render_as_batch=True,
            )
            environment.run_migrations()
        if database.is_sqlite and (torn := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise CannotStart(f"The database can't be brought up to date: {len(torn)} rows refer to nothing.")
    log.info("database_migrated", from_revision=current or "empty", to_revision=head)
    return True
