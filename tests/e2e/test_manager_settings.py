"""The check before service, a phone's QR code, and how the screen looks."""

from playwright.sync_api import Browser, expect

from tests.e2e.manager import axe_faults, desk, visit
from tests.site import Site


def test_one_tap_before_service_prints_on_every_printer_and_lists_what_to_do(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed) as page:
        visit(page, managed, "/settings")
        page.get_by_role("button", name="Έλεγξέ τα όλα").click()
        expect(page.locator("[data-check]")).to_be_visible()
        for said in ("Κουζίνα: τύπωσε τη σελίδα δοκιμής.", "Μπαρ: έτοιμος.", "Η βάση είναι ακέραια."):
            expect(page.get_by_text(said)).to_be_visible()
        assert axe_faults(page) == []
        managed.bar.wait_for_ticket("5EUR", timeout_s=20)  # as CP737 spells the €


def test_a_phone_is_paired_by_a_qr_code_that_opens_the_waiter_app(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, language="en", theme="dark", size=(360, 780)) as page:
        visit(page, managed, "/settings")
        shown = page.locator("[data-pairing]").inner_text()
        assert shown.endswith("/waiter/")
        expect(page.get_by_role("img", name=f"QR code: {shown}")).to_be_visible()
        page.get_by_role("button", name="Light", exact=True).click()
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        assert axe_faults(page) == []


def test_the_restaurants_name_and_the_hour_of_its_day_are_the_managers_to_change(
    chromium: Browser, managed: Site
) -> None:
    with desk(chromium, managed) as page:
        visit(page, managed, "/settings")
        expect(page.locator("[data-licence]")).to_have_attribute("data-licence", "active")
        card = page.get_by_role("region", name="Το κατάστημα", exact=True)
        card.get_by_label("Όνομα", exact=True).fill("Ταβέρνα Ελένη")
        card.get_by_label("Η επιχειρησιακή μέρα αρχίζει στις").select_option("06:00")
        page.get_by_role("link", name="Προσωπικό", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Μείνε εδώ", exact=True).click()
        card.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(card.get_by_text("Η νέα ώρα ισχύει από:")).to_be_visible()
        house = managed.waiter("eleni").get("/api/system/house")
        assert (house["restaurant_name"], house["day_starts_at_hour"]) == ("Ταβέρνα Ελένη", 6)
        assert house["hour_counts_from"] > house["today"]
