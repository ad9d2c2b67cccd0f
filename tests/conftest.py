"""Fixtures that several kinds of test share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import cloud_license.sessions
import order_service.store.pins
from tests.postgres import Postgres, PostgresMissing
from tests.site import Site, seeded_template

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
"""A busy machine fails no property: tests never assert a duration."""


@pytest.fixture(scope="session", autouse=True)
def _quick_starts() -> Iterator[None]:
    """The sites of tests fork their processes; `make machines` and the benches start them as a restaurant does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Site, "forks", True)
        yield


@pytest.fixture(scope="session", autouse=True)
def dear_guesses() -> Iterator[tuple[int, int, str]]:
    """bcrypt's cost of a PIN, of a password, and the hash of nobody's: the product's own.

    Tests hash with the least cost there is. Who gets in is what they ask, thousands of times.
    """
    pins, passwords = order_service.store.pins, cloud_license.sessions
    with pytest.MonkeyPatch.context() as patch:
        dear = pins.COST, passwords.COST, passwords.NOBODY
        patch.setattr(pins, "COST", 4)
        patch.setattr(passwords, "COST", 4)
        patch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(f"${passwords.COST}$", "$04$"))
        yield dear


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
