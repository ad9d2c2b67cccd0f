"""The floor on a manager's screen: live, problems first, and everything a manager may do to an order."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.manager import axe_faults, desk, visit
from tests.site import Site, wait_until

COUNTS_SOUNDS = """
window.sounds = 0
const Real = window.AudioContext
window.AudioContext = class extends Real { constructor() { super(); window.sounds += 1 } }
"""


def drawer(page: Page, label: str) -> None:
    page.locator(f"[data-table='{label}']").first.click()
    expect(page.locator("[data-item]").first).to_be_visible()


def why(page: Page, button: str) -> None:
    """Answer the question for a reason."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Γιατί;").fill("δοκιμή")
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def test_a_manager_signs_in_and_a_waiter_is_sent_to_the_waiter_app(chromium: Browser, managed: Site) -> None:
    context = chromium.new_context(viewport={"width": 768, "height": 1024}, locale="el-GR")
    page = context.new_page()
    visit(page, managed)
    assert axe_faults(page) == []
    for name, seen in (("maria", "αυτή η σελίδα είναι για υπεύθυνους"), ("eleni", "Σάλα")):
        page.get_by_label("Όνομα χρήστη").fill(name)
        page.get_by_label("PIN").fill(managed.pin_of(name))
        page.keyboard.press("Enter")
        expect(page.get_by_text(seen).first).to_be_visible(timeout=20_000)
        if name == "maria":
            page.get_by_role("button", name="Αποσύνδεση", exact=True).click()
    context.close()


def test_an_order_is_paid_taken_back_comped_voided_and_closed_in_the_drawer(chromium: Browser, managed: Site) -> None:
    maria = managed.waiter()
    sent = maria.send(2, maria.line("Παστίτσιο", "3"), maria.line("Μπίρα μαύρη 330 ml"))
    managed.kitchen.wait_for_ticket("ΤΡΑΠΕΖΙ 2", timeout_s=20)
    with desk(chromium, managed) as page:
        visit(page, managed)
        drawer(page, "2")
        assert axe_faults(page) == []
        pastitsio, beer = (page.locator("[data-item]").nth(n) for n in (0, 1))

        pastitsio.get_by_role("checkbox").check()
        page.get_by_role("button", name="Ένα λιγότερο").click()
        page.get_by_role("button", name="Ένα λιγότερο").click()
        page.get_by_role("button", name="Ακύρωση", exact=True).click()
        expect(page.get_by_role("dialog")).to_contain_text("1 Παστίτσιο · τραπέζι 2")
        why(page, "Ακύρωση")
        slip = managed.kitchen.wait_for_ticket("ΑΚΥΡΩΣΗ", timeout_s=20)
        assert "Παστίτσιο" in slip.text

        beer.get_by_role("checkbox").check()
        page.get_by_role("button", name="Κέρασμα", exact=True).click()
        why(page, "Κέρασμα")
        expect(beer).to_contain_text("κέρασμα")

        page.get_by_role("button", name="Πληρωμή").click()
        page.get_by_role("dialog").get_by_role("button", name="Κάρτα", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Εισπράχθηκαν").click()
        expect(page.get_by_role("button", name="Κλείσιμο τραπεζιού")).to_be_visible()
        page.get_by_role("button", name="Επιστροφή").click()
        why(page, "Επιστροφή")

        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        page.get_by_role("menuitem", name="Κλείσιμο χωρίς πληρωμή").click()
        why(page, "Κλείσιμο χωρίς πληρωμή")
        expect(page.get_by_text("Το τραπέζι είναι ελεύθερο.")).to_be_visible()
        page.get_by_role("button", name="Τι έγινε εδώ").click()
        for act in ("Ακυρώθηκε γραμμή", "Κέρασμα", "Πληρωμή", "Επιστροφή πληρωμής", "Έκλεισε απλήρωτη"):
            expect(page.get_by_role("dialog").get_by_text(act, exact=False).first).to_be_visible()
    order = managed.waiter("eleni").get(f"/api/orders/{sent['order_id']}")
    assert order["status"] == "closed"
    assert [item["quantity"] for item in order["rounds"][0]["items"] if item["status"] != "void"] == ["2", "1"]


def test_lines_are_split_the_order_is_moved_joined_and_cancelled(chromium: Browser, managed: Site) -> None:
    maria = managed.waiter()
    maria.send(3, maria.line("Παστίτσιο"), maria.line("Γεμιστά"))
    with desk(chromium, managed, size=(768, 1024)) as page:
        visit(page, managed)
        drawer(page, "3")
        page.locator("[data-item]", has_text="Γεμιστά").get_by_role("checkbox").check()
        page.get_by_role("button", name="Μετακίνηση", exact=True).click()
        page.get_by_role("dialog").locator("[data-table='4']").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("[data-item]")).to_have_count(1)

        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        page.get_by_role("menuitem", name="Αλλαγή τραπεζιού").click()
        page.get_by_role("dialog").locator("[data-table='5']").click()
        expect(page.get_by_role("heading", name="Τραπέζι 5")).to_be_visible()

        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        page.get_by_role("menuitem", name="Ένωση με άλλο τραπέζι").click()
        page.get_by_role("dialog").locator("[data-table='4']").click()
        expect(page.get_by_role("heading", name="Τραπέζι 4")).to_be_visible()
        expect(page.locator("[data-item]", has_text="Παστίτσιο")).to_be_visible()

        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        page.get_by_role("menuitem", name="Ακύρωση παραγγελίας").click()
        why(page, "Ακύρωση παραγγελίας")
        expect(page.get_by_text("Το τραπέζι είναι ελεύθερο.")).to_be_visible()


