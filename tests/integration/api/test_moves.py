"""Hold and fire, the same again, and tables that change, as a phone asks for them."""

from typing import Any

import pytest

from order_service.store import tables as t
from tests.integration.api.conftest import Box


@pytest.fixture
def sent(box: Box) -> dict[str, Any]:
    """Two moussakas, a beer and a held salad on table 6."""
    lines = [box.line(quantity="2"), box.line("Μπίρα μαύρη 330 ml"), box.line("Χωριάτικη", hold=True, course=2)]
    answer = box.send(6, *lines)
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()
    return body


def path(sent: dict[str, Any], act: str) -> str:
    return f"/api/orders/{sent['order_id']}/{act}"


def item(sent: dict[str, Any], place: int) -> int:
    item_id: int = sent["round"]["items"][place]["id"]
    return item_id


def test_a_held_line_is_shown_as_held_until_its_course_is_fired(box: Box, sent: dict[str, Any]) -> None:
    assert [line["status"] for line in sent["round"]["items"]] == ["fired", "fired", "held"]
    assert (sent["round"]["items"][2]["course"], len(sent["round"]["tickets"])) == (2, 2)
    answer = box.post(path(sent, "fire"), {"course": 2, "rev": sent["rev"]})
    assert answer.status_code == 200
    order = answer.json()
    assert [len(round_["items"]) for round_ in order["rounds"]] == [2, 1]
    assert order["rounds"][1]["tickets"][0]["custody"] == "received"
    assert (order["total"], order["rev"]) == (sent["total"], sent["rev"] + 1)
    again = box.post(path(sent, "fire"), {})
    assert (again.status_code, again.json()["code"]) == (409, "nothing-held")


def test_the_same_again_answers_the_round_and_what_was_left_out(box: Box, sent: dict[str, Any]) -> None:
    box.change(t.products, t.products.c.name == "Μουσακάς", is_available=False)
    box.change(t.revisions, rev=77)
    answer = box.post(path(sent, "repeat"), {})
    assert answer.status_code == 201
    body = answer.json()
    assert [line["name"] for line in body["round"]["items"]] == ["Μπίρα μαύρη 330 ml", "Χωριάτικη"]
    assert [(one["name"], one["code"]) for one in body["left_out"]] == [("Μουσακάς", "product-not-available")]


def test_a_table_moves_and_a_second_tap_changes_nothing(box: Box, sent: dict[str, Any]) -> None:
    body, key = {"table_id": box.table(9), "rev": sent["rev"]}, {"Idempotency-Key": "move-00000001"}
    first = box.post(path(sent, "move"), body, **key)
    again = box.post(path(sent, "move"), body, **key)
    assert (first.status_code, first.json()["table_label"]) == (200, "9")
    assert (again.content, again.headers["Idempotent-Replayed"]) == (first.content, "true")
    assert box.count(t.print_jobs) == 4
    late = box.post(path(sent, "move"), body | {"table_id": box.table(10)}, by="eleni")
    assert (late.status_code, late.json()["code"]) == (409, "order-changed")
    assert late.json()["changes"][0]["who"] == "Μαρία"


