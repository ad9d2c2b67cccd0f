"""Books on a real SQLite file, and on a real PostgreSQL where there is one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import structlog

from kernel.database import open_database
from tests.builders import Book, book_template, copy_of_book, fill_book
from tests.postgres import Postgres

OpenBook = Callable[..., Book]


@pytest.fixture(scope="session", autouse=True)
def _plain_tracebacks() -> None:
    """structlog's own take a second each."""
    processors: list[Any] = [structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    structlog.configure(processors=processors)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_template(tmp_path_factory.mktemp("book"))


@pytest.fixture(params=["sqlite", "postgresql"])
def open_book(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[OpenBook]:
    """Make a book, on each kind of database; options go to Book."""
    with ExitStack() as stack:

        def _open(**options: Any) -> Book:
            if request.param == "sqlite":
                book = copy_of_book(sqlite_template, tmp_path / "book", **options)
            else:
                server: Postgres = request.getfixturevalue("postgres")
                url = stack.enter_context(server.database("filled", fill_book))
                book = Book(open_database(url, tmp_path / "none"), **options)
            stack.callback(book.close)
            return book

        yield _open


@pytest.fixture
def any_book(open_book: OpenBook) -> Book:
    """A book on each kind of database."""
    return open_book()


@pytest.fixture
def book(sqlite_template: Path, tmp_path: Path) -> Iterator[Book]:
    """A book on SQLite, for what is the same on both or is SQLite's own."""
    book = copy_of_book(sqlite_template, tmp_path / "book")
    yield book
    book.close()
