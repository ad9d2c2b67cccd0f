"""Two waiters on one table: take over, add, let go."""

from typing import Any

import httpx
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box


def id_of(box: Box, name: str) -> int:
    return int(box.one(select(t.users.c.id).where(t.users.c.username == name)))


def order_of_maria(box: Box) -> int:
    return int(box.send(7).json()["order_id"])


def take_over(box: Box, order_id: int, by: str, **body: Any) -> httpx.Response:
    return box.post(f"/api/orders/{order_id}/take-over", body, by)


def trace(box: Box, order_id: int) -> list[Any]:
    with box.house.database.reading() as connection:
        chosen = select(t.audit_log).where(t.audit_log.c.subject == f"order:{order_id}").order_by(t.audit_log.c.id)
        return list(connection.execute(chosen))


def test_a_colleague_who_takes_a_table_over_serves_it_and_leaves_a_trace(box: Box) -> None:
    order_id = order_of_maria(box)
    assert box.send(7, by="nikos").json()["code"] == "not-your-order"
    answer = take_over(box, order_id, "nikos", reason="Maria went home")
    assert answer.status_code == 200, answer.text
    assert [one["name"] for one in answer.json()["waiters"]] == ["Μαρία", "Νίκος"]
    assert box.send(7, by="nikos").status_code == 201
    assert box.send(7, by="maria").status_code == 201, "two waiters on one table lose nothing"
    assert order_id in [one["id"] for one in box.get("/api/orders/my", "nikos").json()]
    row = next(row for row in trace(box, order_id) if row.action == "order_taken_over")
    assert (row.user_id, row.reason) == (id_of(box, "nikos"), "Maria went home")
    assert row.details["opened_by"] == id_of(box, "maria")


def test_a_manager_takes_a_table_over_too_and_twice_is_once(box: Box) -> None:
    order_id = order_of_maria(box)
    for _ in range(2):
        assert take_over(box, order_id, "eleni").status_code == 200
    assert take_over(box, order_id, "maria").status_code == 200, "it is hers already"
    assert [row.action for row in trace(box, order_id)].count("order_taken_over") == 1


def test_an_order_that_ended_or_never_was_is_not_taken_over(box: Box) -> None:
    order_id = order_of_maria(box)
    box.change(t.orders, t.orders.c.id == order_id, status="cancelled")
    assert take_over(box, order_id, "nikos").json()["code"] == "order-already-closed"
    assert take_over(box, 999_999, "nikos").json()["code"] == "order-not-found"
    assert take_over(box, order_id, "nikos", rights="all").status_code == 422
    assert take_over(box, order_id, "nikos", reason="x" * 201).status_code == 422


def test_a_colleague_is_added_and_let_go(box: Box) -> None:
    order_id, nikos = order_of_maria(box), id_of(box, "nikos")
    path = f"/api/orders/{order_id}/waiters"
    assert box.post(path, {"waiter_id": nikos}, "nikos").status_code == 403
    assert box.post(path, {"waiter_id": nikos}).status_code == 200
    assert box.get(f"/api/orders/{order_id}", "nikos").status_code == 200
    assert box.http.delete(f"{path}/{nikos}", headers=box.headers("nikos")).status_code == 204, "one may leave"
    assert box.get(f"/api/orders/{order_id}", "nikos").status_code == 403
    actions = [row.action for row in trace(box, order_id)]
    assert actions[-2:] == ["waiter_added", "waiter_removed"]


def test_who_opened_an_order_stays_and_strangers_are_not_found(box: Box) -> None:
    order_id = order_of_maria(box)
    path = f"/api/orders/{order_id}/waiters"
    headers = box.headers()
    opener = box.http.delete(f"{path}/{id_of(box, 'maria')}", headers=headers)
    assert (opener.status_code, opener.json()["code"]) == (409, "opener-stays")
    assert box.http.delete(f"{path}/{id_of(box, 'nikos')}", headers=headers).json()["code"] == "not-on-order"
    assert box.post(path, {"waiter_id": 999_999}).json()["code"] == "person-not-found"
    box.change(t.users, t.users.c.username == "nikos", is_active=False)
    assert box.post(path, {"waiter_id": id_of(box, "nikos")}).json()["code"] == "person-not-found"