def test_a_split_answers_the_new_order_and_a_join_brings_it_back(box: Box, sent: dict[str, Any]) -> None:
    items = [{"item_id": item(sent, 0), "quantity": "1"}, {"item_id": item(sent, 1)}]
    split = box.post(path(sent, "move-lines"), {"items": items, "table_id": box.table(9), "covers": 2})
    assert (split.status_code, split.json()["table_label"], split.json()["covers"]) == (200, "9", 2)
    joined = box.post(f"/api/orders/{split.json()['id']}/join", {"order_id": sent["order_id"]})
    assert (joined.status_code, joined.json()["total"]) == (200, sent["total"])
    assert box.get(f"/api/orders/{split.json()['id']}").json()["status"] == "closed"
    taken = [table["number"] for table in box.get("/api/tables/").json() if table["order"]]
    assert taken == [6]


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("fire", {"item_ids": []}),
        ("fire", {"item_ids": [1], "course": 1}),
        ("fire", {"course": 0}),
        ("fire", {"course": 10}),
        ("fire", {"course": "1"}),
        ("fire", {"item_ids": [None]}),
        ("fire", {"item_ids": [1] * 201}),
        ("fire", None),
        ("repeat", {"lines": []}),
        ("repeat", {"rev": 0}),
        ("move", {}),
        ("move", {"table_id": 0}),
        ("move", {"table_id": "x"}),
        ("move", {"table_id": 1, "rev": -1}),
        ("join", {}),
        ("join", {"order_id": 1.5}),
        ("move-lines", {}),
        ("move-lines", {"items": [], "table_id": 1}),
        ("move-lines", {"items": [{"item_id": 1}]}),
        ("move-lines", {"items": [{"item_id": 1}], "table_id": 1, "order_id": 1}),
        ("move-lines", {"items": [{"item_id": 1, "quantity": "-1"}], "table_id": 1}),
        ("move-lines", {"items": [{"item_id": 1, "quantity": 1}], "table_id": 1}),
        ("move-lines", {"items": [{"item_id": 1, "price": "0.01"}], "table_id": 1}),
        ("move-lines", {"items": [{"item_id": 1}], "table_id": 1, "covers": 0}),
        ("move-lines", {"items": [{"item_id": 1}] * 201, "table_id": 1}),
        ("move-lines", {"items": [[]], "table_id": 1}),
    ],
)
def test_a_tap_that_makes_no_sense_is_refused_and_keeps_nothing(calm_box: Box, act: str, body: Any) -> None:
    if not calm_box.count(t.orders):
        calm_box.send(6)
    before = [calm_box.count(of) for of in (t.orders, t.rounds, t.print_jobs)]
    assert calm_box.post(f"/api/orders/1/{act}", body).status_code == 422
    assert [calm_box.count(of) for of in (t.orders, t.rounds, t.print_jobs)] == before


@pytest.mark.parametrize("quantity", ["3", "0.5", "0", "999"])
def test_more_than_there_is_or_half_a_piece_does_not_move(box: Box, sent: dict[str, Any], quantity: str) -> None:
    body = {"items": [{"item_id": item(sent, 0), "quantity": quantity}], "table_id": box.table(9)}
    answer = box.post(path(sent, "move-lines"), body)
    assert (answer.status_code, answer.json()["code"]) == (
        422,
        "fraction-of-piece" if quantity == "0.5" else "invalid-quantity",
    )
    assert box.count(t.orders) == 1


def test_an_order_with_held_lines_is_not_closed(box: Box) -> None:
    sent = box.send(6, box.line(hold=True)).json()
    body: dict[str, Any]
    for body in ({}, {"force": True, "reason": "they left"}):
        answer = box.post(path(sent, "close"), body | {"rev": sent["rev"]}, by="eleni")
        assert (answer.status_code, answer.json()["code"]) == (409, "lines-held")


def test_courses_have_names_that_managers_change(box: Box) -> None:
    assert [course["name"] for course in box.get("/api/courses/").json()] == ["Πρώτα", "Κυρίως", "Επιδόρπια"]
    named = box.http.put(
        "/api/courses/1", json={"name": "Μεζέδες", "name_en": "To share"}, headers=box.headers("eleni")
    )
    assert named.status_code == 200
    box.send(6, box.line(course=1))
    assert box.one(t.print_jobs.select().with_only_columns(t.print_jobs.c.document))["courses"][0]["name"] == "Μεζέδες"
    for number, body in ((0, {"name": "x"}), (10, {"name": "x"}), (1, {"name": ""}), (1, {"name": "a\x1bb"})):
        wrong = box.http.put(f"/api/courses/{number}", json=body, headers=box.headers("eleni"))
        assert wrong.status_code == 422
