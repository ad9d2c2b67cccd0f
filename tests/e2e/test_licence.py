"""The licence from the vendor's click to the waiter's phone: real cloud, two workers, nginx, PostgreSQL, a browser."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.waiter_phone import Hand
from tests.nginx import NGINX
from tests.postgres import Postgres, PostgresMissing
from tests.site import Site, wait_until
from tests.vendor import Vendor

REASON = "Το τιμολόγιο Μαΐου δεν έχει εξοφληθεί. Καλέστε 210 1234567."


class LicensedSite(Site):
    """A site with the daemon, registered at a vendor."""

    @property
    def names(self) -> list[str]:
        return [*super().names, "license-daemon"]

    def set(self, **settings: str) -> None:
        """Change what processes are told when they start again."""
        self._more_environment |= settings

    def answer(self, path: str = "/api/tables/") -> httpx.Response:
        return httpx.get(f"{self.url}{path}", headers={"Authorization": f"Bearer {self.token_of('maria')}"}, timeout=20)

    def wait_for_status(self, status: int) -> None:
        wait_until(lambda: self._status() == status, f"{status} at the site", 60)

    def _status(self) -> int:
        try:
            return self.answer().status_code
        except httpx.HTTPError:  # its API is on its way up
            return 0


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    if NGINX is None:
        pytest.skip("nginx is not installed (apt-get install nginx)")
    try:
        server = Postgres()
    except PostgresMissing as missing:
        missing.leave_out()
    try:
        with Vendor(tmp_path_factory.mktemp("vendor") / "place", server) as running:
            yield running
    finally:
        server.remove()


@pytest.fixture(scope="module")
def house(vendor: Vendor, tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[LicensedSite]:
    with LicensedSite(tmp_path_factory.mktemp("site"), taverna, environment=vendor.register()) as running:
        yield running


def test_a_lock_shuts_the_house_with_its_reason_and_an_unlock_gives_back_the_same_tables(
    vendor: Vendor, house: LicensedSite, phone: Page
) -> None:
    site_id = house.environment["SITE_ID"]
    hand = Hand(phone, house, "maria").signs_in()
    maria = house.waiter("maria")
    house.kitchen.runs_out_of_paper()
    sent = maria.send(7, maria.line("Μουσακάς"))
    order = maria.get(f"/api/orders/{sent['order_id']}")
    hand.opens(14)
    hand.taps_dish("Τζατζίκι")
    phone.context.set_offline(True)
    hand.sends()
    hand.opens(15)
    hand.taps_dish("Μουσακάς")

    vendor.ask("POST", f"/api/sites/{site_id}/lock", {"reason": REASON})
    house.wait_for_status(423)
    assert house.answer().json()["lock_reason"] == REASON
    assert house.answer("/api/system/health").json()["license"]["state"] == "locked"
    wait_until(lambda: house.answer("/api/system/health").json()["license_daemon"] == "running", "its daemon heard", 60)
    phone.context.set_offline(False)
    safe = phone.get_by_text("1 γύρος είναι ασφαλής σε αυτό το κινητό.")
    for look in (phone.title, phone.reload):
        look()
        expect(phone.get_by_text(REASON)).to_be_visible(timeout=60_000)
        expect(safe).to_be_visible(timeout=60_000)
        expect(phone.get_by_text("1 Μουσακάς")).to_be_visible(timeout=60_000)

    house.kitchen.gets_paper()
    house.kitchen.wait_for_ticket("Μουσακάς", timeout_s=30)
    assert maria.post(f"/api/tables/{house.table_id(8)}/rounds", {"lines": [maria.line("Μουσακάς")]}).status_code == 423

    vendor.ask("POST", f"/api/sites/{site_id}/unlock", {})
    house.wait_for_status(200)
    again = maria.get(f"/api/orders/{sent['order_id']}")
    assert (again["id"], again["total"]) == (order["id"], order["total"])
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["printed"], "its ticket in the book")
    expect(phone.get_by_role("region", name="Τελευταία γραμμή")).to_be_visible(timeout=60_000)  # where she was
    phone.goto(f"{hand.address}/waiter/")
    hand.has_sent_all()
    assert [len(one["items"]) for one in hand.order(14)["rounds"]] == [1]
    assert hand.order(15) is None
    hand.opens(15)
    hand.sends()
    wait_until(lambda: hand.order(15) is not None, "what was half built before the lock")
    assert house.kitchen.times_printed("ΤΡΑΠΕΖΙ 7") == 1


def test_one_dead_worker_of_the_cloud_changes_nothing(vendor: Vendor, house: LicensedSite) -> None:
    site_id = house.environment["SITE_ID"]
    vendor.kill("worker-0")
    vendor.ask("POST", f"/api/sites/{site_id}/lock", {"reason": REASON})
    house.wait_for_status(423)
    vendor.ask("POST", f"/api/sites/{site_id}/unlock", {})
    house.wait_for_status(200)
    vendor.open()


def test_a_dead_daemon_and_a_new_broker_change_nothing(vendor: Vendor, house: LicensedSite) -> None:
    site_id = house.environment["SITE_ID"]
    vendor.ask("POST", f"/api/sites/{site_id}/lock", {"reason": REASON})
    house.wait_for_status(423)
    for name in ("license-daemon", "broker", "api"):
        house.kill(name)
    for name in ("broker", "api"):
        house.start(name)
    wait_until(lambda: _health(house).get("broker") == "connected", "the API on the new broker", 60)
    assert house.answer().status_code == 423
    vendor.ask("POST", f"/api/sites/{site_id}/unlock", {})
    house.start("license-daemon")
    house.wait_for_status(200)


def test_a_cloud_gone_for_a_day_shuts_the_house_and_its_return_opens_it(vendor: Vendor, house: LicensedSite) -> None:
    """The drill makes every lease a day older than it is, as if so much powered-on time had passed."""
    vendor.close()
    house.wait_for_status(200)
    house.set(LICENSE_DRILL_HOURS="24")
    for name in ("license-daemon", "api"):
        house.kill(name)
        house.start(name)
    house.wait_for_status(402)
    body = house.answer().json()
    assert (body["code"], body["cause"]) == ("license-offline", "offline_too_long")
    told = _health(house)["license"]
    wait_until(lambda: "reached" in _health(house)["license"]["trouble"], "the reason in health", 60)
    assert told["state"] == "expired"
    vendor.open()
    house.wait_for_status(200)
    assert _health(house)["license"]["state"] == "active"


def _health(house: LicensedSite) -> dict:  # type: ignore[type-arg]  # as JSON gives it
    try:
        return httpx.get(f"{house.url}/api/system/health", timeout=10).json()  # type: ignore[no-any-return]
    except (httpx.HTTPError, ValueError):
        return {}
