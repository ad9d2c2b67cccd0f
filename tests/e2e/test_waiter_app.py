"""The whole way in a browser: sign-in, table, dishes, Send, and paper; custody marks follow by themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.site import Site, wait_until


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    """With Mosquitto; the other tests of the app have the embedded broker."""
    with Site(tmp_path_factory.mktemp("site"), taverna, broker="mosquitto") as running:
        yield running


def sign_in(phone: Page, house: Site, name: str) -> None:
    phone.goto(f"http://pos.test:{house.api_port}/")
    assert phone.evaluate("window.isSecureContext") is False
    phone.get_by_label("Όνομα χρήστη").fill(name)
    for digit in house.pin_of(name):
        phone.get_by_role("button", name=digit, exact=True).tap()
    phone.get_by_role("button", name="Σύνδεση", exact=True).tap()
    expect(phone.locator("[data-table='7']")).to_be_visible()


def tap_dish(phone: Page, house: Site, dish: str) -> None:
    product = house.product(dish)
    categories = {one["id"]: one["name"] for one in house.waiter().get("/api/products/categories")}
    phone.get_by_role("button", name=categories[product["category_id"]], exact=True).tap()
    phone.locator(f"[data-product='{product['id']}']").tap()


def test_a_tapped_order_comes_out_of_two_printers_and_the_phone_shows_it_on_paper(phone: Page, house: Site) -> None:
    sign_in(phone, house, "maria")
    phone.locator("[data-table='7']").tap()
    tap_dish(phone, house, "Κοκκινιστό με χυλοπίτες")
    tap_dish(phone, house, "Κοκκινιστό με χυλοπίτες")
    tap_dish(phone, house, "Μπίρα μαύρη 330 ml")
    phone.get_by_role("button", name="Στείλε").tap()
    kitchen = house.kitchen.wait_for_ticket("Κοκκινιστό", timeout_s=20)
    bar = house.bar.wait_for_ticket("Μπίρα μαύρη", timeout_s=20)
    assert "ΤΡΑΠΕΖΙ 7" in kitchen.text
    assert "ΤΡΑΠΕΖΙ 7" in bar.text
    assert "Κοκκινιστό με χυλοπίτες".encode("cp737") in kitchen.raw
    assert (house.kitchen.times_printed("Κοκκινιστό"), house.bar.times_printed("Μπίρα μαύρη")) == (1, 1)

    phone.locator("[data-table='7']").tap()
    phone.get_by_role("button", name="Ο λογαριασμός του τραπεζιού").or_(
        phone.get_by_role("link", name="Ο λογαριασμός του τραπεζιού")
    ).tap()
    expect(phone.locator("[data-custody='on_paper']")).to_have_count(2, timeout=20_000)


def test_the_phone_shows_live_that_the_kitchen_has_no_paper(phone: Page, house: Site) -> None:
    sign_in(phone, house, "nikos")
    house.kitchen.runs_out_of_paper()
    try:
        phone.locator("[data-table='12']").tap()
        tap_dish(phone, house, "Γεμιστά")
        phone.get_by_role("button", name="Στείλε").tap()
        expect(phone.get_by_text("δεν τυπώθηκε · τραπέζι 12").first).to_be_visible(timeout=12_000)
        phone.get_by_text("δεν τυπώθηκε · τραπέζι 12").first.tap()
        expect(phone.get_by_text("Τελείωσε το χαρτί").first).to_be_visible()
    finally:
        house.kitchen.gets_paper()
    house.kitchen.wait_for_ticket("Γεμιστά", timeout_s=20)
    expect(phone.get_by_text("δεν τυπώθηκε · τραπέζι 12").first).not_to_be_visible(timeout=12_000)


def test_a_lost_reply_is_one_round(phone: Page, house: Site) -> None:
    sign_in(phone, house, "giorgos")
    answered: list[int] = []

    def lose_the_reply(route: Route) -> None:
        answered.append(route.fetch(url=route.request.url.replace("pos.test", "127.0.0.1")).status)
        route.abort("connectionreset")

    phone.route("**/rounds", lose_the_reply, times=1)
    phone.locator("[data-table='15']").tap()
    tap_dish(phone, house, "Παστίτσιο")
    with phone.expect_event("requestfailed", lambda request: request.url.endswith("/rounds")):
        phone.get_by_role("button", name="Στείλε").tap()
    with phone.expect_response("**/rounds") as again:
        pass
    assert again.value.headers["idempotent-replayed"] == "true"
    house.kitchen.wait_for_ticket("Παστίτσιο", timeout_s=20)
    giorgos = house.waiter("giorgos")
    wait_until(lambda: len(giorgos.get("/api/orders/my")) == 1, "one order")
    order = giorgos.get("/api/orders/my")[0]
    wait_until(lambda: giorgos.ticket_states(order["id"]) == ["printed"], "its one ticket on paper")
    assert house.kitchen.times_printed("Παστίτσιο") == 1
    assert answered == [201]


def test_rounds_tapped_while_the_box_is_dead_arrive_once_after_a_reload(phone: Page, house: Site) -> None:
    sign_in(phone, house, "maria")
    expect(phone.locator("[data-table='18']")).to_be_visible()
    phone.locator("[data-table='18']").tap()
    tap_dish(phone, house, "Ντολμαδάκια")
    house.kill("api")
    phone.get_by_role("button", name="Στείλε").tap()
    expect(phone.locator("[data-table='18']")).to_be_visible()
    house.start("api")
    house.wait_healthy()
    phone.reload()
    assert house.kitchen.wait_for_ticket("Ντολμαδάκια", timeout_s=30)
    maria = house.waiter("maria")
    table = house.table_id(18)
    wait_until(lambda: any(o["table_id"] == table for o in maria.get("/api/orders/my")), "the order")
    order = next(o for o in maria.get("/api/orders/my") if o["table_id"] == table)
    wait_until(lambda: maria.ticket_states(order["id"]) == ["printed"], "one ticket on paper")
    assert house.kitchen.times_printed("Ντολμαδάκια") == 1
