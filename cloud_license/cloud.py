"""Everything the routes work with, wired once."""

import asyncio
from dataclasses import dataclass, field

from cloud_license.pace import Pace
from cloud_license.sessions import Sessions
from cloud_license.signing import LeaseKeys
from cloud_license.store.asking import finder_of
from cloud_license.store.book import Book
from cloud_license.store.changes import Changes, changes_of
from cloud_license.store.lookup import Lookup
from cloud_license.store.presence import PresenceBook, writer_of
from cloud_license.waiting_room import WaitingRoom
from kernel.clock import Now, utc_now
from kernel.database import Database
from kernel.heartbeat import LONGEST_WAIT_S


@dataclass
class Cloud:
    """One worker; any number of them share a database and a folder of keys."""

    book: Book
    lookup: Lookup
    presence: PresenceBook
    waiting: WaitingRoom
    changes: Changes
    sessions: Sessions
    keys: LeaseKeys
    public_url: str
    now: Now
    pace: Pace = field(default_factory=Pace)
    longest_wait_s: float = LONGEST_WAIT_S

    def start(self) -> None:
        """Start what runs beside the requests."""
        self.waiting.attach(asyncio.get_running_loop())
        self.presence.start()
        self.changes.start()

    def going_down(self) -> None:
        """Send away who waits, at the first word of the end: a long poll would hold it up."""
        self.waiting.close()

    def stop(self) -> None:
        """Stop in the other order; what was heard is still written."""
        self.changes.stop()
        self.presence.stop()
        self.lookup.close()
        self.sessions.close()
        self.book.close()


def build_cloud(database: Database, sessions: Sessions, keys: LeaseKeys, public_url: str, now: Now = utc_now) -> Cloud:
    """Wire a worker on an open, migrated database."""
    waiting = WaitingRoom()
    return Cloud(
        book=Book(database, on_change=waiting.changed, now=now),
        lookup=Lookup(finder_of(database)),
        presence=PresenceBook(writer_of(database)),
        waiting=waiting,
        changes=changes_of(database, waiting.changed),
        sessions=sessions,
        keys=keys,
        public_url=public_url.rstrip("/"),
        now=now,
    )
