"""The menu on a manager's screen: made, changed, sorted, imported, by one manager or two."""

import io
import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.manager import axe_faults, desk, paper_in, visit
from tests.site import Site, wait_until


def dish(site: Site, name: str) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = site.waiter("eleni").get("/api/products/?all=true")
    return next((one for one in found if one["name"] == name), None)


def open_dish(page: Page, name: str) -> None:
    page.get_by_label("Αναζήτηση σε όλο τον κατάλογο").fill(name)
    page.locator("[data-product] button[aria-current]", has_text=re.compile(f"^{name}")).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def a_photo(width: int, height: int) -> bytes:
    """A picture that does not shrink to nothing: every pixel differs."""
    noise = Image.effect_noise((width, height), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    return out.getvalue()


def test_a_dish_is_made_with_picture_options_and_a_question_in_one_save(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed) as page:
        visit(page, managed, "/menu")
        page.get_by_role("button", name="Νέο πιάτο", exact=True).click()
        editor = page.get_by_role("region", name="Νέο πιάτο")
        page.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(editor.get_by_text("Γράψε ένα όνομα.")).to_be_visible()
        editor.get_by_label("Όνομα", exact=True).first.fill("Αντικριστό")
        editor.get_by_label("Όνομα στα αγγλικά").fill("Spit lamb")
        editor.get_by_label("Όνομα στην κουζίνα").fill("ΑΝΤΙΚΡ")
        editor.get_by_label("Τιμή €").fill("14,5")
        editor.locator("input[type=file]").set_input_files(
            files=[{"name": "photo.png", "mimeType": "image/png", "buffer": a_photo(1600, 1200)}]
        )
        expect(editor.get_by_text("kB, θα σταλεί")).to_be_visible()
        editor.get_by_role("button", name="Επιπλέον", exact=True).click()
        extra = editor.get_by_role("group", name="Με επιπλέον")
        extra.get_by_label("Όνομα").fill("ρύζι")
        extra.get_by_label("€").fill("1,50")
        editor.get_by_role("button", name="Ερώτηση", exact=True).click()
        question = editor.get_by_role("group", name="Ερωτήσεις")
        question.get_by_label("Ερώτηση").fill("ψήσιμο")
        for place, name in enumerate(("μέτριο", "καλοψημένο")):
            question.get_by_role("group", name="Απαντήσεις").get_by_label("Όνομα").nth(place).fill(name)
        question.get_by_label("συνηθισμένο").first.check()
        assert axe_faults(page) == []
        page.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(page.get_by_text("Αποθηκεύτηκε: Αντικριστό")).to_be_visible()
    made = dish(managed, "Αντικριστό")
    assert made is not None
    assert (made["base_price"], made["kitchen_name"], made["options"][0]["extra_cost"]) == ("14.50", "ΑΝΤΙΚΡ", "1.50")
    [question_made] = made["preference_sets"]
    assert (question_made["min_choices"], len(question_made["default_choice_ids"])) == (1, 1)
    picture = managed.waiter().http.get(made["image_url"])
    with Image.open(io.BytesIO(picture.content)) as image:
        assert (image.format, max(image.size)) == ("WEBP", 640)


def test_a_dish_is_seen_as_each_of_its_printers_will_print_it_unsaved(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed) as page:
        visit(page, managed, "/menu")
        open_dish(page, "Κολοκυθοκεφτέδες")
        page.get_by_role("button", name="Δες το δελτίο").click()
        dialog = page.get_by_role("dialog", name="Στο δελτίο: Κολοκυθοκεφτέδες")
        before = paper_in(dialog, re.compile("Κολοκυθοκεφτέδες"))
        assert axe_faults(page) == []
        page.keyboard.press("Escape")
        page.get_by_label("Όνομα στην κουζίνα").fill("ΚΟΛΟΚ")
        zones = page.get_by_role("group", name="Πού τυπώνεται")
        zones.get_by_label("όπως η κατηγορία").uncheck()
        for zone in ("Κουζίνα", "Μπαρ"):
            zones.get_by_label(zone).check()
        page.get_by_role("button", name="Δες το δελτίο").click()
        expect(dialog).to_contain_text("Όπως το τυπώνει: Μπαρ")
        bar = paper_in(dialog, re.compile("ΚΟΛΟΚ"))
        dialog.get_by_role("button", name="Κουζίνα", exact=True).click()
        expect(dialog).to_contain_text("Όπως το τυπώνει: Κουζίνα")
        assert len({before, bar, paper_in(dialog, re.compile("ΚΟΛΟΚ"))}) == 3


def test_a_failed_picture_keeps_the_dish_and_is_tried_again(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed) as page:
        page.route("**/image", lambda route: route.abort("connectionreset"), times=1)
        visit(page, managed, "/menu")
        page.get_by_role("button", name="Νέο πιάτο", exact=True).click()
        editor = page.get_by_role("region", name="Νέο πιάτο")
        editor.get_by_label("Όνομα", exact=True).first.fill("Λαλάγγια")
        editor.get_by_label("Τιμή €").fill("4")
        editor.locator("input[type=file]").set_input_files(
            files=[{"name": "photo.png", "mimeType": "image/png", "buffer": a_photo(64, 64)}]
        )
        page.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(page.get_by_text("Το πιάτο αποθηκεύτηκε, η φωτογραφία όχι.")).to_be_visible()
        page.get_by_role("button", name="Δοκίμασε πάλι", exact=True).click()
        expect(page.get_by_text("Αποθηκεύτηκε: Λαλάγγια")).to_be_visible()
    made = dish(managed, "Λαλάγγια")
    assert made is not None
    assert made["image_url"]


def test_of_two_managers_the_second_is_told_what_the_first_changed(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed) as first, desk(chromium, managed, language="el", theme="dark") as second:
        for page in (first, second):
            visit(page, managed, "/menu")
            open_dish(page, "Σαγανάκι")
        first.get_by_label("Τιμή €").fill("6,90")
        first.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(first.get_by_text("Αποθηκεύτηκε: Σαγανάκι")).to_be_visible()
        second.get_by_label("Όνομα στην κουζίνα").fill("ΣΑΓΑΝ")
        second.get_by_role("button", name="Αποθήκευση", exact=True).click()
        notice = second.get_by_text("Στο μεταξύ το άλλαξε: Ελένη").locator("xpath=ancestor::*[@role='alert']")
        expect(notice).to_contain_text("Τιμή")
        assert axe_faults(second) == []
        saved = dish(managed, "Σαγανάκι")
        assert saved is not None
        assert (saved["base_price"], saved["kitchen_name"]) == ("6.90", "")
        second.get_by_role("button", name="Κράτα τα δικά τους").click()
        expect(second.get_by_role("heading", name="Σαγανάκι", exact=True)).to_have_count(0)
        open_dish(second, "Σαγανάκι")
        expect(second.get_by_label("Τιμή €")).to_have_value("6,90")


def test_unsaved_changes_are_guarded(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, size=(768, 1024)) as page:
        visit(page, managed, "/menu")
        open_dish(page, "Φέτα ψητή")
        page.get_by_label("Τιμή €").fill("99")
        page.get_by_role("link", name="Σάλα", exact=True).click()
        expect(page.get_by_role("dialog", name="Δεν αποθηκεύτηκαν")).to_be_visible()
        page.get_by_role("button", name="Μείνε εδώ", exact=True).click()
        expect(page.get_by_label("Τιμή €")).to_have_value("99")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Πέταξέ τα", exact=True).click()
        expect(page.get_by_role("heading", name="Φέτα ψητή")).to_have_count(0)
    kept = dish(managed, "Φέτα ψητή")
    assert kept is not None
    assert kept["base_price"] != "99.00"


def test_a_dish_runs_out_is_sorted_by_button_and_by_drag_and_copied(chromium: Browser, managed: Site) -> None:
    def names(page: Page) -> list[str]:
        return [text.splitlines()[0] for text in page.locator("[data-product] button[aria-current]").all_inner_texts()]

    with desk(chromium, managed) as page:
        visit(page, managed, "/menu")
        page.get_by_role("button", name=re.compile(r"^Μπίρες \d")).click()
        expect(page.locator("[data-product]").first).to_be_visible()
        before = names(page)
        page.get_by_role("switch", name=before[0]).click()
        expect(page.locator("[data-product]").first).to_contain_text("τελείωσε σήμερα")
        page.get_by_role("switch", name=before[0]).click()

        page.get_by_role("button", name=f"{before[0]}: ενέργειες").click()
        page.get_by_role("menuitem", name="Πιο κάτω").click()
        expect(page.locator("[data-product]").nth(1)).to_contain_text(before[0])

        handle = page.get_by_role("button", name=f"{before[0]}: σύρε για σειρά").bounding_box()
        top = page.locator("[data-product]").first.bounding_box()
        assert handle is not None
        assert top is not None
        page.mouse.move(handle["x"] + 10, handle["y"] + 20)
        page.mouse.down()
        page.mouse.move(handle["x"] + 10, handle["y"] - 20, steps=4)
        page.mouse.move(handle["x"] + 10, top["y"] + 20, steps=4)
        page.mouse.up()
        expect(page.locator("[data-product]").first).to_contain_text(before[0])
        wait_until(lambda: names(page) == before, "the order of before")

        page.get_by_role("button", name=f"{before[0]}: ενέργειες").click()
        page.get_by_role("menuitem", name="Αντίγραφο").click()
        page.get_by_role("button", name="Αποθήκευση", exact=True).click()
        expect(page.get_by_role("heading", name=f"{before[0]} (2)")).to_be_visible()


def test_a_broken_csv_changes_nothing_and_names_its_lines_a_mended_one_is_taken_over(
    chromium: Browser, managed: Site, tmp_path: Path
) -> None:
    with desk(chromium, managed) as page:
        visit(page, managed, "/menu")
        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name="Εξαγωγή").click()
        whole = download.value.path().read_text("utf-8-sig")
        [line] = [one for one in whole.splitlines() if "Φάβα Σαντορίνης" in one and "6.20" in one]
        broken, mended = tmp_path / "broken.csv", tmp_path / "mended.csv"
        broken.write_text(whole.replace(line, line.replace("6.20", "έξι ευρώ")), "utf-8-sig")
        mended.write_text(whole.replace(line, line.replace("6.20", "6.40")), "utf-8-sig")

        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        page.get_by_role("menuitem", name="Εισαγωγή").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("input[type=file]").set_input_files(broken)
        number = whole.splitlines().index(line) + 1
        expect(dialog.get_by_role("list", name="Λάθη")).to_contain_text(f"Γραμμή {number}")
        expect(dialog.get_by_role("button", name="Πάρε όλες τις αλλαγές")).to_be_disabled()
        assert axe_faults(page) == []
        dialog.locator("input[type=file]").set_input_files(mended)
        expect(dialog.get_by_role("list", name="Αλλαγές")).to_contain_text("Φάβα Σαντορίνης")
        dialog.get_by_role("button", name="Πάρε όλες τις αλλαγές").click()
        expect(dialog).to_have_count(0)
    fava = dish(managed, "Φάβα Σαντορίνης")
    assert fava is not None
    assert fava["base_price"] == "6.40"


def test_many_prices_are_shown_before_they_change(chromium: Browser, managed: Site) -> None:
    with desk(chromium, managed, theme="dark") as page:
        visit(page, managed, "/menu")
        page.get_by_role("button", name=re.compile(r"^Καφέδες \d")).click()
        page.get_by_role("button", name="Περισσότερα", exact=True).click()
        page.get_by_role("menuitem", name="Αλλαγή πολλών τιμών").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("list", name="Νέες τιμές").get_by_role("listitem")).to_have_count(4)
        assert axe_faults(page) == []
        before = {one["id"]: one["base_price"] for one in managed.waiter("eleni").get("/api/products/?all=true")}
        dialog.get_by_role("button", name="Άλλαξε 4 τιμές").click()
        expect(dialog).to_have_count(0)
    after = {one["id"]: one["base_price"] for one in managed.waiter("eleni").get("/api/products/?all=true")}
    assert sum(before[one] != after[one] for one in before) == 4
