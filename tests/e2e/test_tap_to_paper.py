"""The main job, on every broker and in both layouts: a tapped order comes out of the right printers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Broker, Place, Site, wait_until


@pytest.fixture(
    scope="module", params=[("amqtt", "inside"), ("mosquitto", "inside"), ("amqtt", "beside")], ids="-".join
)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    broker: Broker
    place: Place
    broker, place = request.param
    with Site(tmp_path_factory.mktemp("site"), taverna, broker=broker, order_service=place) as running:
        yield running


def test_two_dishes_and_a_beer_come_out_of_two_printers_in_greek(house: Site) -> None:
    maria = house.waiter("maria")
    sent = maria.send(7, maria.line("Μουσακάς", "2"), maria.line("Μπίρα μαύρη 330 ml"))
    assert house.kitchen.printed_once("Μουσακάς")
    assert house.bar.printed_once("Μπίρα μαύρη")
    assert "ΤΡΑΠΕΖΙ 7" in house.kitchen.wait_for_ticket("Μουσακάς").text
    wait_until(
        lambda: maria.ticket_states(sent["order_id"]) == ["printed", "printed"], "both tickets on paper in the book"
    )


def test_the_same_tap_twice_is_one_round(house: Site) -> None:
    nikos = house.waiter("nikos")
    first = nikos.send(8, nikos.line("Τζατζίκι"), key="tap-0000000001")
    again = nikos.send(8, nikos.line("Τζατζίκι"), key="tap-0000000001")
    assert again == first
    assert house.kitchen.printed_once("Τζατζίκι")


def test_a_line_without_a_zone_holds_nothing_up(house: Site) -> None:
    maria = house.waiter("maria")
    nowhere = next(p for p in maria.get("/api/products/") if p["printer_zone_id"] is None)
    sent = maria.send(9, maria.line(nowhere["name"]), maria.line("Χωριάτικη"))
    assert house.kitchen.printed_once("Χωριάτικη")
    items = {item["name"]: item for item in sent["round"]["items"]}
    assert items[nowhere["name"]]["zone_ids"] == []
