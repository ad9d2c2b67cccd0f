"""One transaction of the book, and what must be said once it is on disk."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from kernel.messages import Event
from kernel.topics import EventKind


@dataclass
class UnitOfWork:
    """Handed to a command by the writer; commands never commit.

    Attributes:
        connection: inside a write transaction.
        now: aware UTC, one instant for the whole command.
        events: what screens must read again, said after the commit.
        owes_tickets: a new print job was written; the relay is woken after the commit.
        last_hash: of the audit row this command wrote last; spares the next one a read.
        closed_through: the last closed business day, once this command asked for it.
    """

    connection: Connection
    now: datetime
    events: list[Event] = field(default_factory=list)
    owes_tickets: bool = False
    last_hash: str = ""
    closed_through: str | None = None

    def announce(self, kind: EventKind, subject: object, rev: int = 0) -> None:
        """Tell screens, after the commit, that something changed."""
        self.events.append(Event(kind=kind, id=str(subject), rev=rev))
