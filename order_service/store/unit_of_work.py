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
    """

    connection: Connection
    now: datetime
    events: list[Event] = field(default_factory=list)
    owes_tickets: bool = False

    def announce(self, kind: EventKind, subject: object, rev: int = 0) -> None:
        """Tell screens, after the commit, that something changed."""
        self.events.append(Event(kind=kind, id=str(subject), rev=rev))
