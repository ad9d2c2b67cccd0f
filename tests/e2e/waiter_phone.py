"""A waiter's hand on a phone: what it taps, in words."""

import json
import re
from typing import Any, Literal

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.site import Site

SLOW_MS = 30_000
"""For facts that come from another process of a busy machine."""

expect.set_options(timeout=SLOW_MS)

Language = Literal["el", "en"]
Theme = Literal["light", "dark"]


class Hand:
    """One person's phone, signed in; `taps` counts what the thumb did since the last `count_taps`."""

    def __init__(self, page: Page, house: Site, name: str, address: str = "") -> None:
        self.page = page
        self.house = house
        self.name = name
        self.address = address or f"http://pos.test:{house.api_port}"
        self.taps = 0
        page.set_default_timeout(SLOW_MS)

    def signs_in(self, language: Language = "el", theme: Theme = "light") -> "Hand":
        """With a session of its own, as after a PIN; the sign-in page has its tests elsewhere."""
        answer = httpx.post(
            f"{self.house.url}/api/auth/login",
            json={"username": self.name, "pin": self.house.pin_of(self.name)},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        session = answer.json()
        kept = {"token": session["access_token"], "expiresAt": session["expires_at"], "user": session["user"]}
        self.page.goto(f"{self.address}/waiter/manifest.json")
        self.page.evaluate(
            """([session, language, theme]) => {
                localStorage.setItem('pos.waiter.session', session)
                localStorage.setItem('pos.waiter.language', language)
                localStorage.setItem('pos.waiter.theme', theme)
            }""",
            [json.dumps(kept), language, theme],
        )
        self.page.goto(f"{self.address}/waiter/")
        expect(self.tile(1)).to_be_visible(timeout=SLOW_MS)
        return self

    def tap(self, what: Locator) -> None:
        """One tap of the thumb."""
        what.tap()
        self.taps += 1

    def button(self, name: str | re.Pattern[str], exact: bool = True) -> Locator:
        """A button by what it says."""
        return self.page.get_by_role("button", name=name, exact=exact and isinstance(name, str))

    def tile(self, table: int) -> Locator:
        """A table on the floor."""
        return self.page.locator(f"[data-table='{table}']")

    def opens(self, table: int) -> None:
        """From the floor to a table's order screen."""
        self.tap(self.tile(table))
        expect(self.page.get_by_role("region", name="Τελευταία γραμμή")).to_be_visible(timeout=SLOW_MS)

    def taps_dish(self, dish: str) -> None:
        """On whatever page of the menu it is shown."""
        self.tap(self.page.locator(f"[data-product='{self.house.product(dish)['id']}']"))

    def finds_dish(self, dish: str) -> None:
        """Through its category."""
        product = self.house.product(dish)
        category = self.page.get_by_role("navigation", name="Κατηγορίες").get_by_role("button")
        names = {one["id"]: one["name"] for one in self.house.waiter().get("/api/products/categories")}
        self.tap(category.filter(has_text=names[product["category_id"]]))
        self.taps_dish(dish)

    def sends(self) -> None:
        """Send; back on the floor."""
        self.tap(self.button(re.compile("^Στείλε")))
        expect(self.tile(1)).to_be_visible(timeout=SLOW_MS)

    def opens_check(self, table: int) -> None:
        """The check of a table, by its address: screens are places."""
        self.page.goto(f"{self.address}/waiter/table/{self.house.table_id(table)}/check")
        expect(self.page.locator("[data-round]").first).to_be_visible(timeout=SLOW_MS)

    def line(self, dish: str) -> Locator:
        """A line of the check."""
        return self.page.locator("[data-item]").filter(has_text=dish)

    def has_sent_all(self) -> None:
        """Until nothing waits on this phone, by its own count."""
        expect(self.button("Δεν έφυγαν ακόμα: 0")).to_be_visible(timeout=4 * SLOW_MS)

    def order(self, table: int) -> Any:
        """What the book says stands on a table; None when nothing does."""
        eleni = self.house.waiter("eleni")
        row = next(one for one in eleni.get("/api/tables/") if one["number"] == table)
        return None if row["order"] is None else eleni.get(f"/api/orders/{row['order']['id']}")
