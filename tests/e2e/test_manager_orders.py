"""Orders of any day on a manager's screen."""

from playwright.sync_api import Browser, expect

from tests.e2e.manager import axe_faults, desk, visit
from tests.site import Site


def test_the_history_is_searched_opened_printed_again_and_saved_as_csv(chromium: Browser, managed: Site) -> None:
    nikos = managed.waiter("nikos")
    sent = nikos.send(10, nikos.line("Ντολμαδάκια", "2"))
    nikos.send(11, nikos.line("Γεμιστά"))
    with desk(chromium, managed, language="en", theme="dark") as page:
        visit(page, managed, "/orders")
        expect(page.locator("[data-order]").nth(1)).to_be_visible()
        page.get_by_label("Search").fill("ntolmadakia")
        expect(page.locator("[data-order]")).to_have_count(1)
        page.locator("[data-order]").click()
        expect(page.get_by_role("heading", name=f"Order {sent['order_id']}")).to_be_visible()
        expect(page.get_by_text("Round sent").first).to_be_visible()
        assert axe_faults(page) == []

        page.get_by_role("button", name="Print the pre-bill").click()
        page.get_by_role("dialog").get_by_label("Printer").select_option("bar")
        page.get_by_role("dialog").get_by_role("button", name="Print", exact=True).click()
        managed.bar.wait_for_ticket("Ντολμαδάκια", timeout_s=20)  # a dish that only the kitchen cooks: it is the bill

        page.get_by_label("State").select_option("cancelled")
        expect(page.get_by_text("No such order. Change the days or the filters.")).to_be_visible()
        page.get_by_label("State").select_option("")
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV", exact=True).click()
        text = download.value.path().read_text("utf-8-sig")
        assert str(sent["order_id"]) in text
        assert len(text.splitlines()) >= 2
