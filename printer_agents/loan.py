"""A printer's key: its press hands it over between two tickets, and prints nothing until it is back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

_LOOK_S = 0.25


class Loan:
    """One key. `borrowed` is called by who wants the printer, `lend` by the press.

    Args:
        nudge: wakes a press that waits for something else.
    """

    def __init__(self, nudge: Callable[[], None]) -> None:
        self._nudge = nudge
        self._state: Literal["home", "wanted", "out"] = "home"
        self._changed = threading.Condition()

    @property
    def is_wanted(self) -> bool:
        """Somebody waits for it."""
        return self._state == "wanted"

    @property
    def _is_home(self) -> bool:
        return self._state == "home"

    @contextmanager
    def borrowed(self, timeout_s: float) -> Iterator[bool]:
        """Whether the printer is the caller's inside the context: no when it is not free within `timeout_s`."""
        is_mine = self._ask(timeout_s)
        try:
            yield is_mine
        finally:
            if is_mine:
                self._put("home")

    def lend(self, is_over: Callable[[], bool]) -> None:
        """Hand the key to who wants it, and wait until it is back, or until `is_over`."""
        with self._changed:
            if not self.is_wanted:
                return
            self._put("out")
            while not self._is_home and not is_over():
                self._changed.wait(_LOOK_S)

    def _ask(self, timeout_s: float) -> bool:
        with self._changed:
            if self._state != "home":
                return False
            self._state = "wanted"
        self._nudge()
        with self._changed:
            is_mine = self._changed.wait_for(lambda: self._state == "out", timeout_s)
            if not is_mine:
                self._state = "home"
            return is_mine

    def _put(self, state: Literal["home", "out"]) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()
