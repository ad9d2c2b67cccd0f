"""A bill for the guests, owed to the printer of choice."""

from typing import Any

import pytest
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box, OpenBox
from tests.integration.api.test_checks import MANAGER, cents, sent

BEER = "Μπίρα μαύρη 330 ml"


def bills(box: Box) -> list[dict[str, Any]]:
    with box.house.database.reading() as connection:
        jobs = connection.execute(select(t.print_jobs).order_by(t.print_jobs.c.position)).all()
    return [job.document | {"printer": job.printer_id} for job in jobs if job.document.get("ticket_kind") == "pre_bill"]


def test_what_is_printed_is_what_the_check_says(open_box: OpenBox) -> None:
    box = open_box(restaurant_name="Ταβέρνα ο Νίκος", restaurant_details="Ναύπλιο, 27520 12345")
    order, [_, beer], _ = sent(box, 7, box.line(quantity="2"), box.line(BEER, quantity="3"))
    box.send(7, box.line(BEER))
    rev = box.get(order).json()["rev"]
    box.post(f"{order}/pay", {"parts": [{"item_id": beer, "quantity": "1"}], "rev": rev})
    box.post(f"{order}/items/{beer}/comp", {"reason": "x", "quantity": "1"}, by=MANAGER)
    check = box.post(f"{order}/discount", {"reason": "x", "percent": "10"}, by=MANAGER).json()
    job = box.post(f"{order}/pre-bill", {"printer_id": "bar", "people": 3})
    assert (job.status_code, job.json()["kind"], job.json()["custody"]) == (201, "pre_bill", "received")
    [paper] = bills(box)
    bill = paper["bill"]
    assert (paper["printer"], bill["restaurant"], bill["details"]) == ("bar", "Ταβέρνα ο Νίκος", "Ναύπλιο, 27520 12345")
    assert [(line["quantity"], line["name"]) for line in bill["lines"]] == [("2", "Μουσακάς"), ("3", BEER), ("1", BEER)]
    assert [line.get("is_free", False) for line in bill["lines"]] == [False, False, True]
    assert sum(cents(line["amount"]) for line in bill["lines"]) == cents(bill["subtotal"])
    assert (bill["total"], bill["paid"], bill["discount"]) == (
        check["unpaid_total"],
        check["paid_total"],
        check["discount_total"],
    )
    assert cents(bill["subtotal"]) - cents(bill["discount"]) - cents(bill["paid"]) == cents(bill["total"])
    assert sum(map(cents, bill["parts"])) == cents(bill["total"])


def test_a_guest_who_pays_apart_gets_a_bill_of_their_own_in_english(box: Box) -> None:
    order, [_, beer], _ = sent(box, 7, box.line(), box.line(BEER))
    box.post(f"{order}/pre-bill", {"printer_id": "kitchen", "item_ids": [beer], "language": "en"})
    [paper] = bills(box)
    assert paper["language"] == "en"
    assert [line["name"] for line in paper["bill"]["lines"]] == [box.product(BEER)["name_en"]]


def test_a_bill_is_numbered_with_the_tickets_of_its_printer(box: Box) -> None:
    order, _, _ = sent(box, 7)
    key = {"Idempotency-Key": "one-bill-only"}
    first, second = (box.post(f"{order}/pre-bill", {"printer_id": "kitchen"}, **key) for _ in range(2))
    assert (first.text, len(bills(box)), first.json()["number"]) == (second.text, 1, 2)
    assert box.send(8).json()["round"]["tickets"][0]["number"] == 3


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"printer_id": "cellar"}, 404, "printer-not-found"),
        ({"printer_id": ""}, 422, "invalid-request"),
        ({"printer_id": "bar", "people": 0}, 422, "invalid-request"),
        ({"printer_id": "bar", "people": 10**9}, 422, "invalid-request"),
        ({"printer_id": "bar", "item_ids": [999999]}, 404, "item-not-found"),
        ({"printer_id": "bar", "rev": 999}, 409, "order-changed"),
        ({"printer_id": "bar", "total": "0.01"}, 422, "invalid-request"),
    ],
)
def test_a_bill_that_makes_no_sense_is_not_printed(calm_box: Box, body: Any, status: int, code: str) -> None:
    known = [one["order"] for one in calm_box.get("/api/tables/").json() if one["number"] == 7]
    order = f"/api/orders/{known[0]['id']}" if known[0] else sent(calm_box, 7)[0]
    answer = calm_box.post(f"{order}/pre-bill", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert bills(calm_box) == []


def test_an_empty_table_has_no_bill(box: Box) -> None:
    opened = box.post("/api/orders/", {"table_id": box.table(7)}).json()["id"]
    assert box.post(f"/api/orders/{opened}/pre-bill", {"printer_id": "bar"}).json()["code"] == "nothing-to-pay"
