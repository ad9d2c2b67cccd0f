"""The day's report on a manager's screen: a full day's figures, its files, a purse, and its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.manager import axe_faults, desk, visit
from tests.e2e.many_orders import ORDERS, put_many_orders
from tests.site import Site


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    """A restaurant whose running day has 2,000 orders."""
    with Site(tmp_path_factory.mktemp("busy"), taverna) as running:
        put_many_orders(running)
        yield running


def test_a_day_of_two_thousand_orders_is_charted_counted_saved_and_closed(chromium: Browser, busy: Site) -> None:
    report = busy.waiter("eleni").get("/api/reports/x")
    assert report["totals"]["orders"] == ORDERS
    with desk(chromium, busy, size=(768, 1024)) as page:
        visit(page, busy, "/reports")
        expect(page.get_by_role("region", name="Σύνολα")).to_contain_text(f"{ORDERS}")
        for by, row in (("Είδος", "Παστίτσιο"), ("Σερβιτόρος", "Μαρία"), ("Πληρωμή", "Μετρητά"), ("ΦΠΑ", "%")):
            page.get_by_role("button", name=by, exact=True).click()
            table = page.get_by_role("region", name=f"Πωλήσεις ανά: {by}")
            expect(table.get_by_role("rowheader").filter(has_text=row).first).to_be_visible()
            expect(page.locator("figure svg").first).to_be_visible()
        assert axe_faults(page) == []

        expect(page.get_by_text("Σε σύγκριση με την ίδια ημέρα της προηγούμενης εβδομάδας")).to_be_visible()
        page.evaluate("window.print = () => { window.printed = true }")  # a browser without a screen asks nobody
        page.get_by_role("button", name="Εκτύπωση", exact=True).click()
        assert page.evaluate("window.printed")

        with page.expect_download() as download:
            page.get_by_role("button", name="Αυτό σε CSV").click()
        assert len(download.value.path().read_text("utf-8-sig").splitlines()) >= 2
        with page.expect_download() as download:
            page.get_by_role("button", name="PDF", exact=True).click()
        assert download.value.path().read_bytes().startswith(b"%PDF")

        page.get_by_role("button", name="Μέτρημα Μαρία").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Ψιλά που πήρε").fill("50")
        dialog.get_by_label("Μετρήθηκαν τώρα").fill("100,50")
        dialog.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("region", name="Ταμεία σερβιτόρων").get_by_text("100,50")).to_be_visible()

        waiter = busy.waiter()
        waiter.send(19, waiter.line("Παστίτσιο"))
        page.get_by_role("button", name="Κλείσιμο ημέρας").click()
        expect(dialog.get_by_role("list", name="Ανοιχτά τραπέζια")).to_contain_text("19")
        dialog.get_by_role("button", name="Κλείσε την ημέρα").click()
        expect(page.locator("[data-report='z']")).to_be_visible()
        expect(page.get_by_role("heading", name="Αναφορά Ζ 2")).to_be_visible()
        page.get_by_role("link", name="Παραγγελίες", exact=True).click()
        shown = page.locator("[data-order]")
        expect(shown.first).to_be_visible()
        first = shown.count()
        page.get_by_role("button", name="Παλιότερες", exact=True).click()
        expect(shown).not_to_have_count(first)
        assert shown.count() > first
