"""Who asks? Many boxes' questions in one query: while one runs, the next gathers."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from cloud_license.store.asking import Finder
from cloud_license.store.sites import Asking
from kernel.errors import Unavailable

AT_ONCE: Final = 500
LINGER_S: Final = 0.003
"""How long a question waits for company: one query for ten boxes costs little more than one for one."""
WAITING: Final = 5000
"""Questions at most; past that a box is told to come back."""


class CloudBusy(Unavailable):
    """More boxes ask at once than this worker can answer."""

    code = "cloud-busy"


class Lookup:
    """One thread, one query at a time; under load a query answers hundreds.

    Args:
        finder: looks up many sites; runs on the thread, and is closed with it.
    """

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._thread = ThreadPoolExecutor(1, "lookup")
        self._waiting: dict[str, list[asyncio.Future[Asking | None]]] = {}
        self._count = 0
        self._running = False

    async def site(self, site_id: str) -> Asking | None:
        """What the book says of it now; None when there is none.

        Raises:
            CloudBusy: too many are waiting.
            Unavailable: the database does not answer.
        """
        if self._count >= WAITING:
            raise CloudBusy("Many boxes ask at once.")
        future: asyncio.Future[Asking | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(site_id, []).append(future)
        self._count += 1
        try:
            if not self._running:
                self._running = True
                asyncio.get_running_loop().call_later(LINGER_S, self._next)
            return await future
        finally:
            self._count -= 1

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()
        self._finder.close()

    def _next(self) -> None:
        asked = list(self._waiting)[:AT_ONCE]
        futures = {site_id: self._waiting.pop(site_id) for site_id in asked}
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._finder.find, asked)
        running.add_done_callback(lambda done: self._answer(done, futures))

    def _answer(
        self, done: "asyncio.Future[dict[str, Asking]]", futures: dict[str, list["asyncio.Future[Asking | None]"]]
    ) -> None:
        error = None if done.cancelled() else done.exception()
        for site_id, waiting in futures.items():
            for future in waiting:
                if future.done():  # its box hung up
                    continue
                if error is not None or done.cancelled():
                    future.set_exception(error or Unavailable("The cloud is going down."))
                else:
                    future.set_result(done.result().get(site_id))
        if self._waiting:
            asyncio.get_running_loop().call_later(LINGER_S, self._next)
        else:
            self._running = False
