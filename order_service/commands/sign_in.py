"""Count wrong PINs, forget them after a right one, keep a trace of both."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from kernel.errors import NotSignedIn, TooMany
from order_service.domain.throttle import (
    MEMORY,
    UNKNOWN_A_DAY,
    Counter,
    Knock,
    box_subject,
    counters_for,
    left_of_day_s,
    remaining_s,
)
from order_service.store.audit import record
from order_service.store.devices import is_known_device, remember_device
from order_service.store.staff import Account, account_by_username
from order_service.store.tables import sign_in_failures as failures
from order_service.store.unit_of_work import UnitOfWork


class InvalidCredentials(NotSignedIn):
    """Name or PIN is wrong; which one is not said."""

    code = "invalid-credentials"
    hint = "Check the name and the PIN."


class TooManyTries(TooMany):
    """Wrong PINs in a row."""

    code = "too-many-tries"


class TooManyStrangers(TooMany):
    """So many wrong PINs came from new devices today that the box looks at no more of them."""

    code = "too-many-strangers"
    hint = "Sign in on a phone that you used before; a new phone can sign in tomorrow."


@dataclass(frozen=True)
class Visitor:
    """Who knocks, as far as the book knows."""

    knock: Knock
    account: Account | None
    is_known: bool
    """This person signed in on this device before."""

    @property
    def counters(self) -> tuple[Counter, ...]:
        """What a wrong PIN counts against."""
        return counters_for(self.knock, self.user_id, is_known=self.is_known)

    @property
    def user_id(self) -> int | None:
        """None when nobody has that name."""
        return None if self.account is None else self.account.staff.id


def recognise(connection: Connection, knock: Knock) -> Visitor:
    """Look up the name and the device; as many reads for a name that nobody has."""
    account = account_by_username(connection, knock.username)
    user_id = 0 if account is None else account.staff.id
    return Visitor(knock, account, is_known_device(connection, knock.device, user_id))


def require_patience(connection: Connection, visitor: Visitor, now: datetime) -> None:
    """Hold a try against its counters, before any PIN is looked at.

    Raises:
        TooManyTries, TooManyStrangers.
    """
    free = {counter.subject: counter.free for counter in visitor.counters}
    today = box_subject(now)
    rows = connection.execute(select(failures).where(failures.c.subject.in_([*free, today]))).all()
    left = max(
        (remaining_s(row.failures, row.last_at, now, free[row.subject]) for row in rows if row.subject in free),
        default=0,
    )
    if left:
        raise TooManyTries(f"Too many wrong PINs. Wait {left} seconds.", retry_after_s=left)
    if not visitor.is_known and any(row.subject == today and row.failures >= UNKNOWN_A_DAY for row in rows):
        raise TooManyStrangers("Too many wrong PINs from new phones today.", retry_after_s=left_of_day_s(now))


def receive(connection: Connection, knock: Knock, now: datetime) -> Visitor:
    """Recognise somebody who has no time to wait.

    Raises:
        TooManyTries, TooManyStrangers.
    """
    visitor = recognise(connection, knock)
    require_patience(connection, visitor, now)
    return visitor


def note_failure(unit: UnitOfWork, visitor: Visitor) -> None:
    """One more wrong PIN."""
    unit.connection.execute(delete(failures).where(failures.c.last_at < unit.now - 2 * MEMORY))
    subjects = [counter.subject for counter in visitor.counters]
    if not visitor.is_known:
        subjects.append(box_subject(unit.now))
    for subject in subjects:
        _count(unit, subject)
    _note(unit, visitor, "sign_in_failed")


def note_success(unit: UnitOfWork, visitor: Visitor, user_id: int, device: str) -> None:
    """A right PIN wipes the slate, the box's aside; the device is known from now on.

    Args:
        device: hash of the cookie that the device holds from now on; the old one's when it was known.
    """
    subjects = [counter.subject for counter in visitor.counters]
    unit.connection.execute(delete(failures).where(failures.c.subject.in_(subjects)))
    remember_device(unit, visitor.knock.device, device, user_id)
    _note(unit, visitor, "signed_in")


def _count(unit: UnitOfWork, subject: str) -> None:
    row = unit.connection.execute(select(failures).where(failures.c.subject == subject)).one_or_none()
    if row is None:
        unit.connection.execute(insert(failures), {"subject": subject, "failures": 1, "last_at": unit.now})
        return
    so_far = 0 if unit.now - row.last_at > MEMORY else row.failures
    mine = failures.c.subject == subject
    unit.connection.execute(update(failures).where(mine).values(failures=so_far + 1, last_at=unit.now))


def _note(unit: UnitOfWork, visitor: Visitor, action: str) -> None:
    details = {"address": visitor.knock.address[:40], "device": "known" if visitor.is_known else "new"}
    record(unit, visitor.user_id, action, f"user:{visitor.user_id or 0}", details)
