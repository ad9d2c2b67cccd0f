"""A real worker of the cloud on each kind of database, and boxes that ask it."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from cloud_license.app import create_app, open_cloud
from cloud_license.cloud import Cloud
from cloud_license.settings import CloudSettings
from cloud_license.store import tables as t
from cloud_license.store.migrate import migrate
from kernel.database import Database, open_database
from kernel.lease import Lease, verify
from kernel.settings import read_settings
from tests.lent_app import Lender, Served
from tests.postgres import Postgres

ADMIN = "irene"
PASSWORD = "lighthouse of 1912"


@pytest.fixture(scope="session", autouse=True)
def _plain_tracebacks() -> None:
    processors: list[Any] = [structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    structlog.configure(processors=processors)


class Clock:
    """The cloud's, which a test may turn."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


_described: dict[str, Any] = {}


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """What the cloud promises; describing it takes longer than most tests, and every worker promises the same."""
    if not _described:
        _described.update(app.openapi())
    return _described


_apps = Lender(create_app)


class Worker(Served):
    """A cloud and somebody signed in at its console. Every answer is held against what OpenAPI promises."""

    def __init__(self, data_dir: Path, **settings: Any) -> None:
        known: dict[str, Any] = {"data_dir": data_dir}
        self.settings = read_settings(CloudSettings, **known | settings)
        self.clock = Clock()
        super().__init__(_apps, self._open, settings.get("web_dir"))
        self.http.event_hooks["response"].append(self._hold_against_openapi)
        self._paths: dict[str, Any] = openapi_of(self.app)["paths"]
        self._token = ""

    def _open(self) -> Cloud:
        cloud = open_cloud(self.settings)
        cloud.now = self.clock
        cloud.book._now = self.clock
        return cloud

    @property
    def cloud(self) -> Cloud:
        cloud: Cloud = self.app.state.cloud
        return cloud

    def _hold_against_openapi(self, answer: httpx.Response) -> None:
        answer.read()
        assert answer.headers["X-Correlation-Id"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.status_code >= 400:
            assert_is_problem(answer)
        for template, operations in self._paths.items():
            names, parts = template.split("/"), answer.request.url.path.split("/")
            matches = len(names) == len(parts) and all(
                n == p or n[:1] == "{" for n, p in zip(names, parts, strict=True)
            )
            operation = operations.get(answer.request.method.lower()) if matches else None
            assert operation is None or str(answer.status_code) in operation["responses"], (
                f"{answer.request.method} {answer.request.url.path} answered {answer.status_code}, undocumented"
            )

    # ---------------------------------------------------------------- the console

    def headers(self, **more: str) -> dict[str, str]:
        """A session as sign-in makes one, the slow password aside (test_sign_in.py is about that)."""
        if not self._token:
            with self.cloud.book.database.reading() as connection:
                admin = connection.execute(t.admins.select()).one()
            self._token, _ = self.cloud.sessions.issue(admin.id, admin.token_version, datetime.now(UTC))
        return {"Authorization": f"Bearer {self._token}", **more}

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.http.request(method, path, json=body, headers=self.headers(**headers))

    def ok(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.call(method, path, body, **headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def register(self, name: str = "Ταβέρνα ο Νίκος", **more: Any) -> "Box":
        until = (self.clock() + timedelta(days=60)).date().isoformat()
        body = {"name": name, "owner_name": "Νίκος", "contact_email": "nikos@example.com", "licensed_until": until}
        made = self.ok("POST", "/api/sites/", body | more)
        return Box(self, made["site_id"], made["secret_key"])

    def rows(self, table: Any) -> list[Any]:
        with self.cloud.book.database.reading() as connection:
            return list(connection.execute(table.select()).mappings())


class Box:
    """A site's licence daemon, as far as the cloud sees it."""

    def __init__(self, worker: Worker, site_id: str, key: str) -> None:
        self.worker, self.site_id, self.key = worker, site_id, key

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Site-ID": self.site_id, "X-Site-Key": self.key}

    def ask(self, body: Any = None, **headers: str) -> httpx.Response:
        given = {"version": "1.2.3", "uptime_seconds": 60} if body is None else body
        return self.worker.http.post("/api/heartbeat/", json=given, headers=self.headers | headers)

    def lease(self, **more: Any) -> Lease:
        """Asks, and believes the answer only as a box would."""
        nonce = secrets.token_urlsafe(18)
        answer = self.ask({"version": "1.2.3", "uptime_seconds": 60, "nonce": nonce} | more)
        assert answer.status_code == 200, answer.text
        return verify(answer.json()["lease"], self.worker.cloud.keys.pinned, site_id=self.site_id, nonce=nonce)

    def wait(self, serial: int) -> httpx.Response:
        """The long poll; returns when the cloud answers."""
        query = {"serial": serial, "nonce": secrets.token_urlsafe(18)}
        return self.worker.http.get("/api/heartbeat/wait", params=query, headers=self.headers)

    @property
    def path(self) -> str:
        return f"/api/sites/{self.site_id}"

    def detail(self) -> Any:
        return self.worker.ok("GET", self.path)


def assert_is_problem(answer: httpx.Response) -> None:
    """RFC 9457, whole, with the request's own id."""
    assert answer.headers["Content-Type"] == "application/problem+json", (answer.status_code, answer.text)
    body = answer.json()
    for member in ("type", "title", "detail", "code", "hint", "correlation_id"):
        assert isinstance(body[member], str), body
        assert body[member], body
    assert body["status"] == answer.status_code
    assert "Traceback" not in answer.text


OpenWorker = Callable[..., Worker]
NewBook = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a cloud that was started once: keys, a sysadmin, an empty book. The slow password is paid once."""
    folder = tmp_path_factory.mktemp("cloud") / "data"
    settings: dict[str, Any] = {"data_dir": folder, "admin_username": ADMIN, "admin_password": PASSWORD}
    open_cloud(read_settings(CloudSettings, **settings)).book.close()
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_book(request: pytest.FixtureRequest, first_start: Path) -> NewBook:
    """Hands out the DATABASE_URL of a book after the first start; '' is a file in the folder."""
    if request.param == "sqlite":
        return lambda: nullcontext("")
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: server.database("cloud", book_of(first_start))


def book_of(first_start: Path) -> Callable[[Database], None]:
    """Fills an empty database with what the first start wrote."""

    def fill(target: Database) -> None:
        migrate(target)
        source = open_database("", first_start / "cloud.db")
        with source.reading() as read, target.writer.begin() as write:
            for table in (t.admins, t.signing_keys):
                write.execute(table.insert(), [dict(row) for row in read.execute(table.select()).mappings()])
        source.close()

    return fill


@pytest.fixture
def open_worker(tmp_path: Path, first_start: Path, new_book: NewBook) -> Iterator[OpenWorker]:
    """Workers that share one book and one folder."""
    shutil.copytree(first_start, tmp_path / "data")
    with ExitStack() as stack:
        url = stack.enter_context(new_book())

        def _open(**settings: Any) -> Worker:
            worker = Worker(tmp_path / "data", **{"database_url": url} | settings)
            stack.enter_context(worker)
            return worker

        yield _open


@pytest.fixture
def worker(open_worker: OpenWorker) -> Worker:
    return open_worker()


@pytest.fixture
def postgres_worker(tmp_path: Path, first_start: Path, postgres: Postgres) -> Iterator[Worker]:
    """A worker whose book is on a server, for what happens to servers."""
    shutil.copytree(first_start, tmp_path / "data")
    with postgres.database("cloud", book_of(first_start)) as url:
        worker = Worker(tmp_path / "data", database_url=url)
        with worker:
            yield worker


@pytest.fixture
def file_worker(tmp_path: Path, first_start: Path) -> Iterator[Worker]:
    """A worker whose book is a file, for what is decided before the book is asked."""
    shutil.copytree(first_start, tmp_path / "data")
    worker = Worker(tmp_path / "data")
    with worker:
        yield worker
