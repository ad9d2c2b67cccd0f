"""Boxes that can be backed up, on each kind of database, and blank ones."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from deploy.backups.app import back_up, source_of
from deploy.backups.restore import Target
from deploy.backups.settings import BackupSettings
from kernel.backup_state import BackupState
from kernel.database import Database, open_database
from kernel.settings import read_settings
from order_service.store import tables as t
from tests.ports import free_port
from tests.postgres import Postgres, filled_from

NOW = datetime(2026, 12, 4, 16, 30, tzinfo=UTC)


@dataclass
class Box:
    """A data folder and its book, without any process."""

    home: Path
    url: str
    medium: Path

    @property
    def data_dir(self) -> Path:
        return self.home / "data"

    @property
    def settings(self) -> BackupSettings:
        return read_settings(
            BackupSettings, data_dir=self.data_dir, backup_dir=self.medium, database_url=self.url, site_id="taverna"
        )

    @property
    def target(self) -> Target:
        source = source_of(self.settings)
        return Target(source.data_dir, source.database, free_port(), self.home / ".env")

    def back_up(self, at: datetime = NOW) -> BackupState:
        return back_up(self.settings, at)

    def open(self) -> Database:
        return open_database(self.url, self.data_dir / "pos.db")

    def add_zone(self, name: str) -> None:
        database = self.open()
        with database.writer.begin() as connection:
            connection.execute(insert(t.zones), {"id": name, "name": name, "name_en": name})
        database.close()

    def zones(self) -> set[str]:
        database = self.open()
        with database.reading() as connection:
            found = set(connection.execute(select(t.zones.c.id)).scalars())
        database.close()
        return found


NewBook = Callable[[], AbstractContextManager[str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_book(request: pytest.FixtureRequest, kind: str, taverna: Path) -> NewBook:
    """Hands out the DATABASE_URL of a seeded book; '' is the file in the folder."""
    if kind == "sqlite":
        return lambda: nullcontext("")
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: server.database("taverna", filled_from(taverna))


@pytest.fixture
def box(tmp_path: Path, taverna: Path, new_book: NewBook) -> Iterator[Box]:
    """The taverna's box; its stick is a folder beside it."""
    yield from _box(tmp_path, taverna, new_book)


@pytest.fixture
def sqlite_box(tmp_path: Path, taverna: Path) -> Iterator[Box]:
    """One whose book is a file."""
    yield from _box(tmp_path, taverna, lambda: nullcontext(""))


def _box(place: Path, taverna: Path, new_book: NewBook) -> Iterator[Box]:
    home = place / "box"
    shutil.copytree(taverna, home / "data")
    with ExitStack() as stack:
        url = stack.enter_context(new_book())
        if url:
            (home / "data" / "pos.db").unlink()
        yield Box(home, url, place / "stick")


@pytest.fixture
def blank(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Iterator[Box]:
    """A spare box with the same stick: nothing on it, or an empty database."""
    home = tmp_path / "spare"
    home.mkdir()
    url = ""
    if kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        server.command("CREATE DATABASE spare")
        url = server.url("spare")
    yield Box(home, url, tmp_path / "stick")
    if url:
        server.command("DROP DATABASE spare WITH (FORCE)")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


__all__: list[Any] = ["NOW", "Box", "files_of"]
