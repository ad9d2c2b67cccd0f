"""While PostgreSQL is away a box hears 503, for it "unreachable", and nothing that could open or shut it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cloud_license.conftest import Box, Worker, book_of
from tests.postgres import Postgres, PostgresMissing
from tests.site import wait_until


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    try:
        server = Postgres(flushes=False)
    except PostgresMissing as missing:
        missing.leave_out()
    yield server
    server.remove()


def test_a_server_that_is_away_locks_nobody_and_is_found_again(
    tmp_path: Path, first_start: Path, own_server: Postgres
) -> None:
    shutil.copytree(first_start, tmp_path / "data")
    with own_server.database("cloud", book_of(first_start)) as url:
        worker = Worker(tmp_path / "data", database_url=url)
        with worker:
            box = worker.register()
            assert box.lease().licensed
            own_server.stop()
            for answer in (box.ask(), box.wait(0), worker.http.get("/health"), worker.call("GET", "/api/sites/")):
                assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
                assert answer.headers["Retry-After"]
                assert "lease" not in answer.json()
            body = {"reason": "Unpaid"}
            assert worker.call("POST", f"{box.path}/lock", body).status_code == 503
            own_server.start()
            wait_until(lambda: _is_answered(box), "the server is found again", 30)
            assert not box.lease().locked
            worker.ok("POST", f"{box.path}/lock", body)
            assert box.lease().locked


def _is_answered(box: Box) -> bool:
    return box.ask().status_code == 200
