"""Every screen of the waiter app, one after another, in either language and theme, and what axe says of each."""

import json
import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.waiter_phone import SLOW_MS, Hand, Language, Theme
from tests.site import ROOT, Site

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Screens:
    """Goes from screen to screen of one signed-in phone; `words` are those of its language."""

    def __init__(self, hand: Hand, language: Language, theme: Theme) -> None:
        self.hand = hand
        self.page = hand.page
        self.language = language
        self.theme = theme
        web = ROOT / "web"
        self.words: dict[str, str] = {
            **json.loads((web / "shared" / "src" / "i18n" / f"{language}.json").read_text()),
            **json.loads((web / "waiter" / "src" / "words" / f"{language}.json").read_text()),
        }

    def each(self, house: Site) -> Iterator[str]:
        """Names of the screens, each when it is there. Table 7 is partly paid with a line held, 3 is a colleague's."""
        page, hand = self.page, self.hand
        at = f"{hand.address}/waiter"
        page.goto(f"{at}/manifest.json")
        session = page.evaluate("localStorage.getItem('pos.waiter.session')")
        page.evaluate("localStorage.removeItem('pos.waiter.session')")
        self.goes(f"{at}/", page.locator("form"))
        yield "sign-in"
        page.evaluate("session => localStorage.setItem('pos.waiter.session', session)", session)
        self.goes(f"{at}/", hand.tile(7))
        yield "tables"
        hand.tile(7).dispatch_event("contextmenu")
        yield from self.sheet("table sheet")
        page.get_by_role("button", name=self.words["tables.pad"]).tap()
        yield from self.sheet("number pad")
        self.goes(f"{at}/table/{house.table_id(7)}", page.locator("[data-product]").first)
        yield "order, empty draft"
        page.locator("[data-product]:not([data-out])").nth(1).tap()
        page.locator("[data-product]:not([data-out])").nth(2).tap()
        yield "order, two lines"
        page.get_by_role("button", name=self.words["order.wholeLine"]).tap()
        yield from self.sheet("line sheet")
        page.locator("[data-product]").first.dispatch_event("contextmenu")
        yield from self.sheet("dish sheet")
        self.goes(f"{at}/table/{house.table_id(7)}/check", page.locator("[data-payment]").first)
        yield "check"
        lines = page.locator("[data-item] button[aria-pressed]")
        lines.first.tap()
        yield "check, a line chosen"
        page.get_by_role("button", name=self.words["pay.selected"]).tap()
        yield from self.sheet("pay sheet")
        page.get_by_role("button", name=self.words["pay.split"], exact=True).tap()
        yield from self.sheet("split sheet")
        page.get_by_role("button", name=self.words["line.more"].split("{")[0]).first.tap()
        yield from self.sheet("line acts")
        page.get_by_role("button", name=self.words["line.more"].split("{")[0]).nth(1).tap()  # the first one is paid
        page.get_by_role("button", name=self.words["line.change"]).tap()
        change = page.get_by_role("dialog", name=re.compile(f"^{self.words['line.change']}"))
        expect(change).to_be_visible(timeout=SLOW_MS)
        yield from self.sheet("change sheet")
        self.goes(f"{at}/table/{house.table_id(3)}", page.get_by_text("Νίκος").first)
        yield "a colleague's table"
        self.goes(f"{at}/outbox", page.get_by_text(self.words["tray.empty"]))
        yield "tray"
        self.goes(f"{at}/settings", page.get_by_role("button", name=self.words["settings.test"]))
        yield "settings"

    def sheet(self, name: str) -> Iterator[str]:
        """A sheet that is about to open, and is closed afterwards."""
        expect(self.page.get_by_role("dialog").last).to_be_visible(timeout=SLOW_MS)
        yield name
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_have_count(0, timeout=SLOW_MS)

    def goes(self, address: str, there: Locator) -> None:
        """To a place, until something of it is there."""
        self.page.goto(address)
        expect(there).to_be_visible(timeout=SLOW_MS)


def prepare(house: Site) -> None:
    """Orders in several states, so that the screens have something to show."""
    maria, nikos = house.waiter("maria"), house.waiter("nikos")
    beers = maria.line("Μπίρα μαύρη 330 ml", "3")
    sent = maria.send(7, maria.line("Μουσακάς", "2"), beers, maria.line("Παστίτσιο", hold=True, course=2))
    paid = {"item_ids": [sent["round"]["items"][0]["id"]], "tender": "card"}
    assert maria.post(f"/api/orders/{sent['order_id']}/pay", paid).status_code == 201
    nikos.send(3, nikos.line("Τζατζίκι"))
    assert maria.post(f"/api/products/{house.product('Γεμιστά')['id']}/out").status_code == 200


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: the rule, what it says, and the first element that breaks it."""
    page.evaluate(AXE.read_text())
    found: list[Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] }).then((said) => said.violations)",
        RULES,
    )
    return [f"{one['id']}: {one['help']} {one['nodes'][0]['html'][:160]}" for one in found]
