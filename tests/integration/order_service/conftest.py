"""Books on a real SQLite file, and on a real PostgreSQL where there is one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import structlog

from kernel.database import open_database
from tests.builders import Book, book_template, copy_of_book
from tests.integration.order_service.postgres import Postgres, PostgresMissing

OpenBook = Callable[..., Book]


@pytest.fixture(scope="session", autouse=True)
def _plain_tracebacks() -> None:
    """structlog's own take a second each."""
    processors: list[Any] = [structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    structlog.configure(processors=processors)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_template(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    try:
        server = Postgres(tmp_path_factory.mktemp("postgres"))
    except PostgresMissing as missing:
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {missing}")
    yield server
    server.stop()


@pytest.fixture
def open_book(sqlite_template: Path, tmp_path: Path) -> Iterator[OpenBook]:
    """Make a book; options go to Book."""
    with ExitStack() as stack:

        def _open(**options: object) -> Book:
            book = copy_of_book(sqlite_template, tmp_path / "book", **options)
            stack.callback(book.close)
            return book

        yield _open


@pytest.fixture
def book(open_book: OpenBook) -> Book:
    return open_book()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_book(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[Book]:
    """A book on each kind of database."""
    if request.param == "sqlite":
        book = copy_of_book(sqlite_template, tmp_path / "book")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        book = Book(open_database(server.copy_of_template(), tmp_path / "none"))
    yield book
    book.close()
