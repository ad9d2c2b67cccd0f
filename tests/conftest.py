"""Fixtures that several kinds of test share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Postgres, PostgresMissing
from tests.site import Site, seeded_template

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
"""A busy machine fails no property: tests never assert a duration."""


@pytest.fixture(scope="session")
def taverna(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo taverna, to be copied."""
    return seeded_template(tmp_path_factory.mktemp("taverna") / "data")


@pytest.fixture
def site(tmp_path: Path, taverna: Path) -> Iterator[Site]:
    """A running restaurant with the embedded broker."""
    with Site(tmp_path, taverna) as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; where none is installed its tests are skipped, and the summary says so."""
    try:
        server = Postgres(flushes=False)
    except PostgresMissing as missing:
        missing.leave_out()
    yield server
    server.remove()
