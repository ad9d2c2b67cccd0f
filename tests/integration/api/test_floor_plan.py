"""Setting up tables and sections over the API."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box

TABLES = "/api/tables/"
GROUPS = "/api/tables/groups"


def call(box: Box, method: str, path: str, body: Any = None, by: str = "eleni") -> httpx.Response:
    return box.http.request(method, path, json=body, headers=box.headers(by))


def plan(box: Box) -> dict[str, Any]:
    return {row["label"]: row for row in box.get(f"{TABLES}plan", "eleni").json()}


def test_a_new_table_takes_orders_at_once(box: Box) -> None:
    answer = call(box, "POST", TABLES, {"number": 501})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["label"], answer.json()["is_active"]) == ("501", True)
    assert box.send(501).status_code == 201


def test_a_preview_makes_nothing(box: Box) -> None:
    before = box.count(t.tables)
    shown = call(box, "POST", f"{TABLES}batch", {"prefix": "BAR", "count": 3, "preview": True})
    assert (shown.status_code, len(shown.json()["created"]), box.count(t.tables)) == (200, 3, before)


def test_a_batch_makes_what_its_preview_said_and_the_same_again_makes_nothing(box: Box) -> None:
    call(box, "POST", TABLES, {"number": 502, "label": "Bar2"})
    wish = {"prefix": "BAR", "count": 3, "group_id": 1}
    shown = call(box, "POST", f"{TABLES}batch", wish | {"preview": True}).json()
    made = call(box, "POST", f"{TABLES}batch", wish)
    assert made.status_code == 201
    assert made.json() == shown | {"preview": False}
    assert [one["label"] for one in shown["created"]] == ["BAR1", "BAR3"]
    assert [one["label"] for one in shown["skipped"]] == ["Bar2"]
    again = call(box, "POST", f"{TABLES}batch", wish).json()
    assert (again["created"], len(again["skipped"])) == ([], 3)
    assert plan(box)["BAR3"]["group_id"] == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", TABLES, {"number": 7}, 409, "table-number-taken"),
        ("POST", TABLES, {"number": 777, "label": "7"}, 409, "table-label-taken"),
        ("POST", TABLES, {"number": 0}, 422, "invalid-request"),
        ("POST", TABLES, {"number": 1e400}, 422, "invalid-request"),
        ("POST", TABLES, {"number": 777, "label": " "}, 422, "invalid-request"),
        ("POST", TABLES, {"number": 777, "label": "a\nb"}, 422, "invalid-request"),
        ("POST", TABLES, {"number": 777, "label": "x" * 21}, 422, "invalid-request"),
        ("POST", TABLES, {"number": 777, "group_id": 999}, 404, "table-group-not-found"),
        ("POST", TABLES, {"number": 777, "order": None}, 422, "invalid-request"),
        ("POST", f"{TABLES}batch", {"prefix": "T", "count": 0}, 422, "invalid-request"),
        ("POST", f"{TABLES}batch", {"prefix": "T", "count": 10**9}, 422, "invalid-request"),
        ("POST", f"{TABLES}batch", {"prefix": "T", "count": 2, "group_id": 999}, 404, "table-group-not-found"),
        ("POST", f"{TABLES}batch", {"prefix": "T" * 13, "count": 2}, 422, "invalid-request"),
        ("PUT", f"{TABLES}999999", {"label": "x"}, 404, "table-not-found"),
        ("PUT", f"{TABLES}1", {"label": "7"}, 409, "table-label-taken"),
        ("PUT", f"{TABLES}1", {"number": 7}, 409, "table-number-taken"),
        ("PUT", f"{TABLES}1", {"group_id": 999}, 404, "table-group-not-found"),
        ("DELETE", f"{TABLES}999999", None, 404, "table-not-found"),
        ("DELETE", f"{TABLES}{2**63}", None, 422, "invalid-request"),
        ("POST", GROUPS, {"name": ""}, 422, "invalid-request"),
        ("POST", GROUPS, {"name": "N", "sort_order": -1}, 422, "invalid-request"),
        ("PUT", f"{GROUPS}/999", {"name": "N"}, 404, "table-group-not-found"),
        ("DELETE", f"{GROUPS}/999", None, 404, "table-group-not-found"),
        ("DELETE", f"{GROUPS}/1", None, 409, "table-group-in-use"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    calm_box: Box, method: str, path: str, body: Any, status: int, code: str
) -> None:
    before = plan(calm_box)
    if isinstance(body, dict) and body.get("number") == float("inf"):
        raw = {**calm_box.headers("eleni"), "Content-Type": "application/json"}
        answer = calm_box.http.request(method, path, content=b'{"number": 1e400}', headers=raw)
    else:
        answer = call(calm_box, method, path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert plan(calm_box) == before


def test_a_table_with_guests_can_be_neither_removed_nor_put_out_of_use(box: Box) -> None:
    order_id = box.send(7).json()["order_id"]
    path = f"{TABLES}{box.table(7)}"
    for answer in (call(box, "DELETE", path), call(box, "PUT", path, {"is_active": False})):
        assert (answer.status_code, answer.json()["code"]) == (409, "table-in-use")
        assert (answer.json()["order_id"], answer.json()["owner"]) == (order_id, "Μαρία")
    assert call(box, "PUT", path, {"label": "7b", "group_id": None}).json()["group_id"] is None


def test_a_removed_table_with_a_past_stays_in_the_books_and_can_come_back(box: Box) -> None:
    box.send(7)
    box.change(t.orders, status="cancelled")
    path = f"{TABLES}{box.table(7)}"
    assert call(box, "DELETE", path).status_code == 204
    assert plan(box)["7"]["is_active"] is False
    assert "7" not in [table["label"] for table in box.get(TABLES).json()]
    assert box.send(7).json()["code"] == "table-not-active"
    taken = call(box, "POST", TABLES, {"number": 7}).json()
    assert (taken["code"], taken["is_active"]) == ("table-number-taken", False)
    assert call(box, "PUT", path, {"is_active": True}).status_code == 200
    assert box.send(7).status_code == 201


def test_a_removed_table_without_a_past_is_gone(box: Box) -> None:
    table_id = call(box, "POST", TABLES, {"number": 503}).json()["id"]
    assert call(box, "DELETE", f"{TABLES}{table_id}").status_code == 204
    assert "503" not in plan(box)


def test_sections_are_made_named_anew_sorted_and_removed_when_empty(box: Box) -> None:
    made = call(box, "POST", GROUPS, {"name": "Ταράτσα", "name_en": "Roof"})
    assert made.status_code == 201
    group_id = made.json()["id"]
    assert box.get(GROUPS).json()[-1]["id"] == group_id
    assert call(box, "POST", GROUPS, {"name": "ΤΑΡΆΤΣΑ"}).json()["code"] == "table-group-name-taken"
    changed = call(box, "PUT", f"{GROUPS}/{group_id}", {"name": "Ρετιρέ", "sort_order": 0}).json()
    assert (changed["name"], changed["name_en"]) == ("Ρετιρέ", "Roof")
    table_id = call(box, "POST", TABLES, {"number": 504, "group_id": group_id}).json()["id"]
    refused = call(box, "DELETE", f"{GROUPS}/{group_id}")
    assert (refused.json()["code"], refused.json()["tables"]) == ("table-group-in-use", 1)
    call(box, "PUT", f"{TABLES}{table_id}", {"group_id": None})
    assert call(box, "DELETE", f"{GROUPS}/{group_id}").status_code == 204


def test_every_change_of_the_floor_leaves_a_trace(box: Box) -> None:
    table_id = call(box, "POST", TABLES, {"number": 505}).json()["id"]
    call(box, "PUT", f"{TABLES}{table_id}", {"label": "A"})
    call(box, "PUT", f"{TABLES}{table_id}", {"label": "A"})
    call(box, "DELETE", f"{TABLES}{table_id}")
    with box.house.database.reading() as connection:
        chosen = select(t.audit_log).where(t.audit_log.c.subject == f"table:{table_id}").order_by(t.audit_log.c.id)
        rows = connection.execute(chosen).all()
    assert [row.action for row in rows] == ["table_added", "table_changed", "table_removed"]
    assert rows[1].details == {"before": {"label": "505"}, "after": {"label": "A"}}
