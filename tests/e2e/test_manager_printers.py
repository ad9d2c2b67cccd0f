"""Printers and their queue on a manager's screen, with real agents and printers behind it."""

import re

from playwright.sync_api import Browser, expect

from tests.e2e.manager import axe_faults, desk, paper_in, visit
from tests.site import Site


def test_a_dying_kitchen_printer_is_seen_tested_and_all_its_tickets_are_diverted(
    chromium: Browser, managed: Site
) -> None:
    maria = managed.waiter()
    with desk(chromium, managed) as page:
        visit(page, managed, "/printers")
        kitchen, bar = (page.locator(f"[data-printer='{name}']") for name in ("kitchen", "bar"))
        expect(kitchen).to_have_attribute("data-state", "ready")
        bar.get_by_role("button", name="Δοκιμή (Ελληνικά και €)").click()
        expect(bar.get_by_role("status")).to_contain_text("Τυπώθηκε.")
        managed.kitchen.runs_out_of_paper()
        try:
            maria.send(14, maria.line("Μουσακάς"))
            expect(kitchen).to_have_attribute("data-state", "not_printing")
            assert axe_faults(page) == []
            kitchen.get_by_role("button", name="Δοκιμή").click()
            expect(kitchen.get_by_role("status")).to_contain_text("χαρτί")
            kitchen.get_by_role("button", name="Στείλε αλλού").click()
            page.get_by_role("dialog").get_by_role("button", name="στον: Μπαρ").click()
            managed.bar.wait_for_ticket("ΤΡΑΠΕΖΙ 14", timeout_s=20)
            expect(kitchen).to_contain_text("Τυπώνει στη θέση του: Μπαρ")
            maria.send(14, maria.line("Παστίτσιο"))
            managed.bar.wait_for_ticket("Παστίτσιο", timeout_s=20)
        finally:
            managed.kitchen.gets_paper()
        kitchen.get_by_role("button", name="Πίσω σε αυτόν").click()
        expect(kitchen.get_by_role("button", name="Στείλε αλλού")).to_be_visible()
        maria.send(14, maria.line("Γεμιστά"))
        managed.kitchen.wait_for_ticket("Γεμιστά", timeout_s=60)
        expect(kitchen).to_have_attribute("data-state", "ready")


def test_the_queue_is_empty_shows_what_waits_and_drops_it_with_a_reason(chromium: Browser, managed: Site) -> None:
    maria = managed.waiter()
    with desk(chromium, managed, language="en", theme="dark", size=(768, 1024)) as page:
        visit(page, managed, "/printers")
        kitchen = page.locator("[data-printer='kitchen']")
        kitchen.get_by_role("button", name="Pause", exact=True).click()
        expect(kitchen).to_have_attribute("data-state", "paused")
        page.get_by_role("link", name="Print queue", exact=True).click()
        expect(page.get_by_text("Everything is on paper.")).to_be_visible()
        managed.kitchen.runs_out_of_paper()  # the page says paused as soon as the book does, maybe before its agent
        others = [maria.send(table, maria.line("Γεμιστά"))["round"]["tickets"][0]["job_id"] for table in (17, 18)]
        diverted, by_hand = (page.locator(f"[data-job='{job_id}']") for job_id in others)
        diverted.get_by_role("button", name="Other printer", exact=True).click()
        page.get_by_role("menuitem", name="Μπαρ", exact=True).click()
        managed.bar.wait_for_ticket("ΤΡΑΠΕΖΙ 17", timeout_s=20)
        by_hand.get_by_role("button", name="I hold the paper", exact=True).click()
        expect(page.get_by_text("Everything is on paper.")).to_be_visible()
        sent = maria.send(15, maria.line("Μουσακάς"))
        [ticket] = sent["round"]["tickets"]
        job = page.locator(f"[data-job='{ticket['job_id']}']")
        expect(job).to_be_visible()
        assert axe_faults(page) == []
        job.get_by_role("button", name="Drop it").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Table 15")
        dialog.get_by_label("Why?").fill("told them")
        dialog.get_by_role("button", name="Drop it", exact=True).click()
        expect(page.get_by_text("Everything is on paper.")).to_be_visible()
        managed.kitchen.gets_paper()
        page.get_by_role("link", name="Printers", exact=True).click()
        kitchen.get_by_role("button", name="Resume", exact=True).click()
        expect(kitchen).to_have_attribute("data-state", "ready")
    assert managed.waiter("eleni").ticket_states(sent["order_id"]) == ["dropped"]


