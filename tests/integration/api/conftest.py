"""The real application on a folder of its own, without a broker: what a phone sees when only the box is alive."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import select, update

from api.app import create_app, open_house
from api.house import House
from api.settings import ApiSettings
from kernel.settings import read_settings
from order_service.store import tables as t
from order_service.store.staff import account_by_username
from tests.lent_app import Lender, Served
from tests.licensed import KEYS
from tests.ports import free_port
from tests.postgres import Postgres, filled_from


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of what is decided before the book is opened run on one database only."""
    twice = [
        item
        for item in items
        if item.get_closest_marker("before_the_book")
        and "postgresql" in getattr(item, "callspec", _NONE).params.values()  # type: ignore[attr-defined]
    ]
    if twice:
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if item not in set(twice)]


class _NONE:
    params: dict[str, object] = {}  # noqa: RUF012  # a stand-in for a test without parameters


@pytest.fixture(scope="session", autouse=True)
def _plain_tracebacks() -> None:
    processors: list[Any] = [structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    structlog.configure(processors=processors)


_described: dict[str, Any] = {}


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """What the API promises; describing it takes longer than most tests, and every box promises the same."""
    if not _described:
        _described.update(app.openapi())
    return _described


_apps = Lender(create_app)


class Box(Served):
    """An API with its house. Every answer it gives is held against what OpenAPI promises."""

    def __init__(self, data_dir: Path, **settings: Any) -> None:
        self.data_dir = data_dir
        known: dict[str, Any] = {
            "data_dir": data_dir,
            "mqtt_port": free_port(),
            "order_service": "beside",
            "license_keys": KEYS,
        }
        self.settings = read_settings(ApiSettings, **known | settings)
        super().__init__(_apps, self._open, settings.get("web_dir"))
        self.http.event_hooks["response"].append(self._hold_against_openapi)
        self._paths: dict[str, Any] = openapi_of(self.app)["paths"]
        self._tokens: dict[str, str] = {}
        self._products: dict[str, Any] = {}

    def _open(self) -> House:
        return open_house(self.settings)

    @property
    def house(self) -> House:
        house: House = self.app.state.house
        return house

    def _hold_against_openapi(self, answer: httpx.Response) -> None:
        answer.read()
        assert answer.headers["X-Correlation-Id"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.status_code >= 400:
            assert_is_problem(answer)
        if (operation := self._operation(answer.request)) is not None:
            assert str(answer.status_code) in operation["responses"], (
                f"{answer.request.method} {answer.request.url.path} answered {answer.status_code}, undocumented"
            )

    def _operation(self, request: httpx.Request) -> Any:
        parts = request.url.path.split("/")
        for template, operations in self._paths.items():
            names = template.split("/")
            if len(names) == len(parts) and all(n == p or n[:1] == "{" for n, p in zip(names, parts, strict=True)):
                return operations.get(request.method.lower())
        return None

    # ---------------------------------------------------------------- people

    def token(self, name: str = "maria", **claims: Any) -> str:
        """A session made the way sign-in makes one, PIN check aside; `claims` are changed before it is signed."""
        with self.house.database.reading() as connection:
            account = account_by_username(connection, name)
        assert account is not None
        token, _ = self.house.sessions.issue(account, datetime.now(UTC))
        if claims:
            key = self.house.sessions._tokens.key
            known = jwt.decode(token, options={"verify_signature": False}) | claims
            token = jwt.encode({k: v for k, v in known.items() if v is not None}, key, algorithm="HS256")
        return token

    def headers(self, name: str = "maria", **more: str) -> dict[str, str]:
        if name not in self._tokens:
            self._tokens[name] = self.token(name)
        return {"Authorization": f"Bearer {self._tokens[name]}", **more}

    def get(self, path: str, by: str = "maria") -> httpx.Response:
        return self.http.get(path, headers=self.headers(by))

    def post(self, path: str, body: Any = None, by: str = "maria", **headers: str) -> httpx.Response:
        return self.http.post(path, json=body, headers=self.headers(by, **headers))

    # ---------------------------------------------------------------- the taverna

    def product(self, name: str = "Μουσακάς") -> dict[str, Any]:
        if not self._products:
            self._products = {product["name"]: product for product in self.get("/api/products/").json()}
        found: dict[str, Any] = self._products[name]
        return found

    def line(self, dish: str = "Μουσακάς", **more: Any) -> dict[str, Any]:
        product = self.product(dish)
        choices = [s["choices"][0]["id"] for s in product["preference_sets"] if s["is_required"]]
        return {"product_id": product["id"], "choice_ids": choices} | more

    def table(self, number: int = 7) -> int:
        return self.one(select(t.tables.c.id).where(t.tables.c.number == number))  # type: ignore[no-any-return]

    def send(self, number: int = 7, *lines: dict[str, Any], by: str = "maria", **headers: str) -> httpx.Response:
        body = {"lines": list(lines) or [self.line()]}
        return self.post(f"/api/tables/{self.table(number)}/rounds", body, by, **headers)

    def one(self, query: Any) -> Any:
        with self.house.database.reading() as connection:
            return connection.execute(query).scalar()

    def count(self, table: Any) -> int:
        with self.house.database.reading() as connection:
            return len(connection.execute(select(table)).all())

    def change(self, table: Any, *where: Any, **values: Any) -> None:
        self.house.writer.run(lambda unit: unit.connection.execute(update(table).where(*where).values(**values)))


def assert_is_problem(answer: httpx.Response) -> None:
    """RFC 9457, whole, with the request's own id."""
    assert answer.headers["Content-Type"] == "application/problem+json", (answer.status_code, answer.text)
    body = answer.json()
    for member in ("type", "title", "detail", "code", "hint", "correlation_id"):
        assert isinstance(body[member], str), body
        assert body[member], body
    assert body["status"] == answer.status_code
    assert body["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert "Traceback" not in answer.text
    assert "sqlalchemy" not in answer.text.lower()


OpenBox = Callable[..., Box]
NewBook = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def quiet_taverna(taverna: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeded folder with its write-ahead log folded in, so that copying files copies everything."""
    folder = tmp_path_factory.mktemp("quiet") / "data"
    shutil.copytree(taverna, folder)
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_book(request: pytest.FixtureRequest, quiet_taverna: Path) -> NewBook:
    """Hands out the DATABASE_URL of a seeded book, on each kind of database; '' is the file in the folder."""
    if request.param == "sqlite":
        return lambda: nullcontext("")
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: server.database("taverna", filled_from(quiet_taverna))


@pytest.fixture
def open_box(tmp_path: Path, quiet_taverna: Path, new_book: NewBook) -> Iterator[OpenBox]:
    with ExitStack() as stack:
        url = stack.enter_context(new_book())

        def _open(**settings: Any) -> Box:
            shutil.copytree(quiet_taverna, tmp_path / "data", dirs_exist_ok=True)
            box = Box(tmp_path / "data", **{"database_url": url} | settings)
            stack.enter_context(box)
            return box

        yield _open


@pytest.fixture
def box(open_box: OpenBox) -> Box:
    return open_box()


@pytest.fixture
def sqlite_box(tmp_path: Path, quiet_taverna: Path) -> Iterator[Box]:
    """A box whose book is a file, for what happens to files."""
    shutil.copytree(quiet_taverna, tmp_path / "data")
    box = Box(tmp_path / "data")
    with box:
        yield box


@pytest.fixture(scope="module")
def calm_box(tmp_path_factory: pytest.TempPathFactory, quiet_taverna: Path, new_book: NewBook) -> Iterator[Box]:
    """One box for many tests that change nothing on it."""
    folder = tmp_path_factory.mktemp("calm") / "data"
    shutil.copytree(quiet_taverna, folder)
    with new_book() as url:
        box = Box(folder, database_url=url)
        with box:
            yield box
