"""Every screen holds WCAG 2.2 A and AA by axe, targets are big enough, and the first load is small."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.waiter_phone import Hand, Language, Theme
from tests.e2e.waiter_screens import Screens, prepare, violations
from tests.site import ROOT, Site

LEAST_PX = 47.5
"""48, less what rounding takes."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site"), taverna) as running:
        prepare(running)
        yield running


@pytest.mark.parametrize(("language", "theme"), [("el", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_every_target_is_48_px(
    language: Language, theme: Theme, phone: Page, house: Site
) -> None:
    hand = Hand(phone, house, "maria").signs_in(language, theme)
    found: dict[str, list[str]] = {}
    for name in Screens(hand, language, theme).each(house):
        faults = violations(phone) + small_targets(phone) + sideways(phone)
        if faults:
            found[name] = faults
    assert found == {}


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and links that are narrower or lower than 48 px."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll('button, a[href], input:not([type=radio]), textarea')]
            .filter((one) => !one.closest('.sr-only') && !one.classList.contains('sr-only'))
            .map((one) => ({ one, box: one.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0 && (box.width < least || box.height < least))
            .map(({ one, box }) => `target ${box.width}x${box.height}: ${one.outerHTML.slice(0, 90)}`)""",
        LEAST_PX,
    )
    return found


def sideways(page: Page) -> list[str]:
    """Does the page scroll sideways?"""
    over: int = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    return [f"{over} px wider than the screen"] if over > 0 else []


def test_the_first_load_is_within_its_budget() -> None:
    assert [kind for kind, kb, most in first_load_kb() if kb > most] == []


def first_load_kb() -> list[tuple[str, float, float]]:
    """What a phone downloads to open the app, gzip: kind, kB, and the most that it may be."""
    dist = ROOT / "web" / "waiter" / "dist"
    page = (dist / "index.html").read_text()
    files = list((dist / "assets").iterdir())

    def kb(suffix: str) -> float:
        named = [one for one in files if one.suffix == suffix and (one.name in page or suffix == ".woff2")]
        bodies = [one.read_bytes() if suffix == ".woff2" else gzip.compress(one.read_bytes()) for one in named]
        return sum(map(len, bodies)) / 1000

    return [("scripts", kb(".js"), 110), ("styles", kb(".css"), 8), ("fonts", kb(".woff2"), 45)]
