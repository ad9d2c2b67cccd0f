"""What the tests of the manager dashboard share: a signed-in browser, and axe."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.site import ROOT, Site, wait_until

Language = Literal["el", "en"]
Theme = Literal["light", "dark"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE_MS = 20_000

DRAWN_AGAIN = """(img) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: img.naturalWidth, height: img.naturalHeight })
  canvas.getContext('2d').drawImage(img, 0, 0)
  return canvas.toDataURL()
}"""
"""What a picture shows; the page itself may not fetch its address."""


@contextmanager
def desk(
    chromium: Browser,
    site: Site,
    *,
    name: str = "eleni",
    language: Language = "el",
    theme: Theme = "light",
    size: tuple[int, int] = (1280, 900),
) -> Iterator[Page]:
    """A manager's browser, signed in; fails when the page throws."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="el-GR",
        timezone_id="Europe/Athens",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    remember(context, site, name, language, theme)
    try:
        yield page
    finally:
        context.close()
    assert not faults, faults


def remember(context: BrowserContext, site: Site, name: str, language: Language, theme: Theme) -> None:
    """What a browser that was used before knows: who is signed in, language and theme."""
    me = site.waiter(name).get("/api/auth/me")
    session = {"token": site.token_of(name), "expiresAt": "2999-01-01T00:00:00Z", "user": me}
    kept = {"session": json.dumps(session), "language": language, "theme": theme}
    lines = [f"localStorage.setItem('pos.manager.{key}', {json.dumps(value)});" for key, value in kept.items()]
    context.add_init_script("".join(lines))


def visit(page: Page, site: Site, path: str = "/") -> None:
    """Open a page of the dashboard on plain HTTP under a name, as on a LAN address."""
    page.goto(f"http://pos.test:{site.api_port}/manager{path}")


def paper_in(dialog: Locator, name: re.Pattern[str]) -> str:
    """The paper that a dialog shows once it is drawn, as a data URL; fails when it is not as wide as a paper."""
    picture = dialog.get_by_role("img", name=name)
    wait_until(lambda: picture.evaluate("img => img.complete && img.naturalWidth > 300"), "the picture of the paper")
    return str(picture.evaluate(DRAWN_AGAIN))


def axe_faults(page: Page) -> list[str]:
    """What axe has against the page: rule and place."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "async (rules) => (await axe.run(document, { runOnly: rules })).violations"
        ".flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.target} ${node.html.slice(0, 120)}`))",
        RULES,
    )
    return [str(fault) for fault in found]
