"""Five hundred cuts of the phones' connection: lost requests and replies, a killed box, torn pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cuts import cut_evening
from tests.e2e.conftest import chromium
from tests.site import Site

__all__ = ["chromium"]

CUTS = 500
PARTS = 10
"""Evenings, so that no order grows to a size that no restaurant has."""


@pytest.mark.parametrize("part", range(PARTS))
def test_no_round_is_lost_or_doubled(part: int, house: Site, chromium: Browser) -> None:
    evening = cut_evening(house, chromium, cuts=CUTS // PARTS, seed=part)
    print(f"\n{len(evening.meant)} rounds, {evening.cuts}")


@pytest.fixture
def house(tmp_path: Path, taverna: Path) -> Iterator[Site]:
    with Site(tmp_path, taverna) as running:
        giorgos = running.waiter("giorgos")
        giorgos.send(20, *[giorgos.line(dish) for dish in ("Μουσακάς", "Τζατζίκι", "Παστίτσιο")])
        yield running
