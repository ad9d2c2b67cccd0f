"""Back to a backup from the dashboard, on a whole site as `pos up` runs it, while a phone goes on sending."""

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from deploy.backups.medium import BOOK
from kernel.database import open_database
from kernel.restore_state import RestoreState, read_restore
from order_service.store import tables as t
from tests.e2e.manager import axe_faults, desk, visit
from tests.site import Site, wait_until

RESTARTED_MS = 90_000


class SupervisedSite(Site):
    """One process, the supervisor, which runs all the others."""

    @property
    def names(self) -> list[str]:
        return ["up"]

    def _command(self, name: str) -> list[str]:
        return [sys.executable, "-m", "deploy.cli", name]


@pytest.fixture
def supervised(tmp_path: Path, taverna: Path) -> Iterator[Site]:
    with SupervisedSite(tmp_path, taverna) as running:
        yield running


def kept(site: Site) -> list[str]:
    """Names of the backups, the newest first."""
    return [one["name"] for one in site.waiter("eleni").get("/api/system/backups")["kept"]]


def restore_of(site: Site) -> RestoreState:
    state = read_restore(site.data_dir)
    assert state is not None
    return state


def step(site: Site) -> str:
    return restore_of(site).step


def open_tables(site: Site) -> dict[int, int]:
    """Number of each open table, and how many rounds its order has."""
    eleni = site.waiter("eleni")
    open_ones = [table for table in eleni.get("/api/tables/") if table["order"] is not None]
    return {one["number"]: len(eleni.get(f"/api/orders/{one['order']['id']}")["rounds"]) for one in open_ones}


def tables_in(book: Path) -> set[int]:
    """Numbers of the tables with an open order in the book of a backup."""
    database = open_database("", book)
    with database.reading() as connection:
        found = connection.execute(select(t.tables.c.number).join(t.orders).where(t.IS_ACTIVE)).scalars().all()
    database.close()
    return set(found)


def go_back(page: Page, site: Site, row: int) -> None:
    page.get_by_role("button", name="Επαναφορά: ").nth(row).click()
    dialog = page.get_by_role("dialog")
    go = dialog.get_by_role("button", name="Σταμάτα και επανάφερε")
    expect(dialog.get_by_text("Ό,τι έγινε από τότε χάνεται από το βιβλίο:")).to_be_visible()
    expect(go).to_be_disabled()
    label = dialog.get_by_text("Για επιβεβαίωση, γράψε την ημερομηνία του: ").inner_text()
    dialog.get_by_label("Για επιβεβαίωση").fill(label.rsplit(" ", 1)[-1])
    dialog.get_by_label("Το PIN σου").fill("0000")
    go.click()
    expect(dialog.get_by_role("alert")).to_have_text("Δεν είναι το PIN σου.")
    dialog.get_by_label("Το PIN σου").fill(site.pin_of("eleni"))
    go.click()
    expect(dialog).to_be_hidden()


def sent_whatever_it_takes(site: Site, table: int, key: str) -> int:
    """A phone's outbox: the same tap again until the box says yes. Returns how often it was tried."""
    maria = site.waiter("maria")
    body = {"lines": [maria.line("Χωριάτικη")]}
    path = f"/api/tables/{site.table_id(table)}/rounds"
    tries = 0

    def taken() -> bool:
        nonlocal tries
        tries += 1
        try:
            return maria.post(path, body, key).status_code == 201
        except httpx.HTTPError:
            return False

    wait_until(taken, "a round that outlives the restart", 90.0)
    return tries


def test_a_manager_goes_back_to_a_backup_while_a_phone_goes_on_sending_and_can_undo_it(
    chromium: Browser, supervised: Site
) -> None:
    site = supervised
    maria = site.waiter("maria")
    maria.send(3, maria.line("Χωριάτικη"))
    with desk(chromium, site) as page:
        visit(page, site, "/settings")
        page.get_by_role("button", name="Αντίγραφο τώρα").click()
        expect(page.get_by_text("Έγινε.", exact=True)).to_be_visible()
        [first, *_] = kept(site)
        maria.send(4, maria.line("Χωριάτικη"))

        go_back(page, site, 0)
        state = page.locator("[data-restore]")
        expect(state).to_be_visible()
        wait_until(lambda: step(site) not in ("asked", "stopping"), "a box that stands still")
        sent_whatever_it_takes(site, 5, "a-tap-that-waits-for-the-box")
        expect(page.locator("[data-restore='done']")).to_be_visible(timeout=RESTARTED_MS)
        assert axe_faults(page) == []

        assert open_tables(site) == {3: 1, 5: 1}, "what came after the backup is gone, what a phone kept is there, once"
        eleni = site.waiter("eleni")
        restored = eleni.get("/api/audit/?subject=box")["entries"][0]
        assert (restored["action"], restored["by"]["name"]) == ("restored", "Ελένη")
        assert eleni.get("/api/audit/verify")["ok"]

        undo = kept(site)[0]
        assert restored["details"] == restored["details"] | {"backup": first, "undo": undo}
        assert tables_in(site.data_dir / "backups" / undo / BOOK) == {3, 4}
