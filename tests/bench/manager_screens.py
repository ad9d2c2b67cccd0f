"""The manager dashboard by numbers: axe on every screen in every look, INP with a slowed CPU on a long menu, bytes.

Run it alone: `python -m tests.bench.manager_screens`. Needs chromium and built web apps; takes some minutes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.bench.lighthouse import lighthouse
from tests.bench.long_menu import DISHES, put_long_menu
from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.manager import Language, Theme, axe_faults, desk, visit
from tests.e2e.test_manager_screens import SCREENS, runs_wide
from tests.site import ROOT, Site, seeded_template

CPU_SLOWED = 4
INP_BUDGET_MS = 200
LANGUAGES: tuple[Language, ...] = ("el", "en")
THEMES: tuple[Theme, ...] = ("light", "dark")
SIZES = ((360, 780), (768, 1024), (1280, 900))

WATCHES_TAPS = """
window.taps = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const where = entry.target?.ariaLabel ?? entry.target?.innerText ?? ''
    if (entry.interactionId) window.taps.push([entry.duration, `${entry.name} ${where}`])
  }
}).observe({ type: 'event', durationThreshold: 16, buffered: true })
"""


def main() -> int:
    """Print a table; 1 when something is over its budget."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        template = seeded_template(Path(folder) / "template")
        (Path(folder) / "site").mkdir()
        site = Site(Path(folder) / "site", template)
        put_long_menu(site)
        with site:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
            faults = look_at_screens(browser, site)
            taps = at_work(browser, site)
            browser.close()
            lighthouse(f"{site.url}/manager/", Path(folder), lambda *told: print(*told, sep="  "))
    size = subprocess.run(["npm", "--prefix", "web", "run", "--silent", "size"], cwd=ROOT, check=False).returncode
    print(
        f"axe: {len(faults)} faults in {len(SCREENS) * len(LANGUAGES) * len(THEMES) * len(SIZES)} looks",
        *faults,
        sep="\n",
    )
    p75 = quantiles([took for took, _ in taps], n=4)[2]
    print(
        f"{len(taps)} interactions on {DISHES} dishes, CPU slowed {CPU_SLOWED} x: p75 {p75:.0f} ms of {INP_BUDGET_MS}"
    )
    print("the slowest:", *(f"  {took:.0f} ms  {what[:60]}" for took, what in sorted(taps, reverse=True)[:3]), sep="\n")
    return 1 if faults or p75 > INP_BUDGET_MS or size else 0


def look_at_screens(browser: Browser, site: Site) -> list[str]:
    """What axe has against any screen in any look, and which run wide."""
    faults: list[str] = []
    for language in LANGUAGES:
        for theme in THEMES:
            for size in SIZES:
                with desk(browser, site, language=language, theme=theme, size=size) as page:
                    for path in SCREENS:
                        visit(page, site, path)
                        expect(page.locator("h1")).to_be_visible()
                        expect(page.locator("[aria-busy]")).to_have_count(0)
                        look = f"{path} {language} {theme} {size[0]}"
                        faults += [f"{look}: {fault}" for fault in axe_faults(page)]
                        faults += [f"{look}: runs wide"] if runs_wide(page) else []
    return faults


def at_work(browser: Browser, site: Site) -> list[tuple[float, str]]:
    """Interactions of a manager at work on a long menu: how long each took, ms, and what it was."""
    with desk(browser, site) as page:
        page.add_init_script(WATCHES_TAPS)
        visit(page, site, "/menu")
        expect(page.locator("[data-product]").first).to_be_visible()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
        _work(page)
        page.wait_for_function("window.taps.length > 1")
        taps: list[tuple[float, str]] = page.evaluate("window.taps")
        return taps


def _work(page: Page) -> None:
    search = page.get_by_label("Αναζήτηση σε όλο τον κατάλογο")
    search.press_sequentially("πιάτο 7", delay=80)
    expect(page.locator("[data-product]").first).to_contain_text("Πιάτο 7")
    search.fill("")
    page.locator("[data-product] button[aria-current]").first.click()
    expect(page.get_by_label("Τιμή €")).to_be_visible()
    page.get_by_label("Τιμή €").press_sequentially("12", delay=80)
    page.get_by_role("switch").first.click()
    page.get_by_role("link", name="Σάλα").click()
    page.get_by_role("button", name="Πέταξέ τα").click()
    expect(page.locator("[data-table]").first).to_be_visible()
    page.locator("[data-table]").first.click()


if __name__ == "__main__":
    sys.exit(main())
