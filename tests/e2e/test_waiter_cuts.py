"""A slice of `make chaos`: the connection is cut while rounds are sent from two phones, and none is lost or doubled."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.cuts import CUTS, cut_evening
from tests.site import Site


def test_every_round_sent_into_a_cut_is_in_the_book_and_on_paper_once(
    chromium: Browser, tmp_path: Path, taverna: Path
) -> None:
    with Site(tmp_path, taverna) as house:
        giorgos = house.waiter("giorgos")
        giorgos.send(20, *[giorgos.line(dish) for dish in ("Μουσακάς", "Τζατζίκι", "Παστίτσιο")])
        evening = cut_evening(house, chromium, cuts=14, seed=6)
    assert set(evening.cuts) == set(CUTS)
