"""Zones and printers, set up over the real API."""

from typing import Any

import pytest
from sqlalchemy import select

from order_service.store import tables as t
from order_service.store.printers import printer_settings
from tests.integration.api.conftest import Box
from tests.integration.api.test_menu_edit import category, delete, put

GRILL_PRINTER: dict[str, Any] = {
    "id": "grill",
    "name": "Ψησταριά",
    "zone_id": "grill",
    "ip_address": "192.168.1.77",
    "capabilities": {"encoding": "cp869", "code_page": 14, "columns": 42},
}


def add_grill(box: Box) -> None:
    made = box.post("/api/zones/", {"id": "grill", "name": "Ψησταριά", "name_en": "Grill"}, "eleni")
    assert made.status_code == 201, made.text


def test_a_new_zone_gets_its_tickets_as_soon_as_it_has_a_printer(box: Box) -> None:
    add_grill(box)
    assert box.post("/api/zones/", {"id": "grill", "name": "Άλλη"}, "eleni").json()["code"] == "zone-id-taken"
    made = box.post("/api/printers/", GRILL_PRINTER, "eleni")
    assert made.status_code == 201, made.text
    assert made.json()["capabilities"]["columns"] == 42
    [zone] = [one for one in box.get("/api/zones/").json() if one["id"] == "grill"]
    assert zone["printer_id"] == "grill"
    page = category(box)
    kept = {key: page[key] for key in ("name", "name_en", "color")}
    put(box, f"/api/products/categories/{page['id']}", kept | {"printer_zone_id": "grill"})
    dish = next(one for one in box.get("/api/products/").json() if one["category_id"] == page["id"])
    assert dish["zone_ids"] == ["grill"]
    tickets = box.send(7, box.line(dish["name"])).json()["round"]["tickets"]
    assert [ticket["printer_id"] for ticket in tickets] == ["grill"]
    busy = delete(box, "/api/printers/grill")
    assert (busy.status_code, busy.json()["code"], busy.json()["waiting"]) == (409, "printer-in-use", 1)
    used = delete(box, "/api/zones/grill")
    assert (used.status_code, used.json()["code"]) == (409, "zone-in-use")
    assert used.json()["printers"] == ["Ψησταριά"]
    assert used.json()["categories"] == [page["name"]]


def test_a_printer_is_changed_whole_and_its_agent_is_told_a_new_revision(box: Box) -> None:
    add_grill(box)
    box.post("/api/printers/", GRILL_PRINTER, "eleni")
    body = {"name": "Κάρβουνα", "zone_id": "kitchen", "ip_address": "10.0.0.7", "port": 9101, "is_active": False}
    changed = put(box, "/api/printers/grill", body).json()
    assert changed == box.get("/api/printers/grill", "eleni").json()
    assert (changed["ip_address"], changed["capabilities"]["encoding"]) == ("10.0.0.7", "cp737")
    with box.house.database.reading() as connection:
        [told] = [one for one in printer_settings(connection, None) if one.printer_id == "grill"]
    assert (told.address, told.port, told.is_active, told.rev) == ("10.0.0.7", 9101, False, 2)


def test_what_is_removed_may_come_back_under_its_id(box: Box) -> None:
    add_grill(box)
    box.post("/api/printers/", GRILL_PRINTER, "eleni")
    assert delete(box, "/api/printers/grill").status_code == 204
    assert "grill" not in {one["id"] for one in box.get("/api/printers/").json()}
    assert box.get("/api/printers/grill", "eleni").json()["code"] == "no-such-printer"
    assert delete(box, "/api/printers/grill").status_code == 404
    assert delete(box, "/api/zones/grill").status_code == 204
    assert "grill" not in {one["id"] for one in box.get("/api/zones/").json()}
    assert put(box, "/api/zones/grill", {"name": "x"}).json()["code"] == "no-such-zone"
    refused = box.post("/api/printers/", GRILL_PRINTER, "eleni")
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown-zone")
    add_grill(box)
    assert put(box, "/api/zones/grill", {"name": "Κάρβουνα"}).json()["name"] == "Κάρβουνα"
    assert box.post("/api/printers/", GRILL_PRINTER, "eleni").status_code == 201
    assert box.one(select(t.printers.c.rev).where(t.printers.c.id == "grill")) == 3


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ip_address": "127.0.0.1"}, "printer-address-refused"),
        ({"ip_address": "169.254.169.254"}, "printer-address-refused"),
        ({"ip_address": "example.com"}, "printer-address-refused"),
        ({"ip_address": "224.0.0.1"}, "printer-address-refused"),
        ({"ip_address": "8.8.8.8"}, "printer-address-refused"),
        ({"port": 22}, "printer-address-refused"),
        ({"port": 0}, "invalid-request"),
        ({"id": "a/b"}, "invalid-request"),
        ({"id": "Grill"}, "invalid-request"),
        ({"id": "#"}, "invalid-request"),
        ({"zone_id": "attic"}, "unknown-zone"),
        ({"capabilities": {"encoding": "utf-8"}}, "invalid-request"),
        ({"capabilities": {"columns": 80}}, "invalid-request"),
        ({"capabilities": {"drawer": True}}, "invalid-request"),
        ({"name": "a\x1bp"}, "invalid-request"),
    ],
)
def test_a_printer_that_can_not_be_is_refused(calm_box: Box, wrong: dict[str, Any], code: str) -> None:
    answer = calm_box.post("/api/printers/", GRILL_PRINTER | {"zone_id": "kitchen"} | wrong, "eleni")
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


def test_a_printer_on_this_machine_is_taken_where_the_site_allows_it(open_box: Any) -> None:
    box = open_box(allow_loopback_printers=True)
    body = {"name": "Κουζίνα", "zone_id": "kitchen", "ip_address": "127.0.0.1", "port": 9101}
    assert put(box, "/api/printers/kitchen", body).status_code == 200
    refused = put(box, "/api/printers/kitchen", body | {"ip_address": "169.254.1.1"})
    assert refused.json()["code"] == "printer-address-refused"
