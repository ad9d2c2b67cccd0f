"""P10: a box on a network that leads nowhere. Every local function works, a new phone and the day's close included."""

import errno
import json
import os
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from api.access import ACCESS, Access
from api.pairing import own_lan_address
from tests.integration.api.examples import example_body
from tests.networks import Network
from tests.site import PATIENCE_S, ROOT, Site, Waiter, wait_until

BOX, PHONE = "10.78.0.1", "10.78.0.2"
BOX_AND_LOOPBACK = "0.0.0.0"  # of a namespace that two machines share
NOBODY_HAS = 999_999_999

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="NOT TESTED WITHOUT INTERNET: a network namespace needs root")


class LonelySite(Site):
    """All of a box's processes, with a cloud that nothing leads to. Giorgos may lock it."""

    forks = False  # they start in the box's network

    @property
    def names(self) -> list[str]:
        return [*super().names, "license-daemon", "backups"]

    @property
    def environment(self) -> dict[str, str]:
        cloud = {"CLOUD_URL": "https://licence.example.com", "SITE_KEY": "k" * 43}
        return super().environment | cloud | {"API_HOST": BOX_AND_LOOPBACK}

    def _point_printers(self) -> None:
        super()._point_printers()
        database = self.database()
        with database.writer.begin() as connection:
            connection.execute(text("UPDATE users SET role = 'sysadmin' WHERE username = 'giorgos'"))
        database.close()


def test_an_evening_and_every_route_without_a_way_out(tmp_path: Path, taverna: Path) -> None:
    with Network("box") as box, Network("phone") as phone:
        box.joins(phone, [f"{BOX}/24"], [f"{PHONE}/24"])
        box.does(lambda: _evening(LonelySite(tmp_path, taverna), phone))


def _evening(house: LonelySite, hall: Network) -> None:
    with pytest.raises(OSError, match=os.strerror(errno.ENETUNREACH)):
        socket.create_connection(("192.0.2.1", 443), 20)
    assert own_lan_address() == BOX, "what the QR code for a new phone needs"
    with house:
        url = f"http://{BOX}:{house.api_port}"
        hall.does(lambda: _a_new_phone_serves_table_7(url, house.pin_of("nikos")))
        assert house.kitchen.times_printed("Μουσακάς") == 1
        eleni = house.waiter("eleni")
        wait_until(
            lambda: "reached" in eleni.get("/api/system/health")["license"]["trouble"], "the daemon's failure", 90.0
        )
        assert eleni.get("/api/system/health")["license"]["state"] == "active"
        assert eleni.get("/api/system/pairing")
        day = eleni.get("/api/reports/x")["day"]
        closed = eleni.post("/api/reports/z", {"day": day})
        assert closed.status_code == 201, closed.text
        assert eleni.get(f"/api/reports/z/{closed.json()['z_number']}")
        _every_route(house)


def _a_new_phone_serves_table_7(url: str, pin: str) -> None:
    """From the sign-in to the free table."""
    with httpx.Client(base_url=url, timeout=PATIENCE_S) as phone:

        def does(method: str, path: str, body: object = None) -> Any:
            answer = phone.request(method, path, json=body)
            assert answer.status_code in (200, 201), answer.text
            return answer.json()

        signed_in = does("POST", "/api/auth/login", {"username": "nikos", "pin": pin})
        phone.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        table = next(one["id"] for one in does("GET", "/api/tables/") if one["number"] == 7)
        dish = next(one for one in does("GET", "/api/products/") if one["name"] == "Μουσακάς")
        choices = [asked["choices"][0]["id"] for asked in dish["preference_sets"] if asked["is_required"]]
        line = {"product_id": dish["id"], "quantity": "1", "choice_ids": choices}
        sent = does("POST", f"/api/tables/{table}/rounds", {"lines": [line]})
        order = f"/api/orders/{sent['order_id']}"

        def printed() -> bool:
            return bool(does("GET", order)["rounds"][0]["tickets"][0]["state"] == "printed")

        wait_until(printed, "the ticket on paper, as the phone sees it")
        paid = does("POST", f"{order}/pay", {"item_ids": [sent["round"]["items"][0]["id"]]})
        does("POST", f"{order}/close", {"rev": paid["rev"]})


def _every_route(house: LonelySite) -> None:
    """Each row of api/access.py is asked once, of a living order where it names one; none may miss the internet."""
    boss, maria = house.waiter("giorgos"), house.waiter()
    boss.http.timeout = httpx.Timeout(PATIENCE_S)
    openapi = json.loads((ROOT / "web" / "shared" / "openapi.json").read_text())
    wrong = {}
    for row in ACCESS:
        known = _an_order(house, maria) if row.owns else {}
        path = _with_names(row, known)
        if row.path == "/api/live":
            with boss.http.stream(row.method, path) as answer:
                status = answer.status_code
        else:
            body = example_body(openapi, row.method, row.path, known)
            status = boss.http.request(row.method, path, json=body).status_code
        if status >= 500 or status in (402, 408, 423):
            wrong[f"{row.method} {row.path}"] = status
    assert wrong == {}


def _an_order(house: LonelySite, maria: Waiter) -> dict[str, Any]:
    sent = maria.send(9, maria.line("Μουσακάς"))
    item, ticket = sent["round"]["items"][0], sent["round"]["tickets"][0]
    return {
        "order_id": sent["order_id"],
        "table_id": house.table_id(9),
        "item_id": item["id"],
        "item_ids": [item["id"]],
    } | {"job_id": ticket["job_id"], "printer_id": "bar", "lines": [maria.line("Μουσακάς")], "rev": sent["rev"]}


def _with_names(row: Access, known: dict[str, Any]) -> str:
    path = row.path
    for name in [part[1:-1] for part in row.path.split("/") if part.startswith("{")]:
        path = path.replace(f"{{{name}}}", str(known.get(name, "0" * 26 if name == "job_id" else NOBODY_HAS)))
    return path
