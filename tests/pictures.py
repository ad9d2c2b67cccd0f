"""Take the README's pictures again: `make pictures`. Real screens of a taverna in mid-evening, its real tickets.

Look at each before you commit it. Needs what `make test` installs: chromium, nginx, PostgreSQL.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kernel.version import VERSION
from tests.e2e.conftest import CHROMIUM, QUIET, phone_context
from tests.e2e.manager import Language, desk, visit
from tests.e2e.waiter_phone import Hand
from tests.postgres import Postgres
from tests.site import ROOT, Site, Waiter, seeded_template, wait_until
from tests.vendor import PASSWORD, Vendor

FOLDER = ROOT / "docs" / "pictures"
COLOURS = 96
"""Few enough to be small, many enough that nobody sees it."""
LARGEST_BYTES = 80_000
LANGUAGES: tuple[Language, ...] = ("el", "en")
NAME = "Ταβέρνα Η Γωνιά"
NOT_PRINTED: dict[Language, str] = {"el": "Κουζίνα: δεν τυπώθηκε", "en": "Kitchen did not print"}
"""What the dashboard's strip says of the kitchen's last ticket."""


class Taverna(Site):
    """With its licence daemon, so that the console has something to show."""

    @property
    def names(self) -> list[str]:
        return [*super().names, "license-daemon", "backups"]


def main() -> None:
    """Run a vendor and a taverna, serve some tables, and go round with a camera."""
    FOLDER.mkdir(exist_ok=True)
    server = Postgres()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = seeded_template(folder / "template")
        try:
            with (
                Vendor(folder / "vendor", server, workers=1) as vendor,
                Taverna(folder / "site", template, environment=_registered(vendor)) as house,
                _browser() as chromium,
            ):
                _papers(house, _served(house))
                for language in LANGUAGES:
                    _waiter(chromium, house, language)
                    _manager(chromium, house, language)
                    _console(chromium, vendor, language)
        finally:
            server.remove()


def _registered(vendor: Vendor) -> dict[str, str]:
    for other in ("Το Στέκι του Νίκου", "Ουζερί Θάλασσα", "Μεζεδοπωλείο Αμμουδιά"):
        vendor.register(other)
    return vendor.register(NAME) | {"POS_RESTAURANT_NAME": NAME}


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


def _served(house: Site) -> dict[str, Any]:
    """Some tables eat, one has paid a part; the last order, whose tickets are photographed, is answered.

    The kitchen runs out of paper after that, with a ticket on its way.
    """
    maria, nikos = house.waiter("maria"), house.waiter("nikos")
    for waiter, table, dishes in (
        (maria, 3, ("Χωριάτικη", "Παϊδάκια", "Μπίρα λάγκερ 500 ml")),
        (maria, 5, ("Τζατζίκι", "Μουσακάς", "Κόλα")),
        (nikos, 2, ("Παστίτσιο", "Νερό 1 λίτρο")),
        (nikos, 11, ("Ντάκος", "Γεμιστά", "Ρετσίνα 500 ml")),
        (maria, 14, ("Φάβα Σαντορίνης", "Ούζο καραφάκι")),
    ):
        sent = waiter.send(table, *(waiter.line(dish, "2") for dish in dishes))
        _wait_printed(waiter, sent["order_id"])
    maria.post(f"/api/orders/{sent['order_id']}/pay", {"item_ids": [sent["round"]["items"][0]["id"]], "tender": "card"})
    lines = [maria.line("Χωριάτικη"), maria.line("Μουσακάς", "2"), maria.line("Τσιπούρα σχάρας", note="χωρίς λεμόνι")]
    told: dict[str, Any] = maria.send(7, *lines, maria.line("Μπίρα λάγκερ 500 ml", "2"), maria.line("Κόλα"))
    _wait_printed(maria, told["order_id"])
    house.kitchen.runs_out_of_paper()
    late = nikos.send(2, nikos.line("Γαλακτομπούρεκο", "2"))
    wait_until(lambda: house.waiter("eleni").get("/api/alerts/") != [], "an alert", 60.0)
    assert late["order_id"]
    return told


def _wait_printed(waiter: Waiter, order_id: int) -> None:
    wait_until(lambda: set(waiter.ticket_states(order_id)) == {"printed"}, "its tickets on paper", 60.0)


def _papers(house: Site, told: dict[str, Any]) -> None:
    """The kitchen's and the bar's ticket of one round, and the bill in English."""
    maria, eleni = house.waiter("maria"), house.waiter("eleni")
    asked = maria.post(f"/api/orders/{told['order_id']}/pre-bill", {"printer_id": "bar", "language": "en"})
    assert asked.status_code == 201, asked.text
    jobs = {f"ticket-{ticket['printer_id']}": ticket["job_id"] for ticket in told["round"]["tickets"]}
    for name, job_id in (jobs | {"bill-en": asked.json()["job_id"]}).items():
        picture = eleni.http.get(f"/api/print-jobs/{job_id}/preview")
        assert picture.status_code == 200, picture.text
        (FOLDER / f"{name}.png").write_bytes(picture.content)


def _waiter(chromium: Browser, house: Site, language: Language) -> None:
    context = phone_context(chromium)
    page = context.new_page()
    Hand(page, house, "maria").signs_in(language)
    expect(page.locator("[data-table='7']")).to_be_visible()
    _take(page, f"waiter-tables-{language}")
    page.goto(f"http://pos.test:{house.api_port}/waiter/table/{house.table_id(3)}")
    for number in (1, 2, 2):
        page.locator("[data-product]:not([data-out])").nth(number).tap()
    _take(page, f"waiter-order-{language}")
    context.close()


def _manager(chromium: Browser, house: Site, language: Language) -> None:
    with desk(chromium, house, language=language, size=(1180, 640)) as page:
        for name, path, shown in (
            ("floor", "/", "[data-table='20']"),
            ("printers", "/printers", "[data-printer='kitchen'][data-state]:not([data-state='ready'])"),
        ):
            visit(page, house, path)
            expect(page.locator(shown)).to_be_visible()
            expect(page.get_by_text(NOT_PRINTED[language])).to_be_visible()
            _take(page, f"manager-{name}-{language}")


def _console(chromium: Browser, vendor: Vendor, language: Language) -> None:
    context = chromium.new_context(viewport={"width": 1180, "height": 560}, locale="el-GR", timezone_id="Europe/Athens")
    context.add_init_script(f"localStorage.setItem('pos.sysadmin.language', {json.dumps(language)})")
    page = context.new_page()
    page.goto(vendor.url)
    page.locator("input").first.fill("admin")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_text(VERSION)).to_be_visible(timeout=30_000)
    _take(page, f"console-{language}")
    context.close()


def _take(page: Page, name: str) -> None:
    """A picture of what the window shows, small enough for a page of text."""
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    small = shot.quantize(COLOURS, dither=Image.Dither.NONE)
    file = FOLDER / f"{name}.png"
    small.save(file, optimize=True)
    if file.stat().st_size > LARGEST_BYTES:
        raise AssertionError(f"{name} takes {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
