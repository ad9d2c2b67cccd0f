"""Cancelled lines and orders: what the kitchen reads, what the book keeps; and the manager's list."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.integration.api.test_checks import MANAGER, audit, cents, sent

BEER = "Μπίρα μαύρη 330 ml"


def delete(box: Box, path: str, by: str = MANAGER, key: str = "", **query: Any) -> httpx.Response:
    headers = box.headers(by) | ({"Idempotency-Key": key} if key else {})
    return box.http.request("DELETE", path, params=query, headers=headers)


def slips(box: Box) -> list[dict[str, Any]]:
    """Void slips in the order they were owed: printer, its number, the number it quotes, its lines."""
    with box.house.database.reading() as connection:
        jobs = connection.execute(select(t.print_jobs).order_by(t.print_jobs.c.position)).all()
    return [
        {
            "printer": job.printer_id,
            "number": job.ticket_number,
            "quotes": job.document["about_number"],
            "lines": [(ln["quantity"], ln["name"]) for c in job.document["courses"] for ln in c["lines"]],
            "reason": job.document["reason"],
        }
        for job in jobs
        if job.document.get("ticket_kind") == "void"
    ]


def test_a_cancelled_line_is_told_to_its_zone_with_the_number_of_its_ticket(box: Box) -> None:
    order, [moussaka, beer], _ = sent(box, 7, box.line(quantity="2"), box.line(BEER))
    sent(box, 8)
    assert delete(box, f"{order}/items/{moussaka}", by="maria", reason="x").json()["code"] == "managers-only"
    assert delete(box, f"{order}/items/{moussaka}").status_code == 422
    assert delete(box, f"{order}/items/{moussaka}", reason=" \t ").status_code == 422
    gone = delete(box, f"{order}/items/{moussaka}", reason="λάθος τραπέζι")
    assert gone.status_code == 200, gone.text
    assert slips(box) == [
        {"printer": "kitchen", "number": 3, "quotes": 1, "lines": [("2", "Μουσακάς")], "reason": "λάθος τραπέζι"}
    ]
    [round_] = gone.json()["rounds"]
    assert [item["status"] for item in round_["items"]] == ["void", "fired"]
    assert sorted(ticket["kind"] for ticket in round_["tickets"]) == ["new", "new", "void"]
    assert gone.json()["total"] == round_["items"][1]["line_total"]
    again = delete(box, f"{order}/items/{moussaka}", reason="x")
    assert (again.status_code, again.json()["code"]) == (409, "item-cancelled")
    paying = box.post(f"{order}/pay", {"item_ids": [moussaka, beer]})
    assert (paying.status_code, paying.json()["code"]) == (409, "item-cancelled")
    [row] = audit(box, "item_cancelled")
    assert (row.reason, row.details["item"], row.details["after"]["status"]) == ("λάθος τραπέζι", moussaka, "open")


def test_a_part_of_a_line_is_cancelled_and_the_rest_stays(box: Box) -> None:
    order, [beer], _ = sent(box, 7, box.line(BEER, quantity="3"))
    total = cents(box.get(order).json()["total"])
    left = delete(box, f"{order}/items/{beer}", reason="two were enough", quantity="1").json()
    [kept, gone] = left["rounds"][0]["items"]
    assert [(item["quantity"], item["status"]) for item in (kept, gone)] == [("2", "fired"), ("1", "void")]
    assert kept["id"] == beer
    assert cents(kept["line_total"]) + cents(gone["line_total"]) == total
    box.post(f"{order}/pay", {"parts": [{"item_id": beer, "quantity": "1"}], "rev": left["rev"]})
    paid = delete(box, f"{order}/items/{beer}", reason="x", quantity="2")
    assert (paid.status_code, paid.json()["code"]) == (409, "item-paid")
    settled = delete(box, f"{order}/items/{beer}", reason="flat", quantity="1").json()
    assert (settled["status"], settled["unpaid_total"]) == ("paid", "0.00")
    assert [(slip["lines"], slip["number"], slip["quotes"]) for slip in slips(box)] == [
        ([("1", BEER)], 2, 1),
        ([("1", BEER)], 3, 1),
    ]


def test_a_paid_line_is_cancelled_only_after_its_payment_was_taken_back(box: Box) -> None:
    order, [beer], _ = sent(box, 7, box.line(BEER))
    paid = box.post(f"{order}/pay", {"item_ids": [beer]}).json()
    refused = delete(box, f"{order}/items/{beer}", reason="flat")
    assert (refused.status_code, refused.json()["code"]) == (409, "item-paid")
    box.post(f"{order}/payments/{paid['payments'][0]['id']}/take-back", {"reason": "flat"}, by=MANAGER)
    assert delete(box, f"{order}/items/{beer}", reason="flat").json()["total"] == "0.00"


def test_whatever_became_of_the_ticket_its_slip_is_owed(box: Box) -> None:
    states = ("new", "sent", "accepted", "printed", "unconfirmed", "uncertain", "failed", "dropped")
    orders = [sent(box, number) for number in range(1, len(states) + 1)]
    for (order, [moussaka], _), state, number in zip(orders, states, range(1, len(states) + 1), strict=True):
        box.change(t.print_jobs, t.print_jobs.c.ticket_number == number, state=state)
        assert delete(box, f"{order}/items/{moussaka}", reason="x").status_code == 200
    assert [slip["quotes"] for slip in slips(box)] == list(range(1, len(states) + 1))


def test_a_diverted_ticket_s_slip_goes_to_the_zone_once(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)
    job = box.get(order).json()["rounds"][0]["tickets"][0]["job_id"]
    assert box.post(f"/api/print-jobs/{job}/divert", {"printer_id": "bar"}).status_code == 201
    delete(box, f"{order}/items/{moussaka}", reason="x")
    assert len(slips(box)) == 1


def test_a_line_that_no_printer_reads_owes_no_slip(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)
    box.house.writer.run(lambda unit: unit.connection.execute(update(t.print_jobs).values(item_ids=[])))
    assert delete(box, f"{order}/items/{moussaka}", reason="x").status_code == 200
    assert slips(box) == []


def test_a_cancelled_order_tells_every_zone_once_and_frees_its_table(box: Box) -> None:
    order, _, _ = sent(box, 7, box.line(), box.line(BEER), box.line("Τζατζίκι"))
    box.post(f"{order}/items", {"lines": [box.line(quantity="2")]})
    assert delete(box, order, by="maria", reason="x").json()["code"] == "managers-only"
    gone = delete(box, order, reason="guests left", key="cancel-once")
    assert (gone.status_code, gone.json()["status"], gone.json()["total"]) == (200, "cancelled", "0.00")
    assert sorted((slip["printer"], slip["quotes"]) for slip in slips(box)) == [
        ("bar", 1),
        ("kitchen", 1),
        ("kitchen", 2),
    ]
    replayed = delete(box, order, reason="guests left", key="cancel-once")
    assert (replayed.status_code, replayed.headers["Idempotent-Replayed"]) == (200, "true")
    other_words = delete(box, order, reason="another reason", key="cancel-once")
    assert (other_words.status_code, other_words.json()["code"]) == (422, "idempotency-key-reused")
    assert delete(box, order, reason="x").json()["code"] == "order-already-closed"
    assert box.send(7).json()["order_id"] != gone.json()["id"]


def test_an_order_with_money_on_it_is_cancelled_only_when_the_guests_got_it_back(box: Box) -> None:
    order, [beer, _], _ = sent(box, 7, box.line(BEER), box.line())
    box.post(f"{order}/pay", {"item_ids": [beer]})
    refused = delete(box, order, reason="x")
    assert (refused.status_code, refused.json()["code"], refused.json()["payments"]) == (409, "payments-stand", 1)
    gone = delete(box, order, reason="fire alarm", take_back_payments="true").json()
    assert (gone["status"], gone["paid_total"]) == ("cancelled", "0.00")
    check = box.get(f"{order}/check").json()
    assert (check["lines"], check["payments"][0]["take_back_reason"]) == ([], "fire alarm")
    assert len(audit(box, "payment_taken_back")) == 1


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("999999", {"reason": "x"}, 404),
        ("{order}/items/999999", {"reason": "x"}, 404),
        ("{order}/items/0", {"reason": "x"}, 422),
        ("{order}/items/{item}", {"reason": "x", "quantity": "0"}, 422),
        ("{order}/items/{item}", {"reason": "x", "quantity": "2"}, 422),
        ("{order}/items/{item}", {"reason": "x", "quantity": "NaN"}, 422),
        ("{order}/items/{item}", {"reason": "x" * 201}, 422),
        ("{order}/items/{item}", {"reason": "\x00"}, 422),
        ("{order}/items/{item}", {"reason": "x", "rev": "999"}, 409),
        ("{order}", {"reason": "x", "rev": "999"}, 409),
        ("{order}", {"reason": "x", "rev": "-1"}, 422),
        ("{order}", {"reason": "x", "take_back_payments": "perhaps"}, 422),
    ],
)
def test_a_cancel_that_makes_no_sense_cancels_nothing(
    calm_box: Box, path: str, query: dict[str, str], status: int
) -> None:
    known = calm_box.get("/api/orders/?active=true", by=MANAGER).json()["orders"]
    order = known[0]["id"] if known else calm_box.send(7).json()["order_id"]
    item = calm_box.get(f"/api/orders/{order}").json()["rounds"][0]["items"][0]["id"]
    answer = delete(calm_box, f"/api/orders/{path.format(order=order, item=item)}", **query)
    assert answer.status_code == status, answer.text
    assert calm_box.count(t.adjustments) == 0


def test_a_manager_finds_orders_page_by_page(box: Box) -> None:
    ids = [sent(box, number, by=by)[0].rsplit("/", 1)[1] for number, by in ((7, "maria"), (8, "nikos"), (9, "maria"))]
    newest = [int(one) for one in reversed(ids)]
    maria = box.one(select(t.users.c.id).where(t.users.c.username == "maria"))

    def found(**query: Any) -> list[int]:
        answer = box.http.get("/api/orders/", params=query, headers=box.headers(MANAGER))
        assert answer.status_code == 200, answer.text
        return [order["id"] for order in answer.json()["orders"]]

    first = box.get("/api/orders/?limit=2", by=MANAGER).json()
    assert ([order["id"] for order in first["orders"]], first["next_before"]) == (newest[:2], newest[1])
    last = box.get(f"/api/orders/?limit=2&before={first['next_before']}", by=MANAGER).json()
    assert ([order["id"] for order in last["orders"]], last["next_before"]) == (newest[2:], None)
    assert found(waiter_id=maria) == [newest[0], newest[2]]
    assert found(table_id=box.table(8)) == [newest[1]]
    assert found(day=first["orders"][0]["business_day"]) == newest
    assert found(day="2020-01-01") == found(status="paid") == found(table_id=999999) == []
    delete(box, f"/api/orders/{newest[0]}", reason="x")
    assert found(active="true") == newest[1:]
    assert found(status="cancelled") == newest[:1]
    assert box.get("/api/orders/").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["limit=0", f"limit={10**9}", "limit=-1", "limit=x", "before=0", "status=eaten", "day=today", "day=2026-6-5"],
)
def test_a_page_nobody_can_show_is_refused(calm_box: Box, query: str) -> None:
    assert calm_box.get(f"/api/orders/?{query}", by=MANAGER).status_code == 422
