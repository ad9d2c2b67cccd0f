"""Who works here and where guests sit, on a manager's screen."""

from playwright.sync_api import Browser, expect

from tests.e2e.manager import axe_faults, desk, visit
from tests.site import Site


def test_somebody_is_hired_helps_gets_another_pin_and_leaves(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, theme="dark", size=(768, 1024)) as page:
        visit(page, managed, "/staff")
        page.get_by_role("button", name="Νέο πρόσωπο").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Όνομα", exact=True).fill("Άννα Κ.")
        dialog.get_by_label("Όνομα χρήστη").fill("anna")
        dialog.get_by_label("PIN").fill("1111")
        dialog.get_by_label("Μαρία").check()
        assert axe_faults(page) == []
        dialog.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text("μαντεύεται εύκολα")
        dialog.get_by_label("PIN").fill("5283")
        dialog.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(dialog).to_have_count(0)
        card = page.locator("[data-person='anna']")
        expect(card).to_contain_text("Άννα Κ. βοηθά: Μαρία")

        card.get_by_role("button", name="Νέο PIN").click()
        expect(dialog).to_contain_text("Το παλιό PIN δεν φαίνεται πουθενά")
        dialog.get_by_label("Νέο PIN").fill("7395")
        dialog.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(dialog).to_have_count(0)
        anna = {"username": "anna", "pin": "7395"}
        assert managed.waiter().http.post("/api/auth/login", json=anna).status_code == 200

        card.get_by_role("button", name="Απενεργοποίηση: Άννα Κ.").click()
        dialog.get_by_role("button", name="Απενεργοποίηση", exact=True).click()
        expect(card).to_contain_text("δεν δουλεύει πια εδώ")
        assert managed.waiter().http.post("/api/auth/login", json=anna).status_code == 401


def test_many_tables_are_previewed_made_and_put_in_a_section(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, language="en") as page:
        visit(page, managed, "/tables")
        page.get_by_role("button", name="New section").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name", exact=True).fill("Βεράντα")
        dialog.get_by_label("Name in English").fill("Terrace")
        dialog.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Terrace")).to_be_visible()

        for first, count, told in (("1", "3", "3 will be made: V1, V2, V3"), ("2", "4", "2 are there already")):
            page.get_by_role("button", name="Many at once").click()
            dialog.get_by_label("Prefix").fill("V")
            dialog.get_by_label("First").fill(first)
            dialog.get_by_label("How many").fill(count)
            dialog.get_by_label("Section").select_option(label="Terrace")
            expect(dialog.get_by_role("status")).to_contain_text(told)
            assert axe_faults(page) == []
            dialog.get_by_role("button", name="Make").click()
            expect(dialog).to_have_count(0)
        section = page.get_by_role("region", name="Terrace")
        expect(section.locator("[data-plan-table]")).to_have_count(5)

        page.get_by_role("button", name="Section Terrace: actions").click()
        page.get_by_role("menuitem", name="Remove section Terrace").click()
        expect(page.get_by_role("alert")).to_contain_text("section")
        section.get_by_role("button", name="V5").click()
        dialog.get_by_role("button", name="Remove V5").click()
        expect(section.locator("[data-plan-table]")).to_have_count(4)
