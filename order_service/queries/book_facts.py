"""What is known of the book as a whole."""

from datetime import datetime

from sqlalchemy import Connection, desc, select

from order_service.store.tables import audit_log


def newest_entry(connection: Connection) -> datetime | None:
    """When something was last done; None in a new book."""
    at: datetime | None = connection.scalar(select(audit_log.c.at).order_by(desc(audit_log.c.id)).limit(1))
    return at
