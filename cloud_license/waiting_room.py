"""Boxes that wait for a change: a long poll is a future in a dictionary, woken when its site changes.

Lives on the event loop; only `changed` may be called from other threads.
"""

import asyncio
from typing import Final

from kernel.errors import Unavailable

MOST: Final = 20_000
"""Long polls of one worker at most."""
MOST_OF_A_SITE: Final = 3
"""A box has one; a fourth sends the first away."""


class WaitingRoomFull(Unavailable):
    """This worker holds as many long polls as it can."""

    code = "waiting-room-full"


class WaitingRoom:
    """Who waits, by site."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Future[bool]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._count = 0
        self._changes = 0
        self._closed = False

    @property
    def count(self) -> int:
        """Long polls held now."""
        return self._count

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which loop the waiting live on."""
        self._loop = loop

    def changed(self, site_id: str) -> None:
        """Wake who waits for this site, or everybody for ''; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, site_id)

    @property
    def changes(self) -> int:
        """How many were heard of; taken before the book is read and handed to `enter`."""
        return self._changes

    def enter(self, site_id: str, mark: int) -> "asyncio.Future[bool]":
        """A place to wait in, for a site that the book was read for.

        Args:
            mark: `changes` before that; a change in between, whoever's, makes the place look again at once.

        Returns:
            resolves with True when it is time to look again, with False when the place is gone.

        Raises:
            WaitingRoomFull.
        """
        if self._count >= MOST:
            raise WaitingRoomFull("Many boxes wait at once.")
        place: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        places = self._waiting.setdefault(site_id, [])
        if len(places) >= MOST_OF_A_SITE:
            _tell(places[0], look=False)
        if self._closed:
            _tell(place, look=False)
        elif mark != self._changes:
            _tell(place, look=True)
        places.append(place)
        self._count += 1
        return place

    def leave(self, site_id: str, place: "asyncio.Future[bool]") -> None:
        """Give the place back."""
        places = self._waiting[site_id]
        places.remove(place)
        self._count -= 1
        if not places:
            del self._waiting[site_id]
        place.cancel()

    def close(self) -> None:
        """Send everybody away, and whoever still comes: this worker ends. From any thread, a signal's, too."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send_away)

    def _send_away(self) -> None:
        self._closed = True
        for places in self._waiting.values():
            for place in places:
                _tell(place, look=False)

    def _wake(self, site_id: str) -> None:
        self._changes += 1
        sites = [site_id] if site_id else list(self._waiting)
        for site in sites:
            for place in self._waiting.get(site, []):
                _tell(place, look=True)


def _tell(place: "asyncio.Future[bool]", *, look: bool) -> None:
    if not place.done():
        place.set_result(look)
