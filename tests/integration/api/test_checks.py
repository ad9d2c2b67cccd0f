"""Money over the real API: paying, taking back, what is taken off, and closing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from order_service.store import tables as t
from tests.integration.api.conftest import Box, OpenBox

MANAGER = "eleni"


def sent(box: Box, number: int = 7, *lines: dict[str, Any], by: str = "maria") -> tuple[str, list[int], int]:
    """The order's address, its lines' ids, and its revision."""
    answer = box.send(number, *lines, by=by)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    return f"/api/orders/{body['order_id']}", [item["id"] for item in body["round"]["items"]], body["rev"]


def cents(money: str) -> int:
    return round(float(money) * 100)


def test_an_evening_from_the_first_round_to_the_free_table(box: Box) -> None:
    order, [moussaka, beer], _ = sent(box, 7, box.line(quantity="2"), box.line("Μπίρα μαύρη 330 ml", quantity="3"))
    check = box.get(f"{order}/check?people=3").json()
    assert sum(map(cents, check["parts"])) == cents(check["unpaid_total"]) == cents(check["total"])
    assert sum(cents(row["gross"]) for row in check["vat"]) == cents(check["total"])
    assert all(cents(row["net"]) + cents(row["vat"]) == cents(row["gross"]) for row in check["vat"])
    one_beer = box.post(
        f"{order}/pay", {"parts": [{"item_id": beer, "quantity": "1"}], "rev": check["rev"], "tender": "card"}
    )
    assert one_beer.status_code == 201
    assert one_beer.json()["status"] == "partially_paid"
    assert [line["paid_quantity"] for line in one_beer.json()["lines"]] == ["0", "1"]
    early = box.post(f"{order}/close", {"rev": one_beer.json()["rev"]})
    assert (early.status_code, early.json()["code"]) == (409, "not-paid-yet")
    rest = box.post(f"{order}/pay", {"item_ids": [moussaka, beer], "rev": one_beer.json()["rev"]}).json()
    assert (rest["status"], rest["unpaid_total"]) == ("paid", "0.00")
    assert [payment["tender"] for payment in rest["payments"]] == ["card", "cash"]
    coffee = box.post(f"{order}/items", {"lines": [box.line("Μπίρα μαύρη 330 ml")]}).json()
    assert coffee["status"] == "partially_paid"
    box.post(f"{order}/pay", {"item_ids": [coffee["round"]["items"][0]["id"]]})
    closed = box.post(f"{order}/close", {"rev": box.get(order).json()["rev"]})
    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert {item["status"] for round_ in closed.json()["rounds"] for item in round_["items"]} == {"paid"}
    again = box.post(f"{order}/close", {"rev": closed.json()["rev"]})
    assert (again.status_code, again.json()["code"], again.json()["who"]) == (409, "order-already-closed", "Μαρία")
    assert next(one for one in box.get("/api/tables/").json() if one["number"] == 7)["order"] is None


def test_three_guests_split_equally_and_the_cents_add_up(box: Box) -> None:
    order, _, rev = sent(box, 7, box.line(), box.line("Μπίρα μαύρη 330 ml", quantity="2"))
    parts = box.get(f"{order}/check?people=3").json()["parts"]
    body = {"amount": box.get(order).json()["total"], "rev": rev, "shares": [{"amount": part} for part in parts]}
    paid = box.post(f"{order}/pay", body).json()
    assert paid["status"] == "paid"
    assert [payment["amount"] for payment in paid["payments"]] == parts
    assert all(line["unpaid_quantity"] == "0" for line in paid["lines"])


def test_guests_pay_their_parts_one_after_the_other(box: Box) -> None:
    order, _, _ = sent(box, 7, box.line(quantity="3"))
    for people in (3, 2, 1):
        check = box.get(f"{order}/check?people={people}").json()
        paid = box.post(f"{order}/pay", {"amount": check["parts"][0], "rev": check["rev"]})
        assert paid.status_code == 201, paid.text
    assert paid.json()["status"] == "paid"


def test_a_phone_that_saw_an_older_check_reads_who_did_what(box: Box) -> None:
    order, [moussaka], rev = sent(box, 7)
    box.post(f"{order}/items", {"lines": [box.line()]}, by=MANAGER)
    for call, body in (("pay", {"amount": "1.00", "rev": rev}), ("close", {"rev": rev})):
        stale = box.post(f"{order}/{call}", body)
        assert (stale.status_code, stale.json()["code"]) == (409, "order-changed")
        assert [(one["who"], one["what"]) for one in stale.json()["changes"]] == [("Ελένη", "round_fired")]
        assert stale.json()["detail"].startswith("The order changed after you looked. Ελένη: round fired, ")
        assert stale.json()["rev"] == rev + 1
    assert box.post(f"{order}/pay", {"item_ids": [moussaka]}).status_code == 201
    twice = box.post(f"{order}/pay", {"item_ids": [moussaka]}, by=MANAGER)
    assert (twice.status_code, twice.json()["code"], twice.json()["who"]) == (409, "already-paid", "Μαρία")
    blind = box.post(f"{order}/pay", {"amount": "1.00"})
    assert (blind.status_code, blind.json()["code"]) == (422, "revision-needed")


def test_a_payment_is_taken_back_by_a_manager_once(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)
    paid = box.post(f"{order}/pay", {"item_ids": [moussaka]}).json()
    address = f"{order}/payments/{paid['payments'][0]['id']}/take-back"
    assert box.post(address, {"reason": "wrong card"}).json()["code"] == "managers-only"
    assert box.post(address, {"reason": " \u0007 "}, by=MANAGER).status_code == 422
    back = box.post(address, {"reason": "wrong card"}, by=MANAGER).json()
    assert (back["status"], back["paid_total"], back["payments"][0]["take_back_reason"]) == (
        "open",
        "0.00",
        "wrong card",
    )
    twice = box.post(address, {"reason": "wrong card"}, by=MANAGER)
    assert (twice.status_code, twice.json()["code"]) == (409, "payment-already-taken-back")
    unknown = box.post(f"{order}/payments/999999/take-back", {"reason": "x"}, by=MANAGER)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "payment-not-found")


def test_a_manager_closes_by_force_with_a_reason(box: Box) -> None:
    order, _, rev = sent(box, 7)
    forced = {"rev": rev, "force": True}
    assert box.post(f"{order}/close", forced | {"reason": "left"}).json()["code"] == "managers-only"
    assert box.post(f"{order}/close", forced, by=MANAGER).json()["code"] == "reason-missing"
    closed = box.post(f"{order}/close", forced | {"reason": "left without paying"}, by=MANAGER).json()
    assert (closed["status"], closed["unpaid_total"]) == ("closed", closed["total"])
    [row] = audit(box, "order_force_closed")
    assert (row.reason, row.details["unpaid_cents"]) == ("left without paying", cents(closed["total"]))
    assert row.details["before"]["status"] == "open"


def test_an_order_opened_by_mistake_is_closed_without_a_payment(box: Box) -> None:
    opened = box.post("/api/orders/", {"table_id": box.table(7)}).json()
    assert box.post(f"/api/orders/{opened['id']}/close", {"rev": opened["rev"]}).json()["status"] == "closed"


def test_what_is_free_or_cheaper_needs_a_manager_and_a_reason(box: Box) -> None:
    order, [moussaka, beer], _ = sent(box, 7, box.line(quantity="2"), box.line("Μπίρα μαύρη 330 ml", quantity="3"))
    comp, off = f"{order}/items/{beer}/comp", f"{order}/discount"
    assert box.post(comp, {"reason": "κέρασμα"}).json()["code"] == "managers-only"
    assert box.post(comp, {}, by=MANAGER).status_code == 422
    before = box.get(f"{order}/check").json()
    free = box.post(comp, {"reason": "κέρασμα", "quantity": "1"}, by=MANAGER).json()
    beers = [line for line in free["lines"] if line["name"].startswith("Μπίρα")]
    assert [(line["quantity"], line["is_comped"]) for line in beers] == [("2", False), ("1", True)]
    assert cents(free["total"]) + cents(free["comp_total"]) == cents(before["total"])
    ten = box.post(off, {"reason": "long wait", "percent": "10"}, by=MANAGER).json()
    assert cents(ten["discount_total"]) == round(cents(free["total"]) / 10)
    euro = box.post(off, {"reason": "cold", "amount": "1.00", "item_id": moussaka}, by=MANAGER).json()
    assert cents(euro["total"]) == cents(ten["total"]) - 100
    assert box.post(off, {"reason": "x", "amount": "9999.00"}, by=MANAGER).json()["code"] == "discount-too-large"
    assert box.post(off, {"reason": "x", "percent": "100.01"}, by=MANAGER).json()["code"] == "discount-too-large"
    assert box.post(off, {"reason": "x", "percent": "0"}, by=MANAGER).json()["code"] == "discount-empty"
    assert box.post(off, {"reason": "x"}, by=MANAGER).json()["code"] == "choose-one"
    full = box.post(f"{order}/charge-again", {"reason": "wrong table"}, by=MANAGER).json()
    assert (full["total"], full["discount_total"], full["comp_total"]) == (before["total"], "0.00", "0.00")
    assert box.one(select(func.sum(t.adjustments.c.cents))) == 0


def test_everything_free_is_closed_without_a_payment(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)
    free = box.post(f"{order}/items/{moussaka}/comp", {"reason": "friends"}, by=MANAGER).json()
    assert (free["status"], free["total"]) == ("open", "0.00")
    assert box.post(f"{order}/pay", {"item_ids": [moussaka]}).json()["code"] == "nothing-to-pay"
    assert box.post(f"{order}/close", {"rev": free["rev"]}).json()["status"] == "closed"


def test_a_house_may_let_its_waiters_discount(open_box: OpenBox) -> None:
    box = open_box(waiters_may_discount=True)
    order, [moussaka], _ = sent(box, 7)
    assert box.post(f"{order}/items/{moussaka}/comp", {"reason": "friends"}).status_code == 200
    other, [theirs], _ = sent(box, 8, by="nikos")
    assert box.post(f"{other}/items/{theirs}/comp", {"reason": "friends"}).json()["code"] == "not-your-order"


def test_covers_are_counted_and_counted_again(box: Box) -> None:
    order, _, rev = sent(box, 7)
    four = box.http.put(f"{order}/covers", json={"covers": 4, "rev": rev}, headers=box.headers())
    assert (four.status_code, four.json()["covers"], four.json()["rev"]) == (200, 4, rev + 1)
    for covers in (0, -1, 201, 10**9, 1.5, "four"):
        assert box.http.put(f"{order}/covers", json={"covers": covers}, headers=box.headers()).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"item_ids": []},
        {"item_ids": [1], "amount": "1.00"},
        {"item_ids": [1], "rev": 1, "tender": "bitcoin"},
        {"amount": "-1.00", "rev": 1},
        {"amount": "0.00", "rev": 1},
        {"amount": "1e5", "rev": 1},
        {"amount": "NaN", "rev": 1},
        {"amount": 5, "rev": 1},
        {"amount": "1.005", "rev": 1},
        {"amount": "99999999.00", "rev": 1},
        {"amount": "٣.00", "rev": 1},
        {"amount": "999999.00"},
        {"item_ids": [999999]},
        {"item_ids": [0]},
        {"item_ids": ["x"]},
        {"item_ids": [1] * 501},
        {"parts": [{"item_id": 1, "quantity": "0"}], "rev": 1},
        {"parts": [{"item_id": 1, "quantity": "-1"}], "rev": 1},
        {"item_ids": [1], "price": "0.01"},
        {"item_ids": [1], "taken_by": 1},
        [],
        None,
    ],
)
def test_a_payment_that_makes_no_sense_takes_nothing(calm_box: Box, body: Any) -> None:
    order = paying_table(calm_box)
    answer = calm_box.post(f"{order}/pay", body)
    assert answer.status_code in (409, 422), answer.text
    assert calm_box.count(t.payments) == 0


def paying_table(box: Box) -> str:
    known = [one["order"] for one in box.get("/api/tables/").json() if one["number"] == 7]
    return f"/api/orders/{known[0]['id']}" if known[0] else sent(box, 7)[0]


def test_too_much_too_often_or_another_table_s_lines(box: Box) -> None:
    order, [moussaka], rev = sent(box, 7)
    _, [other], _ = sent(box, 8)
    total = box.get(order).json()["total"]
    over = f"{cents(total) // 100 + 1}.00"
    for body, code in (
        ({"item_ids": [other]}, "item-not-on-order"),
        ({"item_ids": [moussaka, moussaka]}, "item-not-on-order"),
        ({"parts": [{"item_id": moussaka, "quantity": "2"}], "rev": rev}, "already-paid"),
        ({"parts": [{"item_id": moussaka, "quantity": "0"}], "rev": rev}, "invalid-quantity"),
        ({"amount": over, "rev": rev}, "amount-over-unpaid"),
        ({"item_ids": [moussaka], "shares": [{"amount": "0.01"}]}, "shares-do-not-add-up"),
    ):
        assert box.post(f"{order}/pay", body).json()["code"] == code
    assert box.count(t.payments) == 0


def test_fifty_taps_at_once_under_one_key_pay_and_close_once(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)

    def fifty(call: str, body: Any) -> set[tuple[int, str]]:
        key = {"Idempotency-Key": f"fifty-{call}"}
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: box.post(f"{order}/{call}", body, **key), range(50)))
        return {(answer.status_code, answer.text) for answer in answers}

    [(status, _)] = fifty("pay", {"item_ids": [moussaka]})
    assert status == 201
    [(status, _)] = fifty("close", {"rev": box.get(order).json()["rev"]})
    assert status == 200
    assert (box.count(t.payments), len(audit(box, "payment_taken")), len(audit(box, "order_closed"))) == (1, 1, 1)


def test_fifty_different_taps_pay_a_line_once(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: box.post(f"{order}/pay", {"item_ids": [moussaka]}), range(50)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 49
    assert box.count(t.payments) == 1


def test_an_answer_is_given_again_after_a_restart(open_box: OpenBox) -> None:
    box = open_box()
    order, [moussaka], _ = sent(box, 7)
    key = {"Idempotency-Key": "before-the-cut"}
    first = box.post(f"{order}/pay", {"item_ids": [moussaka]}, **key)
    box.http.__exit__()
    with box.http:
        second = box.post(f"{order}/pay", {"item_ids": [moussaka]}, **key)
        assert (second.status_code, second.text) == (201, first.text)
        assert second.headers["Idempotent-Replayed"] == "true"
        assert box.count(t.payments) == 1


def test_screens_hear_of_every_change(box: Box) -> None:
    order, [moussaka], _ = sent(box, 7)
    heard: list[Any] = []
    tell = box.house.hub.tell
    box.house.hub.tell = lambda events: (heard.extend(events), tell(events))[1]  # type: ignore[method-assign]
    rev = box.post(f"{order}/pay", {"item_ids": [moussaka]}).json()["rev"]
    assert {(event.kind, event.rev) for event in heard} >= {("order", rev), ("table", rev)}


def audit(box: Box, action: str) -> list[Any]:
    with box.house.database.reading() as connection:
        return list(connection.execute(select(t.audit_log).where(t.audit_log.c.action == action)))
