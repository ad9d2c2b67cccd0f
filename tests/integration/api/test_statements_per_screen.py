"""No screen asks the book once a row: every GET of the API sends as many statements with fifty rows as with one.

Screens are found in OpenAPI, so that a new one is counted from its first day.
"""

from collections.abc import Callable
from math import inf
from typing import Any

from sqlalchemy import event, insert, select

from api.house import _CachedAccount
from kernel.messages import PrinterCheckRequest
from order_service.store import tables as t
from order_service.store.alerts import raise_alert
from order_service.store.menu import menu_changed
from order_service.store.staff import account_by_username
from tests.integration.api.conftest import Box, openapi_of

NOT_A_READ_OF_THE_BOOK = {"/api/live", "/api/images/{name}", "/api/system/backups/{name}"}


def a_check(box: Box) -> str:
    """A printer check under way."""
    said = {"request_id": "0" * 26, "step": "discover", "asked_at": "2026-06-05T18:47:10Z"}
    box.house.checks.begin(PrinterCheckRequest.model_validate(said))
    return "0" * 26


GIVEN: dict[str, Callable[[Box], Any]] = {
    "order_id": lambda box: box.one(select(t.orders.c.id).order_by(t.orders.c.id)),
    "table": lambda box: box.table(1),
    "table_id": lambda box: box.table(1),
    "z_number": lambda _box: 1,
    "day": lambda box: box.one(select(t.orders.c.business_day)),
    "from": lambda box: box.one(select(t.orders.c.business_day)),
    "to": lambda box: box.one(select(t.orders.c.business_day)),
    "by": lambda _box: "item",
    "printer_id": lambda _box: "kitchen",
    "check_id": a_check,
    "job_id": lambda box: box.one(select(t.print_jobs.c.id)),
    "limit": lambda _box: 200,
    "language": lambda _box: "el",
}
"""What a screen that names one thing is asked for."""


def test_a_screen_of_fifty_rows_costs_as_many_statements_as_one_of_one(box: Box) -> None:
    keep_known(box, "eleni")
    serve(box, 1, lines=1)
    box.http.get("/api/system/health")  # remembers the figures of the last day for a minute
    with_one = counts(box)
    serve(box, 20, lines=10)
    crowd(box, 50)
    with_many = counts(box)
    assert with_many == with_one
    assert {path for path, (status, _) in with_one.items() if status == 200} > {
        "/api/tables/",
        "/api/orders/my",
        "/api/orders/{order_id}",
        "/api/alerts/",
        "/api/print-jobs/",
        "/api/products/",
    }


def serve(box: Box, tables: int, *, lines: int) -> None:
    """Rounds on tables, each with an alert."""
    for number in range(1, tables + 1):
        sent = box.send(number, *[box.line(), box.line("Χωριάτικη")][: min(2, lines)] * max(1, lines // 2), by="eleni")
        assert sent.status_code == 201, sent.text
    with box.house.database.reading() as connection:
        jobs = [dict(row._mapping) for row in connection.execute(select(t.print_jobs))]
    for job in jobs:
        box.house.writer.run(lambda unit, job=job: raise_alert(unit, job, "printer", "paper_out"))


def crowd(box: Box, more: int) -> None:
    """More dishes and more people."""

    def _copy(unit: Any) -> None:
        for table, changed in ((t.products, "name"), (t.users, "username"), (t.categories, "name")):
            row = dict(unit.connection.execute(select(table).order_by(table.c.id)).first()._mapping)
            del row["id"]
            rows = [row | {changed: f"{row[changed][:20]} {number}"} for number in range(more)]
            unit.connection.execute(insert(table), rows)

    box.house.writer.run(_copy)


def counts(box: Box) -> dict[str, tuple[int, int]]:
    """Path -> status and statements."""
    found = {}
    for path, operations in openapi_of(box.app)["paths"].items():
        if "get" in operations and path not in NOT_A_READ_OF_THE_BOOK:
            found[path] = count(box, path, operations["get"])
    return found


def count(box: Box, path: str, operation: dict[str, Any]) -> tuple[int, int]:
    query = {}
    address = path
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] == "path":
            address = address.replace(f"{{{name}}}", str(GIVEN[name](box)))
        elif parameter["in"] == "query" and (parameter.get("required") or name == "limit") and name in GIVEN:
            query[name] = GIVEN[name](box)
    box.house.writer.run(menu_changed)
    said: list[str] = []
    reader = box.house.database.reader

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(reader, "before_cursor_execute", note)
    answer = box.http.get(address, headers=box.headers("eleni"), params=query)
    event.remove(reader, "before_cursor_execute", note)
    return answer.status_code, len(said)


def keep_known(box: Box, name: str) -> None:
    """Whose account is looked up again every second would count now and then."""
    with box.house.database.reading() as connection:
        account = account_by_username(connection, name)
    assert account is not None
    box.house._accounts[account.staff.id] = _CachedAccount(account, inf)


def test_operations_have_names_of_their_own(calm_box: Box) -> None:
    operations = [one for path in openapi_of(calm_box.app)["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert sorted(set(names)) == sorted(names)