def test_a_ticket_in_the_queue_is_looked_at_and_a_drawing_that_failed_is_tried_again(
    chromium: Browser, managed: Site
) -> None:
    maria = managed.waiter()
    with desk(chromium, managed, size=(360, 740)) as page:
        page.route("**/preview", lambda route: route.fulfill(status=404, body="{}"), times=1)
        sent = maria.send(16, maria.line("Μουσακάς"))
        [ticket] = sent["round"]["tickets"]
        managed.kitchen.wait_for_ticket("ΤΡΑΠΕΖΙ 16", timeout_s=20)
        visit(page, managed, "/queue")
        page.get_by_role("button", name="Τελευταία", exact=True).click()
        page.locator(f"[data-job='{ticket['job_id']}']").get_by_role("button", name="Δες το").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Όπως το τυπώνει: Κουζίνα")
        dialog.get_by_role("button", name="Δοκίμασε πάλι", exact=True).click()
        paper_in(dialog, re.compile("Τραπέζι 16 .*Μουσακάς"))
        assert axe_faults(page) == []
        page.keyboard.press("Escape")
        job = page.locator(f"[data-job='{ticket['job_id']}']")
        job.get_by_role("button", name="Πάλι", exact=True).click()
        copies = managed.kitchen.wait_for_tickets(2, "ΤΡΑΠΕΖΙ 16", timeout_s=20)
        assert "ΑΝΤΙΓΡΑΦΟ" in copies[-1].text


def test_a_printer_is_checked_and_set_up_and_its_greek_is_chosen_from_its_own_paper(
    chromium: Browser, managed: Site
) -> None:
    with desk(chromium, managed) as page:
        visit(page, managed, "/printers")
        page.get_by_role("button", name="Μπαρ: ενέργειες", exact=True).click()
        page.get_by_role("menuitem", name="Έλεγχος και ελληνικά").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Τι απαντά").click()
        expect(dialog.get_by_role("status")).to_contain_text("Τι απαντά: έγινε.")
        dialog.get_by_role("button", name="Βρες τα ελληνικά του").click()
        expect(dialog.get_by_label("Ποιος αριθμός γράφει σωστά ελληνικά;")).to_be_visible()
        assert axe_faults(page) == []
        dialog.get_by_label("Ποιος αριθμός γράφει σωστά ελληνικά;").fill("29")
        dialog.get_by_role("button", name="Αυτός", exact=True).click()
        expect(page.get_by_text("Κρατήθηκε")).to_be_visible()
        dialog.get_by_role("button", name="Καπάκι", exact=True).click()
        asked = dialog.locator("[aria-current='step']")
        expect(asked).to_contain_text("άνοιξε το καπάκι")
        managed.bar.opens_cover()
        try:
            expect(asked).to_contain_text("Κλείσε το καπάκι")
        finally:
            managed.bar.closes_cover()
        dialog.get_by_role("button", name="Όλοι: κράτησέ το", exact=True).click()
        expect(dialog.get_by_text("συνεχίζει μόνος του")).to_have_count(2)  # what was found, and that it is kept
        page.keyboard.press("Escape")

        page.get_by_role("button", name="Μπαρ: ενέργειες", exact=True).click()
        page.get_by_role("menuitem", name="Ρύθμιση").click()
        dialog.get_by_label("Αναπληρωτής").select_option("kitchen")
        dialog.get_by_label("Αναλαμβάνει μετά").fill("60")
        dialog.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(dialog).to_have_count(0)
    setup = managed.waiter("eleni").get("/api/printers/bar")
    assert (setup["backup_id"], setup["takeover_after_s"]) == ("kitchen", 60)
    assert (setup["capabilities"]["code_page"], setup["capabilities"]["after_cover"]) == (29, "goes_on")
