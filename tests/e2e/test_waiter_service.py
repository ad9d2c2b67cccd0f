"""A service on one phone, on plain HTTP under a name that is no secure context: orders, checks, tables, trouble."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import phone_context
from tests.e2e.waiter_phone import SLOW_MS, Hand
from tests.site import Site, wait_until


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site"), taverna) as running:
        giorgos = running.waiter("giorgos")  # makes best sellers: Quick is theirs
        giorgos.send(20, *[giorgos.line(dish) for dish in ("Χωριάτικη", "Μπίρα μαύρη 330 ml", "Μουσακάς", "Τζατζίκι")])
        yield running


@pytest.fixture
def maria(phone: Page, house: Site) -> Hand:
    return Hand(phone, house, "maria").signs_in()


def test_two_salads_without_onion_and_a_beer_take_six_taps_and_the_same_again_three(maria: Hand, house: Site) -> None:
    assert maria.page.evaluate("window.isSecureContext") is False
    maria.taps = 0
    maria.opens(7)
    maria.taps_dish("Χωριάτικη")
    maria.taps_dish("Χωριάτικη")
    maria.tap(maria.button("χωρίς κρεμμύδι"))
    maria.taps_dish("Μπίρα μαύρη 330 ml")
    maria.sends()
    assert maria.taps <= 6
    ticket = house.kitchen.wait_for_ticket("ΤΡΑΠΕΖΙ 7")
    assert "Χωριάτικη" in ticket.text

    maria.has_sent_all()
    maria.taps = 0
    maria.opens(7)
    maria.tap(maria.button(re.compile("^Πάλι τα ίδια")))
    maria.sends()
    assert maria.taps <= 3
    wait_until(lambda: len(maria.order(7)["rounds"]) == 2, "the second round in the book")
    first, second = (
        [(item["name"], item["quantity"], item["removed"]) for item in one["items"]] for one in maria.order(7)["rounds"]
    )
    assert first == second


def test_one_of_three_beers_then_equal_parts_then_closed(maria: Hand, house: Site) -> None:
    waiter = house.waiter("maria")
    waiter.send(8, waiter.line("Μπίρα μαύρη 330 ml", "3"), waiter.line("Τζατζίκι"))
    maria.opens_check(8)
    beers = maria.line("Μπίρα μαύρη")
    maria.tap(beers.get_by_role("button", name=re.compile("^Περισσότερα")))
    maria.tap(maria.button("1"))
    maria.tap(maria.button(re.compile("^Διάλεξε 1 από 3")))
    expect(beers).to_contain_text("1/3")
    maria.tap(maria.button(re.compile("^Επιλεγμένα")))
    maria.tap(maria.button("Κάρτα"))
    expect(maria.page.locator("[data-payment='taken']")).to_have_count(1, timeout=SLOW_MS)
    paid = maria.order(8)
    assert (paid["status"], paid["paid_total"], paid["unpaid_total"]) == ("partially_paid", "5.20", "14.90")
    expect(maria.button("Κλείσε το τραπέζι")).to_be_disabled()

    maria.tap(maria.button("Μοίρασμα"))
    for _ in range(2):
        expect(maria.button("Μετρητά")).to_be_enabled(timeout=SLOW_MS)
        maria.tap(maria.button("Μετρητά"))
    expect(maria.page.locator("[data-payment='taken']")).to_have_count(3, timeout=SLOW_MS)
    assert maria.order(8)["status"] == "paid"
    check = waiter.get(f"/api/orders/{paid['id']}/check")
    assert [(one["tender"], one["amount"]) for one in check["payments"]] == [
        ("card", "5.20"),
        ("cash", "7.45"),
        ("cash", "7.45"),
    ]
    maria.tap(maria.button("Κλείσε το τραπέζι"))
    expect(maria.tile(8)).to_have_attribute("data-state", "free", timeout=SLOW_MS)


def test_a_change_is_told_to_the_kitchen_and_a_manager_who_stands_by_approves_a_comp_and_a_cancelled_line(
    maria: Hand, house: Site
) -> None:
    waiter = house.waiter("maria")
    waiter.send(9, waiter.line("Μουσακάς", "2"), waiter.line("Τζατζίκι"))
    house.kitchen.wait_for_ticket("ΤΡΑΠΕΖΙ 9")
    maria.opens_check(9)
    maria.tap(maria.line("Τζατζίκι").get_by_role("button", name=re.compile("^Περισσότερα")))
    maria.tap(maria.button("Άλλαξέ το"))
    sheet = maria.page.get_by_role("dialog", name="Άλλαξέ το: Τζατζίκι")
    maria.tap(sheet.get_by_role("button", name="χωρίς σκόρδο", exact=True))
    maria.tap(sheet.get_by_role("button", name="Στείλε την αλλαγή"))
    assert "ΧΩΡΙΣ ΣΚΟΡΔΟ" in house.kitchen.wait_for_ticket("ΑΛΛΑΓΗ", timeout_s=30).text
    expect(maria.line("Τζατζίκι")).to_contain_text("−σκόρδο", timeout=SLOW_MS)

    def ask(dish: str, quantity: str, act: str, why: str) -> None:
        maria.tap(maria.line(dish).get_by_role("button", name=re.compile("^Περισσότερα")))
        if quantity:
            maria.tap(maria.button(quantity))
        maria.tap(maria.button(re.compile(f"^{act}")))
        maria.tap(maria.button(why))
        maria.tap(maria.button("Εντάξει"))
        sheet = maria.page.get_by_role("dialog", name="Χρειάζεται υπεύθυνος")
        sheet.get_by_label("Όνομα χρήστη του υπεύθυνου").fill("eleni")
        for digit in house.pin_of("eleni"):
            maria.tap(sheet.get_by_role("button", name=digit, exact=True))
        maria.tap(sheet.get_by_role("button", name="Έγκριση"))
        expect(sheet).not_to_be_visible(timeout=SLOW_MS)

    ask("Μουσακάς", "1", "Κέρασμα", "άργησε")
    wait_until(lambda: maria.order(9)["total"] == "15.30", "one moussaka on the house")
    ask("Τζατζίκι", "", "Ακύρωση", "λάθος πάτημα")
    wait_until(lambda: maria.order(9)["total"] == "10.80", "the tzatziki cancelled")
    slip = house.kitchen.wait_for_ticket("ΑΚΥΡΩΣΗ")
    assert "Τζατζίκι" in slip.text
    eleni = house.waiter("eleni")
    done = [
        row for row in eleni.get("/api/audit/?subject=order:" + str(maria.order(9)["id"]))["entries"] if row["reason"]
    ]
    assert {row["reason"] for row in done} == {"άργησε", "λάθος πάτημα"}


def test_tables_move_and_join_and_a_colleague_s_is_taken_over(maria: Hand, house: Site) -> None:
    waiter, nikos = house.waiter("maria"), house.waiter("nikos")
    waiter.send(1, waiter.line("Μουσακάς"))
    waiter.send(2, waiter.line("Τζατζίκι"))
    nikos.send(3, nikos.line("Χωριάτικη"))

    def menu_of(table: int) -> None:
        maria.page.goto(f"{maria.address}/waiter/")
        expect(maria.tile(table)).not_to_have_attribute("data-state", "free", timeout=SLOW_MS)
        maria.tile(table).dispatch_event("contextmenu")

    menu_of(1)
    maria.tap(maria.button("Αλλαγή τραπεζιού"))
    maria.tap(maria.page.locator("[data-pick='4']"))
    wait_until(lambda: maria.order(4) is not None and maria.order(1) is None, "table 1's guests at table 4")
    menu_of(4)
    maria.tap(maria.button("Ένωση με άλλο"))
    maria.tap(maria.page.locator("[data-pick='2']"))
    wait_until(lambda: maria.order(4) is None and maria.order(2)["total"] == "15.30", "tables 4 and 2 joined")

    maria.page.goto(f"{maria.address}/waiter/table/{house.table_id(3)}")
    expect(maria.page.get_by_text("Το τραπέζι το έχει: Νίκος")).to_be_visible(timeout=SLOW_MS)
    maria.tap(maria.button("Ανάλαβέ το"))
    expect(maria.page.get_by_role("region", name="Τελευταία γραμμή")).to_be_visible(timeout=SLOW_MS)
    assert {one["name"] for one in maria.order(3)["waiters"]} >= {"Μαρία"}


def test_a_held_line_prints_when_it_is_fired_and_single_lines_move(maria: Hand, house: Site) -> None:
    maria.opens(5)
    maria.taps_dish("Μουσακάς")
    maria.tap(maria.button("Σε αναμονή"))
    maria.taps_dish("Τζατζίκι")
    maria.sends()
    assert "Μουσακάς" not in house.kitchen.wait_for_ticket("ΤΡΑΠΕΖΙ 5").text
    maria.has_sent_all()
    maria.opens_check(5)
    maria.tap(maria.button("Βγάλε το (1)"))
    wait_until(
        lambda: any("ΤΡΑΠΕΖΙ 5" in one.text and "Μουσακάς" in one.text for one in house.kitchen.tickets),
        "the fired line on paper",
    )

    expect(maria.line("Μουσακάς")).to_have_attribute("data-status", "fired", timeout=SLOW_MS)
    maria.tap(maria.line("Τζατζίκι").get_by_role("button", name=re.compile("^Περισσότερα")))
    maria.tap(maria.button(re.compile("^Σε άλλο τραπέζι")))
    maria.tap(maria.page.locator("[data-pick='6']"))
    wait_until(lambda: maria.order(6) is not None, "a line at table 6")
    assert [item["name"] for one in maria.order(6)["rounds"] for item in one["items"]] == ["Τζατζίκι"]


def test_what_is_out_is_crossed_out_everywhere_and_can_be_undone_and_what_is_weighed_is_typed(
    maria: Hand, house: Site
) -> None:
    eleni = house.waiter("eleni")
    fish = eleni.post(
        "/api/products/",
        {
            "name": "Τσιπούρα",
            "category_id": house.product("Μουσακάς")["category_id"],
            "base_price": "40.00",
            "unit": "kg",
        },
    )
    assert fish.status_code == 201, fish.text
    maria.opens(10)
    moussaka = maria.page.locator(f"[data-product='{house.product('Μουσακάς')['id']}']")
    moussaka.dispatch_event("contextmenu")
    maria.tap(maria.button("86 · Τελείωσε για σήμερα"))
    expect(moussaka).to_have_attribute("data-out", "true", timeout=SLOW_MS)
    assert eleni.get("/api/products/?q=Μουσακάς")[0]["is_out_today"] is True
    maria.tap(maria.page.get_by_role("status").get_by_role("button", name="Αναίρεση"))
    expect(moussaka).not_to_have_attribute("data-out", "true", timeout=SLOW_MS)

    maria.tap(maria.button("Αναζήτηση"))
    maria.page.get_by_role("searchbox").fill("tsipoura")
    maria.tap(maria.page.locator(f"[data-product='{fish.json()['id']}']"))
    sheet = maria.page.get_by_role("dialog", name="Τσιπούρα")
    for key in ("Υποδιαστολή", "4", "5", "Εντάξει"):
        maria.tap(sheet.get_by_role("button", name=key, exact=True))
    maria.sends()
    wait_until(lambda: maria.order(10) is not None, "the order")
    assert [(i["quantity"], i["line_total"]) for i in maria.order(10)["rounds"][0]["items"]] == [("0.450", "18.00")]


def test_money_taken_while_the_box_is_dead_is_recorded_once_when_it_is_back(maria: Hand, house: Site) -> None:
    waiter = house.waiter("maria")
    waiter.send(11, waiter.line("Μουσακάς"))
    maria.opens_check(11)
    expect(maria.button(re.compile("^Όλα"))).to_be_enabled(timeout=SLOW_MS)
    house.kill("api")
    maria.tap(maria.button(re.compile("^Όλα")))
    maria.tap(maria.button("Μετρητά"))
    expect(maria.page.locator("[data-unsent='pay']")).to_contain_text("δεν καταγράφηκε ακόμα", timeout=SLOW_MS)
    expect(maria.page.get_by_text("Για να κλείσει χρειάζεται σύνδεση").first).to_be_visible(timeout=SLOW_MS)
    expect(maria.button("Κλείσε το τραπέζι")).to_be_disabled()
    house.start("api")
    house.wait_healthy()
    maria.page.reload()
    wait_until(lambda: maria.order(11)["status"] == "paid", "the payment in the book", 60)
    check = waiter.get(f"/api/orders/{maria.order(11)['id']}/check")
    assert [one["amount"] for one in check["payments"]] == ["10.80"]


def test_an_order_closed_by_a_colleague_meanwhile_asks_whom_the_lines_are_for(maria: Hand, house: Site) -> None:
    waiter, eleni = house.waiter("maria"), house.waiter("eleni")
    order = waiter.send(12, waiter.line("Τζατζίκι"))
    expect(maria.tile(12)).to_have_attribute("data-state", "open", timeout=SLOW_MS)
    maria.opens(12)
    maria.taps_dish("Μουσακάς")
    closed = eleni.post(
        f"/api/orders/{order['order_id']}/close",
        {"rev": maria.order(12)["rev"], "force": True, "reason": "έφυγαν"},
    )
    assert closed.status_code == 200, closed.text
    expect(maria.button("Κινήσεις τραπεζιού")).to_be_visible()
    expect(maria.button(re.compile("^Άτομα"))).to_be_visible(timeout=SLOW_MS)  # the table is free again on this phone
    maria.tap(maria.button(re.compile("^Στείλε")))
    sheet = maria.page.get_by_role("dialog", name=re.compile("^Τραπέζι 12"))
    expect(sheet.get_by_text("Ελένη")).to_be_visible(timeout=SLOW_MS)  # who closed it
    maria.tap(sheet.get_by_role("button", name="Νέα παραγγελία"))
    maria.sends()
    wait_until(lambda: maria.order(12) is not None, "a new order")
    assert maria.order(12)["id"] != order["order_id"]


def test_a_second_phone_sees_the_table_open_and_six_hidden_tabs_do_not_stop_the_seventh(
    maria: Hand, house: Site, chromium: Browser
) -> None:
    for _ in range(6):
        tab = maria.page.context.new_page()
        tab.goto(f"{maria.address}/waiter/")
        expect(tab.locator("[data-table='1']")).to_be_visible(timeout=SLOW_MS)
        tab.evaluate(
            """() => {
                Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
                document.dispatchEvent(new Event('visibilitychange'))
            }"""
        )
    seventh = Hand(maria.page.context.new_page(), house, "maria")
    seventh.page.goto(f"{maria.address}/waiter/")
    seventh.opens(16)
    seventh.taps_dish("Τζατζίκι")
    other = phone_context(chromium)
    try:
        eleni = Hand(other.new_page(), house, "eleni").signs_in()
        expect(eleni.tile(16)).to_have_attribute("data-state", "free")
        seventh.sends()
        expect(eleni.tile(16)).to_have_attribute("data-state", "open", timeout=SLOW_MS)
    finally:
        other.close()
