"""How far the licence has come, as the book remembers it: putting licence files back to an older state gains nothing,
since putting back the book as well costs the restaurant its orders.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from order_service.store.tables import revisions
from order_service.store.unit_of_work import UnitOfWork

_SERIAL, _MINUTE = "license-serial", "license-minute"
_MOST = 2**31 - 1
"""What the column holds on PostgreSQL."""
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def license_mark(connection: Connection) -> tuple[int, datetime] | None:
    """The greatest serial seen and the latest of the cloud's time, to the minute; None when nothing was ever marked."""
    rows = connection.execute(select(revisions).where(revisions.c.name.in_((_SERIAL, _MINUTE)))).all()
    known = {row.name: row.rev for row in rows}
    if _SERIAL not in known:
        return None
    return known[_SERIAL], _EPOCH + timedelta(minutes=known.get(_MINUTE, 0))


def mark_license(unit: UnitOfWork, serial: int, cloud_time: datetime) -> None:
    """Raise the marks; they never go down."""
    minute = int((cloud_time - _EPOCH) / timedelta(minutes=1))
    for name, value in ((_SERIAL, serial), (_MINUTE, minute)):
        rev = max(0, min(value, _MOST))
        known = unit.connection.scalar(select(revisions.c.rev).where(revisions.c.name == name))
        if known is None:
            unit.connection.execute(insert(revisions), {"name": name, "rev": rev})
        elif rev > known:
            unit.connection.execute(update(revisions).where(revisions.c.name == name).values(rev=rev))
