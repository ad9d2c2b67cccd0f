"""Applications that tests lend to one house after the other: making the routes takes longer than most tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from fastapi import FastAPI
from starlette.testclient import TestClient


class LentApp:
    """An application and the house that it will serve from its next start on.

    Attributes:
        build: makes the house when the application starts; what an application knows of its house ends with its stop.
    """

    def __init__(self, create: Callable[..., FastAPI]) -> None:
        self.build: Callable[[], Any] = _nobody
        self.app = create(lambda: self.build())


class Lender:
    """Hands out applications that nobody uses, and makes one when there is none.

    Args:
        create: makes an application, told what will build its house and, perhaps, which web apps it serves.
    """

    def __init__(self, create: Callable[..., FastAPI]) -> None:
        self.create = create
        self._free: list[LentApp] = []

    def lend(self, build: Callable[[], Any]) -> LentApp:
        """An application for the house that `build` makes; to be taken back when it has stopped."""
        lent = self._free.pop() if self._free else LentApp(self.create)
        lent.build = build
        return lent

    def take_back(self, lent: LentApp) -> None:
        """It has stopped: the next house may have it."""
        lent.build = _nobody
        self._free.append(lent)


class Served:
    """A house behind a test client: it starts when this is entered, and gives its application back when it has stopped.

    Args:
        lender: of its kind of application.
        build: makes the house.
        web_dir: built web apps; an application that serves them is made for this house alone.
    """

    def __init__(self, lender: Lender, build: Callable[[], Any], web_dir: Path | None) -> None:
        self._lender = lender
        self._lent = lender.lend(build) if web_dir is None else None
        self.app = self._lent.app if self._lent else lender.create(build, web_dir)
        self.http = TestClient(self.app, raise_server_exceptions=False)

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.http.__exit__(*error)
        if self._lent:
            self._lender.take_back(self._lent)
            self._lent = None


def _nobody() -> Any:
    raise AssertionError("the application was given back")
