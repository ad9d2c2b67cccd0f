"""Who may call what: every row of api/access.py tried as every role, for real."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import insert, select

from api.access import ACCESS, Access
from order_service.store import tables as t
from tests.integration.api.conftest import Box, openapi_of
from tests.integration.api.examples import example_body

pytestmark = pytest.mark.before_the_book

NOBODY, OWNER, PARTNER, ASSISTANT, STRANGER, MANAGER, SYSADMIN = (
    "nobody",
    "maria",
    "partner",
    "giorgos",
    "nikos",
    "eleni",
    "sysadmin",
)
"""Maria opened the order, `partner` was added to it, Giorgos assists Maria, Nikos has nothing to do with it."""

ROLES = (NOBODY, OWNER, PARTNER, ASSISTANT, STRANGER, MANAGER, SYSADMIN)
STREAMS = {"/api/live"}
"""Answers that end only when the screen goes away; test_live_stream.py opens them."""

NAMES_NOTHING = 999_999_999


@pytest.fixture(scope="module")
def staffed_box(calm_box: Box) -> Box:
    """Everybody of ROLES works here."""

    def _hire(unit: Any) -> None:
        new = {"pin_hash": "-", "created_at": datetime.now(UTC)}
        people = [
            {"username": PARTNER, "name": "Partner", "role": "waiter", **new},
            {"username": SYSADMIN, "name": "Sysadmin", "role": "sysadmin", **new},
        ]
        unit.connection.execute(insert(t.users), people)
        ids = {row.username: row.id for row in unit.connection.execute(select(t.users))}
        unit.connection.execute(
            insert(t.assistant_assignments), {"waiter_id": ids[OWNER], "assistant_id": ids[ASSISTANT]}
        )

    calm_box.house.writer.run(_hire)
    return calm_box


def test_every_route_has_a_row_and_every_row_a_route(calm_box: Box) -> None:
    routes = {
        (method.upper(), path)
        for path, operations in openapi_of(calm_box.app)["paths"].items()
        for method in operations
        if path.startswith("/api/")
    }
    rows = {(row.method, row.path) for row in ACCESS}
    assert routes - rows == set(), "add these routes to api/access.py: nobody may call them until then"
    assert rows - routes == set(), "these rows of api/access.py are of no route"
    assert len(rows) == len(ACCESS), "a route has two rows"


def test_what_is_open_to_all_is_little() -> None:
    assert {row.path for row in ACCESS if row.role == "anyone"} == {
        "/api/auth/login",
        "/api/system/health",
        "/api/images/{name}",
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ACCESS, ids=lambda row: f"{row.method} {row.path}")
def test_a_row_holds_for_a_role(staffed_box: Box, row: Access, role: str) -> None:
    refusal = refusal_for(row, role)
    if refusal is None and row.path in STREAMS:
        pytest.skip("opened in test_live_stream.py")
    answer = call(staffed_box, row, role)
    if refusal is None:
        assert answer.status_code not in (401, 403) or answer.json()["code"] == "invalid-credentials", answer.text
    else:
        assert (answer.status_code, answer.json()["code"]) == refusal, answer.text


def refusal_for(row: Access, role: str) -> tuple[int, str] | None:
    """What the row says: the refusal, or None."""
    if row.role == "anyone":
        return None
    if role == NOBODY:
        return 401, "not-signed-in"
    if row.role == "sysadmin" and role != SYSADMIN:
        return 403, "sysadmins-only"
    if row.role in ("manager", "discounts") and role not in (MANAGER, SYSADMIN):
        return 403, "managers-only"
    if row.owns and role == STRANGER:
        return 403, "not-your-order"
    return None


def call(box: Box, row: Access, role: str) -> httpx.Response:
    names = dict.fromkeys(("table_id", "order_id", "alert_id"), NAMES_NOTHING)
    known = a_table_of_marias(box) if row.owns else {}
    path = row.path
    for name in [part[1:-1] for part in row.path.split("/") if part.startswith("{")]:
        path = path.replace(f"{{{name}}}", str(known.get(name, names.get(name, NAMES_NOTHING))))
    if not row.owns:
        path = path.replace("/print-jobs/999999999", f"/print-jobs/{'0' * 26}")
    body = example_body(openapi_of(box.app), row.method, row.path, known)
    headers = {} if role == NOBODY else box.headers(role)
    return box.http.request(row.method, path, json=body, headers=headers)


def a_table_of_marias(box: Box) -> dict[str, Any]:
    """Table 7 with an order of Maria and her partner on it, one round fired, its ticket in trouble."""
    box.change(t.orders, t.orders.c.status.in_(("open", "partially_paid", "paid")), status="cancelled")
    box.change(t.alerts, t.alerts.c.acted_at.is_(None), acted_at=datetime.now(UTC))
    sent = box.send(7, by=OWNER).json()
    order_id, item_id = sent["order_id"], sent["round"]["items"][0]["id"]
    [job_id] = [ticket["job_id"] for ticket in sent["round"]["tickets"]]

    def _trouble(unit: Any) -> int:
        ids = {row.username: row.id for row in unit.connection.execute(select(t.users))}
        unit.connection.execute(insert(t.order_waiters), {"order_id": order_id, "waiter_id": ids[PARTNER]})
        alert = {"job_id": job_id, "order_id": order_id, "sender_id": ids[OWNER], "cause": "agent"}
        new = insert(t.alerts).values(alert | {"raised_at": unit.now}).returning(t.alerts.c.id)
        return int(unit.connection.execute(new).scalar_one())

    return {
        "table_id": box.table(7),
        "order_id": order_id,
        "item_id": item_id,
        "item_ids": [item_id],
        "job_id": job_id,
        "alert_id": box.house.writer.run(_trouble),
        "printer_id": "bar",
        "lines": [box.line()],
        "rev": sent["rev"],
        "waiter_id": box.one(select(t.users.c.id).where(t.users.c.username == PARTNER)),
    }
