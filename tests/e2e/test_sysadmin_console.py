"""The vendor's console in a browser, on the real cloud: a restaurant's whole life, and what must not be known."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ports import free_port, wait_for_port
from tests.site import ROOT

PASSWORD = "Θάλασσα-και-βουνό-7"
NAME = "Ταβέρνα Ο Νίκος"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = "{runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}"


@dataclass(frozen=True)
class Vendor:
    """A running cloud."""

    url: str

    def beats(self, env: dict[str, str]) -> httpx.Response:
        """A box says that it is alive."""
        headers = {"X-Site-ID": env["SITE_ID"], "X-Site-Key": env["SITE_KEY"]}
        health = {"tickets": 412, "printers": 3, "printers_in_trouble": 1}
        body = {"version": "0.1.0", "uptime_seconds": 90_000, "health": health}
        return httpx.post(f"{self.url}/api/heartbeat/", headers=headers, json=body, timeout=20)


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    folder = tmp_path_factory.mktemp("cloud")
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "CLOUD_DATA_DIR": str(folder / "data"),
        "CLOUD_PORT": str(port),
        "ADMIN_USERNAME": "anna",
        "ADMIN_PASSWORD": PASSWORD,
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.processes", "cloud"], env=environment, stdout=log, stderr=log, cwd=folder
        )
    try:
        assert wait_for_port(port, 60.0), (folder / "log").read_text()
        yield Vendor(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A laptop; the test fails when the page throws."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="el-GR")
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults, faults


def sign_in(desk: Page, vendor: Vendor, password: str = PASSWORD) -> None:
    desk.goto(vendor.url)
    desk.get_by_label("Όνομα χρήστη").fill("anna")
    desk.get_by_label("Κωδικός").fill(password)
    desk.get_by_role("button", name="Σύνδεση").click()


def fill_in(desk: Page, name: str) -> None:
    desk.get_by_label("Όνομα", exact=True).fill(name)
    desk.get_by_label("Ιδιοκτήτης").fill("Νίκος Παπαδόπουλος")
    desk.get_by_label("Email").fill("nikos@example.gr")


def register(desk: Page, name: str) -> dict[str, str]:
    """Through the form; the lines of the box's `.env`, as they are shown."""
    desk.get_by_role("link", name="Νέο", exact=True).click()
    fill_in(desk, name)
    desk.get_by_role("button", name="Εγγραφή").click()
    shown = desk.locator("pre").inner_text()
    return dict(line.split("=", 1) for line in shown.strip().splitlines())


