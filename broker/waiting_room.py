"""Sockets that have not signed in yet: few, and never in the way of those who will (H11). Pure."""

from collections.abc import Callable


class WaitingRoom:
    """At most `places` wait; one more shows out whoever waited longest.

    A service signs in within milliseconds, so under a flood of silent sockets those are shown out, not the service.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._waiting: dict[int, Callable[[], object]] = {}
        self._last_ticket = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, show_out: Callable[[], object]) -> int:
        """Take a place.

        Args:
            show_out: ends the sign-in, should its place be needed.

        Returns:
            A ticket for `leave`.
        """
        if len(self._waiting) >= self._places:
            self._waiting.pop(next(iter(self._waiting)))()
        self._last_ticket += 1
        self._waiting[self._last_ticket] = show_out
        return self._last_ticket

    def leave(self, ticket: int) -> None:
        """Give the place back: signed in, refused, or gone; harmless when shown out already."""
        self._waiting.pop(ticket, None)
