"""Bring the cloud's database to this version's shape on start; refuse one from a newer version."""

from pathlib import Path

from cloud_license.store.book import TURN
from cloud_license.store.tables import metadata
from kernel.database import Database
from kernel.errors import CannotStart
from kernel.schema import upgrade

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> bool:
    """Run what is missing; returns True when something was changed.

    Raises:
        CannotStart: the database was written by a newer version.
    """
    return upgrade(database, MIGRATIONS, metadata, TURN, newer=_newer)


def _newer(revision: str) -> CannotStart:
    return CannotStart(
        f"The database was written by a newer version (its schema is {revision}). Install that version again."
    )
