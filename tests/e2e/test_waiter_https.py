"""HTTPS is a bonus: the app installs, starts without a network, and offers a new version without forcing it."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.tls_front import CERTUTIL, TlsFront
from tests.e2e.waiter_phone import SLOW_MS, Hand
from tests.nginx import NGINX
from tests.site import ROOT, Site, wait_until


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built waiter app, a copy that a test may replace as an update does."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(ROOT / "web" / "waiter" / "dist", folder / "waiter" / "dist")
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, taverna: Path, web: Path) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site"), taverna, environment={"POS_WEB_DIR": str(web)}) as running:
        yield running


@pytest.fixture(scope="module")
def front(house: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsFront]:
    if not (NGINX and CERTUTIL):
        pytest.skip("nginx or certutil is not installed (apt-get install nginx-light libnss3-tools)")
    with TlsFront(tmp_path_factory.mktemp("tls") / "front", house.api_port) as running:
        yield running


@pytest.fixture
def profile(chromium: Browser, front: TlsFront, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser profile on disk, whose certificate store trusts the box: workers and installing need both."""
    context = chromium.browser_type.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=str(CHROMIUM),
        args=QUIET,
        env={**os.environ, "HOME": str(front.home)},
        viewport={"width": 360, "height": 780},
        has_touch=True,
        locale="el-GR",
    )
    yield context
    context.close()


def wait_for_worker(page: Page) -> None:
    wait_until(
        lambda: holds(page, "navigator.serviceWorker.controller !== null"), "a worker that holds the whole shell"
    )


def holds(page: Page, what: str) -> bool:
    """A fact of the page; false while it loads. (`wait_for_function` needs an eval that our policy forbids.)"""
    try:
        return bool(page.evaluate(what))
    except Error:
        return False


def update(web: Path, stamp: str) -> None:
    """What an update of the box does to the app: another page, hence another worker."""
    dist = web / "waiter" / "dist"
    page = dist / "index.html"
    page.write_text(page.read_text().replace("</head>", f'<meta name="version" content="{stamp}" /></head>'))
    worker = dist / "sw.js"
    worker.write_text(re.sub(r'SHELL = OWN \+ "\w+"', f'SHELL = OWN + "{stamp}"', worker.read_text()))


KEPT_MENU = """new Promise((answer) => {
  const open = indexedDB.open('pos.waiter.phone')
  open.onsuccess = () => {
    const read = open.result.transaction('kept').objectStore('kept').get('menu')
    read.onsuccess = () => answer(read.result !== undefined)
  }
})"""


def wakes(page: Page) -> None:
    """The phone comes out of the pocket."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_it_can_be_installed_and_starts_offline_with_the_last_known_floor(
    profile: BrowserContext, front: TlsFront, house: Site
) -> None:
    waiter = house.waiter("maria")
    waiter.send(7, waiter.line("Μουσακάς"))
    maria = Hand(profile.new_page(), house, "maria", front.url).signs_in()
    assert maria.page.evaluate("window.isSecureContext") is True
    wait_for_worker(maria.page)
    cdp = profile.new_cdp_session(maria.page)
    assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    expect(maria.tile(7)).to_have_attribute("data-state", "open")

    wait_until(lambda: holds(maria.page, KEPT_MENU), "the menu on this phone, though no order was taken yet")
    profile.set_offline(True)
    maria.page.reload()
    expect(maria.tile(7)).to_have_attribute("data-state", "open", timeout=SLOW_MS)
    expect(maria.page.get_by_text("Χωρίς σύνδεση").first).to_be_visible(timeout=SLOW_MS)
    maria.opens(13)
    maria.finds_dish("Τζατζίκι")
    maria.sends()
    expect(maria.tile(13)).to_have_attribute("data-state", "on_phone")
    assert maria.order(13) is None
    profile.set_offline(False)
    maria.has_sent_all()
    assert len(maria.order(13)["rounds"]) == 1


def test_a_new_version_is_offered_waits_for_the_draft_and_never_comes_by_itself(
    profile: BrowserContext, front: TlsFront, house: Site, web: Path
) -> None:
    maria = Hand(profile.new_page(), house, "maria", front.url).signs_in()
    page = maria.page
    wait_for_worker(page)
    page.evaluate("window.isTheOldOne = true")
    maria.opens(17)
    maria.finds_dish("Τζατζίκι")
    update(web, "v2")
    wakes(page)
    offer = maria.button("Ρυθμίσεις: υπάρχει νέα έκδοση")
    expect(offer).to_be_visible(timeout=SLOW_MS)
    maria.tap(offer)
    expect(page.get_by_text("Υπάρχει νέα έκδοση.")).to_be_visible()
    expect(maria.button("Ξεκίνα τη νέα")).to_be_disabled()
    assert page.evaluate("window.isTheOldOne") is True

    maria.tap(maria.button("Πίσω στα τραπέζια"))
    maria.opens(17)
    maria.sends()
    maria.has_sent_all()
    maria.tap(offer)
    maria.tap(maria.button("Ξεκίνα τη νέα"))
    wait_until(lambda: holds(page, "window.isTheOldOne === undefined"), "the new version")
    page.wait_for_selector("meta[name=version][content=v2]", state="attached")
    wait_until(lambda: len(maria.order(17)["rounds"]) == 1, "the round that was sent before")


def test_on_plain_http_the_offer_comes_from_the_page_itself(phone: Page, house: Site, web: Path) -> None:
    maria = Hand(phone, house, "maria").signs_in()
    assert phone.evaluate("window.isSecureContext") is False
    phone.evaluate("window.isTheOldOne = true")
    assets = web / "waiter" / "dist" / "assets"
    page = web / "waiter" / "dist" / "index.html"
    entry = re.search(r'src="/waiter/assets/(index-[\w-]+\.js)"', page.read_text())
    assert entry
    shutil.copy(assets / entry[1], assets / f"next-{entry[1]}")
    page.write_text(page.read_text().replace(f"/{entry[1]}", f"/next-{entry[1]}"))
    wakes(phone)
    maria.tap(maria.button("Ρυθμίσεις: υπάρχει νέα έκδοση"))
    assert phone.evaluate("window.isTheOldOne") is True
    maria.tap(maria.button("Ξεκίνα τη νέα"))
    wait_until(lambda: holds(phone, "window.isTheOldOne === undefined"), "the new version")