def faults_of(desk: Page) -> list[str]:
    """What axe finds wrong with the page."""
    desk.evaluate(AXE.read_text())
    found = desk.evaluate(f"axe.run(document, {AXE_RULES})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def test_a_restaurant_s_whole_life(desk: Page, vendor: Vendor) -> None:
    sign_in(desk, vendor, "wrong")
    expect(desk.get_by_role("alert")).to_have_text("Λάθος όνομα ή κωδικός.")
    sign_in(desk, vendor)
    desk.get_by_role("link", name="Γράψε το πρώτο σου εστιατόριο").click()

    fill_in(desk, NAME)
    desk.get_by_role("button", name="Εγγραφή").click()
    env = dict(line.split("=", 1) for line in desk.locator("pre").inner_text().strip().splitlines())
    desk.get_by_label("Το έχω κρατήσει").check()
    desk.get_by_role("button", name="Συνέχεια").click()
    expect(desk.get_by_text("Περιμένουμε το πρώτο σήμα…")).to_be_visible()
    assert vendor.beats(env).json()["licensed"] is True
    expect(desk.get_by_text("Το κουτί μίλησε. Όλα έτοιμα.")).to_be_visible()

    desk.get_by_role("link", name="Στη σελίδα του").click()
    expect(desk.get_by_text("1 από 3 με πρόβλημα")).to_be_visible()
    desk.get_by_role("button", name="Κλείδωμα").click()
    desk.get_by_label("Λόγος").fill("Καλέστε 210 1234567.")
    expect(desk.get_by_role("figure")).to_contain_text("Το σύστημα είναι κλειδωμένο")
    expect(desk.get_by_role("figure")).to_contain_text("Καλέστε 210 1234567.")
    desk.get_by_label("Τώρα").check()
    desk.get_by_role("dialog").get_by_role("button", name="Κλείδωμα").click()
    expect(desk.locator("[data-status='locked']").first).to_be_visible()
    assert vendor.beats(env).json()["lock_reason"] == "Καλέστε 210 1234567."

    desk.get_by_role("link", name="Εστιατόρια", exact=True).click()
    card = desk.get_by_role("listitem").filter(has_text=NAME)
    expect(card).to_contain_text("κλειδωμένο")
    expect(card).to_contain_text("Καλέστε 210 1234567.")
    card.get_by_role("link").click()
    desk.get_by_role("button", name="Ξεκλείδωμα").click()
    desk.get_by_role("dialog").get_by_role("button", name="Ξεκλείδωμα").click()
    expect(desk.locator("[data-status='active']").first).to_be_visible()
    assert vendor.beats(env).json()["locked"] is False

    desk.get_by_role("button", name="Παράταση").click()
    before = vendor.beats(env).json()["expires_at"]
    desk.get_by_role("button", name="+1 μήνας").click()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    assert vendor.beats(env).json()["expires_at"] > before
    expect(desk.get_by_role("listitem").filter(has_text="Παράταση άδειας")).to_be_visible()

    desk.get_by_role("button", name="Νέο κλειδί").click()
    renewed = dict(line.split("=", 1) for line in desk.locator("pre").inner_text().strip().splitlines())
    desk.get_by_label("Το έχω κρατήσει").check()
    desk.get_by_role("button", name="Συνέχεια").click()
    desk.get_by_role("button", name="Ανάκληση").first.click()
    desk.get_by_role("dialog").get_by_role("button", name="Ανάκληση").click()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    assert (vendor.beats(env).status_code, vendor.beats(renewed).status_code) == (401, 200)

    desk.get_by_role("button", name="Διαγραφή").click()
    end = desk.get_by_role("dialog").get_by_role("button", name="Διαγραφή")
    desk.get_by_role("dialog").get_by_role("textbox").fill("Ταβέρνα")
    expect(end).to_be_disabled()
    desk.get_by_role("dialog").get_by_role("textbox").fill(NAME)
    end.click()
    expect(desk.get_by_text("Κανένα εστιατόριο ακόμη.")).to_be_visible()
    desk.get_by_role("link", name="Ενέργειες").click()
    expect(desk.get_by_role("row").filter(has_text="Κλείδωμα").filter(has_text="Καλέστε 210")).to_be_visible()


def test_a_key_is_shown_once_and_kept_nowhere_and_leaving_it_asks(desk: Page, vendor: Vendor) -> None:
    sign_in(desk, vendor)
    key = register(desk, "Ουζερί")["SITE_KEY"]
    kept = desk.evaluate("JSON.stringify([location.href, {...localStorage}, {...sessionStorage}])")
    assert key not in kept
    desk.get_by_role("link", name="Ενέργειες").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Το κλειδί δεν θα εμφανιστεί ξανά.")
    desk.get_by_role("button", name="Μείνε εδώ").click()
    expect(desk.locator("pre")).to_contain_text(key)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Λήψη .env").click()
    assert key in Path(download.value.path()).read_text()
    desk.get_by_role("link", name="Ενέργειες").click()
    desk.get_by_role("button", name="Φύγε χωρίς αυτό").click()
    expect(desk.get_by_role("heading", name="Ιστορικό ενεργειών")).to_be_visible()
    desk.go_back()
    expect(desk.get_by_role("heading", name="Νέο εστιατόριο")).to_be_visible()
    assert key not in desk.content()


def test_a_session_that_ends_keeps_what_was_typed(desk: Page, vendor: Vendor) -> None:
    sign_in(desk, vendor)
    desk.get_by_role("link", name="Νέο", exact=True).click()
    fill_in(desk, "Καφενείο")
    desk.route(
        "**/api/sites/", lambda route: route.continue_(headers={**route.request.headers, "authorization": "Bearer x"})
    )
    desk.get_by_role("button", name="Εγγραφή").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Ό,τι έγραφες μένει όπως είναι.")
    desk.unroute("**/api/sites/")
    desk.get_by_label("Κωδικός").fill(PASSWORD)
    desk.get_by_role("button", name="Σύνδεση").click()
    expect(desk.get_by_label("Όνομα", exact=True)).to_have_value("Καφενείο")
    desk.get_by_role("button", name="Εγγραφή").click()
    expect(desk.locator("pre")).to_be_visible()


def test_a_cloud_that_does_not_answer_is_said_with_a_button(desk: Page, vendor: Vendor) -> None:
    sign_in(desk, vendor)
    expect(desk.get_by_role("heading", name="Εστιατόρια")).to_be_visible()
    desk.route("**/api/audit/**", lambda route: route.abort())
    desk.get_by_role("link", name="Ενέργειες").click()
    expect(desk.get_by_role("alert")).to_contain_text("Η υπηρεσία αδειών δεν απαντά.")
    desk.unroute("**/api/audit/**")
    desk.get_by_role("button", name="Δοκίμασε πάλι").click()
    expect(desk.get_by_role("row").first).to_be_visible()


@pytest.mark.parametrize("language", ["el", "en"])
def test_every_page_is_fit_for_a_screen_reader_and_for_a_narrow_screen(
    desk: Page, vendor: Vendor, language: str
) -> None:
    sign_in(desk, vendor)
    expect(desk.get_by_role("heading", name="Εστιατόρια")).to_be_visible()
    env = register(desk, f"Μεζεδοπωλείο {language}")
    assert faults_of(desk) == []
    desk.get_by_label("Το έχω κρατήσει").check()
    desk.get_by_role("button", name="Συνέχεια").click()
    vendor.beats(env)
    if language == "en":
        desk.get_by_role("button", name="English").click()
        expect(desk.get_by_role("link", name="Restaurants", exact=True)).to_be_visible()
    desk.set_viewport_size({"width": 320, "height": 700})
    for path in ("/", "/register", f"/sites/{env['SITE_ID']}", "/audit"):
        desk.goto(vendor.url + path)
        expect(desk.get_by_role("heading", level=1)).to_be_visible()
        expect(desk.locator("[aria-busy]")).to_have_count(0)
        assert faults_of(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    desk.goto(f"{vendor.url}/sites/{env['SITE_ID']}")
    desk.get_by_role("button", name="Κλείδωμα" if language == "el" else "Lock").click()
    assert faults_of(desk) == []
