"""What changed -> open screens. Events say what to read again, never the new state."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable

from kernel.messages import Event

BACKLOG = 256
"""Events a slow screen may be behind; past that it is told to read everything again."""


Holder = tuple[int, int]
"""Whose screen it is: id and token version."""


class Screen:
    """One open stream."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(BACKLOG)
        self._ended = False

    def push(self, event: Event | None) -> None:
        """Queue an event; a full queue becomes one `hello`, which means "read everything". None ends the stream."""
        if self._ended:
            return
        self._ended = event is None
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            event = None if event is None else Event(kind="hello", id="", rev=0)
        self._queue.put_nowait(event)

    async def events(self) -> AsyncIterator[Event]:
        """Events until the house closes."""
        while (event := await self._queue.get()) is not None:
            yield event


class LiveHub:
    """Fans events out to screens; fed from any thread."""

    def __init__(self) -> None:
        self._screens: set[Screen] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say on which loop the screens live."""
        self._loop = loop

    def tell(self, events: Iterable[Event]) -> None:
        """Hand events to every screen; duplicates within one call are said once."""
        once = list(dict.fromkeys(events))
        loop = self._loop
        if once and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._push, once)

    def open(self, holder: Holder) -> Screen:
        """A new stream; its first event is `hello`."""
        screen = Screen(holder)
        screen.push(Event(kind="hello", id="", rev=0))
        self._screens.add(screen)
        return screen

    def forget(self, screen: Screen) -> None:
        """The client went away."""
        self._screens.discard(screen)

    @property
    def is_watched(self) -> bool:
        """Some screen is open."""
        return bool(self._screens)

    def put_out(self, signed_in: Collection[Holder]) -> None:
        """End the streams of everybody else."""
        for screen in list(self._screens):
            if screen.holder not in signed_in:
                screen.push(None)

    def shut(self, event: Event) -> None:
        """Say why, then end every stream; on the loop's own thread."""
        self._push([event])
        self.close()

    def close(self) -> None:
        """End every stream."""
        for screen in self._screens:
            screen.push(None)

    def _push(self, events: list[Event]) -> None:
        for screen in list(self._screens):
            for event in events:
                screen.push(event)