def test_a_kitchen_without_paper_rings_once_somebody_takes_it_and_it_is_diverted(
    chromium: Browser, managed: Site
) -> None:
    maria = managed.waiter()
    with desk(chromium, managed) as page:
        page.add_init_script(COUNTS_SOUNDS)
        visit(page, managed)
        expect(page.locator("[data-table='9']")).to_be_visible()
        managed.kitchen.runs_out_of_paper()
        try:
            sent = maria.send(9, maria.line("Παστίτσιο"))
            expect(page.get_by_text("δεν τυπώθηκε · τραπέζι 9").first).to_be_visible()
            expect(page.get_by_role("region", name="Θέλουν προσοχή").locator("[data-table='9']")).to_be_visible()
            page.get_by_text("δεν τυπώθηκε · τραπέζι 9").first.click()
            page.get_by_role("button", name="Το αναλαμβάνω").click()
            expect(page.get_by_role("dialog")).to_contain_text("Το ανέλαβε: Ελένη")
            assert axe_faults(page) == []
            page.get_by_role("dialog").get_by_role("button", name="Τύπωσε στον").click()
            managed.bar.wait_for_ticket("ΤΡΑΠΕΖΙ 9", timeout_s=20)
            expect(page.get_by_role("dialog")).to_have_count(0)
            assert page.evaluate("window.sounds") == 1
        finally:
            managed.kitchen.gets_paper()
    eleni = managed.waiter("eleni")
    wait_until(lambda: "printed" in eleni.ticket_states(sent["order_id"]), "the diverted ticket on paper")


def test_a_table_is_opened_and_closed_by_keyboard_and_the_focus_comes_back(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, theme="dark") as page:
        visit(page, managed)
        page.locator("[data-table='20']").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Τραπέζι 20")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Κλείσε")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="Τραπέζι 20")).to_have_count(0)
        expect(page.locator("[data-table='20']")).to_be_focused()


def test_guests_are_counted_a_discount_is_given_and_taken_back_and_what_waits_is_sent(
    chromium: Browser, managed: Site
) -> None:
    maria = managed.waiter()
    order_id = maria.send(6, maria.line("Παστίτσιο"), maria.line("Γεμιστά", hold=True))["order_id"]
    eleni = managed.waiter("eleni")
    full = eleni.get(f"/api/orders/{order_id}")["total"]
    with desk(chromium, managed) as page:
        visit(page, managed)
        drawer(page, "6")

        def choose(act: str) -> None:
            page.get_by_role("button", name="Περισσότερα", exact=True).click()
            page.get_by_role("menuitem", name=act, exact=True).click()

        dialog = page.get_by_role("dialog")
        choose("Άτομα")
        dialog.get_by_role("spinbutton").fill("5")
        dialog.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(dialog).to_have_count(0)

        choose("Έκπτωση σε όλα")
        dialog.get_by_role("textbox", name="Ποσοστό").fill("10")
        why(page, "Δώσε έκπτωση")
        wait_until(lambda: eleni.get(f"/api/orders/{order_id}")["total"] != full, "the discount")
        choose("Χρέωση ξανά")
        why(page, "Χρέωση ξανά")
        wait_until(lambda: eleni.get(f"/api/orders/{order_id}")["total"] == full, "the full price again")

        choose("Στείλε όσα περιμένουν")
        managed.kitchen.wait_for_ticket("Γεμιστά", timeout_s=20)
        choose("Ακύρωση παραγγελίας")
        why(page, "Ακύρωση παραγγελίας")
    assert eleni.get(f"/api/orders/{order_id}")["covers"] == 5


def test_without_a_connection_every_screen_is_dimmed_and_says_how_old_it_is(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, size=(768, 1024)) as page:
        visit(page, managed)
        rail = page.get_by_role("navigation", name="Σελίδες", exact=True)
        screens = (
            "Κατάλογος", "Ρυθμίσεις", "Παραγγελίες", "Εκτυπωτές", "Ουρά εκτύπωσης", "Προσωπικό", "Τραπέζια", "Σάλα",
        )  # fmt: skip

        def go(screen: str) -> None:
            rail.get_by_role("link", name=screen, exact=True).click()
            expect(page.get_by_role("heading", name=screen, exact=True)).to_be_visible()

        for screen in screens:
            go(screen)
            expect(page.locator("[aria-busy]")).to_have_count(0)
        managed.kill("api")
        try:
            for screen in reversed(screens):
                go(screen)
                expect(page.locator("[data-dimmed='true']")).to_be_visible()
                expect(page.get_by_text("Χωρίς σύνδεση. Τελευταία εικόνα")).to_be_visible()
                assert axe_faults(page) == []
        finally:
            managed.start("api")
            managed.wait_healthy()
        expect(page.locator("[data-dimmed='false']")).to_be_visible()
