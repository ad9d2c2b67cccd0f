"""Count wrong passwords, forget them after a right one, keep a trace of both."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from cloud_license.domain.passwords import MEMORY, Counter, TooManyGuesses, counters, wait_s
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import sign_in_failures as failures


def require_patience(connection: Connection, username: str, address: str, now: datetime) -> None:
    """Hold a try against its counters, before any password is looked at.

    Raises:
        TooManyGuesses.
    """
    known: dict[str, Counter] = {counter.subject: counter for counter in counters(username, address)}
    rows = connection.execute(select(failures).where(failures.c.subject.in_(known)))
    left = max((wait_s(row.failures, known[row.subject], row.last_at, now) for row in rows), default=0)
    if left:
        raise TooManyGuesses(f"Too many wrong passwords. Wait {left} seconds.", retry_after_s=left)


def note_failure(unit: UnitOfWork, username: str, address: str, admin_id: int | None) -> None:
    """One more wrong password."""
    unit.connection.execute(delete(failures).where(failures.c.last_at < unit.now - MEMORY))
    for counter in counters(username, address):
        mine = failures.c.subject == counter.subject
        counted = unit.connection.execute(
            update(failures).where(mine).values(failures=failures.c.failures + 1, last_at=unit.now)
        )
        if not counted.rowcount:
            row = {"subject": counter.subject, "failures": 1, "last_at": unit.now}
            unit.connection.execute(insert(failures), row)
    record(unit, admin_id, "sign_in_failed", None, {"address": address[:45]})


def note_success(unit: UnitOfWork, username: str, address: str, admin_id: int) -> None:
    """A right password wipes the slate of this name at this address."""
    pair = counters(username, address)[0].subject
    unit.connection.execute(delete(failures).where(failures.c.subject == pair))
    record(unit, admin_id, "signed_in", None, {"address": address[:45]})
