"""A real browser at phone size, on plain HTTP under a name that is no secure context, as on a LAN address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.site import Site

CHROMIUM = Path("/usr/bin/chromium")
HEADLESS_SHELL = Path("/usr/bin/chromium-headless-shell")
"""The same engine without a browser around it: a fifth less work. It can't install an app."""
QUIET = [
    "--no-sandbox",  # only because tests may run as root
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP pos.test 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = HEADLESS_SHELL if HEADLESS_SHELL.exists() else CHROMIUM
    if not program.exists():
        pytest.skip("no chromium is installed (apt-get install chromium chromium-headless-shell)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A waiter's phone; the test fails when the page logs an error or throws."""
    context = phone_context(chromium)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert not faults, faults


def phone_context(chromium: Browser) -> BrowserContext:
    return chromium.new_context(
        viewport={"width": 360, "height": 780},
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
        locale="el-GR",
        timezone_id="Europe/Athens",
    )


@pytest.fixture(scope="session")
def managed(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    """One running restaurant for all tests of the manager dashboard; each uses tables and dishes of its own."""
    with Site(tmp_path_factory.mktemp("managed"), taverna) as running:
        yield running
