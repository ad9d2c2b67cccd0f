"""Applications that tests lend to one house after the other: making the routes takes longer than most tests."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI


class LentApp:
    """An application and the house that it will serve from its next start on.

    Attributes:
        build: makes the house when the application starts; what an application knows of its house ends with its stop.
    """

    def __init__(self, create: Callable[[Callable[[], Any]], FastAPI]) -> None:
        self.build: Callable[[], Any] = _nobody
        self.app = create(lambda: self.build())


class Lender:
    """Hands out applications that nobody uses, and makes one when there is none.

    Args:
        create: makes an application, told what will build its house.
    """

    def __init__(self, create: Callable[[Callable[[], Any]], FastAPI]) -> None:
        self._create = create
        self._free: list[LentApp] = []

    def lend(self, build: Callable[[], Any]) -> LentApp:
        """An application for the house that `build` makes; to be taken back when it has stopped."""
        lent = self._free.pop() if self._free else LentApp(self._create)
        lent.build = build
        return lent

    def take_back(self, lent: LentApp) -> None:
        """It has stopped: the next house may have it."""
        lent.build = _nobody
        self._free.append(lent)


def _nobody() -> Any:
    raise AssertionError("the application was given back")
