"""Count wrong PINs, forget them after a right one, keep a trace of both."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from kernel.errors import NotSignedIn, TooMany
from order_service.domain.throttle import remaining_s
from order_service.store.audit import record
from order_service.store.tables import sign_in_failures as failures
from order_service.store.unit_of_work import UnitOfWork


class InvalidCredentials(NotSignedIn):
    """Name or PIN is wrong; which one is not said."""

    code = "invalid-credentials"
    hint = "Check the name and the PIN."


class TooManyTries(TooMany):
    """Wrong PINs in a row."""

    code = "too-many-tries"


def require_patience(connection: Connection, subject: str, now: datetime) -> None:
    """Raises TooManyTries while the subject (`maria@192.168.1.7`) has to wait."""
    row = connection.execute(select(failures).where(failures.c.subject == subject)).one_or_none()
    if row is not None and (left := remaining_s(row.failures, row.last_at, now)):
        raise TooManyTries(f"Too many wrong PINs. Wait {left} seconds.", retry_after_s=left)


def note_failure(unit: UnitOfWork, subject: str, user_id: int | None) -> None:
    """One more wrong PIN."""
    known = unit.connection.scalar(select(failures.c.failures).where(failures.c.subject == subject))
    if known is None:
        unit.connection.execute(insert(failures), {"subject": subject, "failures": 1, "last_at": unit.now})
    else:
        unit.connection.execute(
            update(failures).where(failures.c.subject == subject).values(failures=known + 1, last_at=unit.now)
        )
    record(unit, user_id, "sign_in_failed", f"user:{user_id or 0}", {"subject": subject})


def note_success(unit: UnitOfWork, subject: str, user_id: int) -> None:
    """A right PIN wipes the slate."""
    unit.connection.execute(delete(failures).where(failures.c.subject == subject))
    record(unit, user_id, "signed_in", f"user:{user_id}", {"subject": subject})
