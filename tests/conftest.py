"""Fixtures that several kinds of test share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site, seeded_template


@pytest.fixture(scope="session")
def taverna(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo taverna, to be copied."""
    return seeded_template(tmp_path_factory.mktemp("taverna") / "data")


@pytest.fixture
def site(tmp_path: Path, taverna: Path) -> Iterator[Site]:
    """A running restaurant with the embedded broker."""
    with Site(tmp_path, taverna) as running:
        yield running
