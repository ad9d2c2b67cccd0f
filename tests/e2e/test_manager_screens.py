"""Every screen once, each in another theme, language and width: axe has nothing to say, and nothing runs wide."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.manager import Language, Theme, axe_faults, desk, visit
from tests.site import Site

SCREENS = ("/", "/orders", "/menu", "/staff", "/tables", "/reports", "/printers", "/queue", "/settings")
LOOKS: tuple[tuple[Language, Theme, tuple[int, int]], ...] = (
    ("en", "dark", (320, 640)),
    ("el", "light", (768, 1024)),
    ("el", "dark", (320, 640)),
    ("en", "light", (1280, 900)),
)


def runs_wide(page: Page) -> bool:
    """Must the page itself be scrolled sideways?"""
    found: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found


@pytest.mark.parametrize(("path", "look"), [(path, LOOKS[n % len(LOOKS)]) for n, path in enumerate(SCREENS)])
def test_a_screen_is_for_everybody(
    chromium: Browser, managed: Site, path: str, look: tuple[Language, Theme, tuple[int, int]]
) -> None:
    language, theme, size = look
    with desk(chromium, managed, language=language, theme=theme, size=size) as page:
        visit(page, managed, path)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("[aria-busy]")).to_have_count(0)
        assert axe_faults(page) == []
        assert not runs_wide(page)
