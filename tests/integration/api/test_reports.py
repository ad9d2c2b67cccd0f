"""The business day and its reports over the API, on a real book."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from order_service.domain.business_day import day_after
from order_service.store import tables as t
from tests.integration.api.conftest import Box

BOSS = "eleni"
WHO_ASKS = {"users.token_version", "users.token_version,", "assistant_assignments"}
"""Words of the reads that find out who asks: once a second, in whichever report that falls."""


def today(box: Box) -> str:
    return box.house.rules.day_of(datetime.now(UTC))


def shift(box: Box, day: str = "") -> Any:
    answer = box.get(f"/api/reports/shift?day={day}", BOSS)
    assert answer.status_code == 200, answer.text
    return answer.json()


def close(box: Box, day: str, **headers: str) -> Any:
    answer = box.post("/api/reports/z", {"day": day}, BOSS, **headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def sold(box: Box, number: int = 7, *dishes: str, by: str = "maria") -> Any:
    answer = box.send(number, *[box.line(dish) for dish in dishes], by=by)
    assert answer.status_code == 201, answer.text
    return answer.json()


def cents(amount: str) -> int:
    return round(float(amount) * 100)


def pay(box: Box, order_id: int, *item_ids: int, tender: str = "cash", by: str = "maria") -> None:
    answer = box.post(f"/api/orders/{order_id}/pay", {"item_ids": list(item_ids), "tender": tender}, by)
    assert answer.status_code == 201, answer.text


def void(box: Box, order_id: int, item_id: int, reason: str = "έπεσε") -> None:
    path = f"/api/orders/{order_id}/items/{item_id}"
    answer = box.http.request("DELETE", path, params={"reason": reason}, headers=box.headers(BOSS))
    assert answer.status_code < 300, answer.text


def item_ids(sent: Any) -> list[int]:
    return [item["id"] for item in sent["round"]["items"]]


def test_x_tells_what_was_sold_by_everything_and_changes_nothing(box: Box) -> None:
    sent = sold(box, 7, "Μουσακάς", "Μουσακάς", "Χωριάτικη")
    pay(box, sent["order_id"], *item_ids(sent)[:2], tender="card")
    first, second = (box.get("/api/reports/x", BOSS).json() for _ in range(2))
    assert first["totals"] == second["totals"]
    assert (first["kind"], first["day"], first["z_number"]) == ("x", today(box), None)
    gross = sum(cents(item["line_total"]) for item in sent["round"]["items"])
    for rows in ("items", "categories", "hours", "waiters", "sections", "vat_rates"):
        assert sum(cents(row["net"]) for row in first[rows]) == cents(first["totals"]["net"]) == gross, rows
    assert {row["name"]: (row["count"], row["quantity"]) for row in first["items"]}["Μουσακάς"] == (2, "2")
    assert [row["name"] for row in first["waiters"]] == [box.get("/api/auth/me").json()["name"]]
    assert [(row["key"], row["net"]) for row in first["tenders"]] == [("card", first["totals"]["takings"])]
    assert cents(first["totals"]["vat"]) == sum(cents(row["vat"]) for row in first["vat_rates"]) > 0
    assert [table["order_id"] for table in first["open_tables"]] == [sent["order_id"]]
    assert (first["totals"]["orders"], first["totals"]["count"]) == (1, 3)


def test_after_z_what_is_sold_belongs_to_the_next_day_and_open_tables_carry_over(box: Box) -> None:
    day = today(box)
    before = sold(box, 7, "Μουσακάς")
    z = close(box, day)
    after = sold(box, 7, "Χωριάτικη")
    assert after["order_id"] == before["order_id"]
    assert (z["kind"], z["z_number"], z["closed_by"]["name"]) == ("z", 1, box.get("/api/auth/me", BOSS).json()["name"])
    assert [table["order_id"] for table in z["open_tables"]] == [before["order_id"]]
    assert [row["name"] for row in z["items"]] == ["Μουσακάς"]
    x = box.get("/api/reports/x", BOSS).json()
    assert x["day"] == day_after(day)
    assert [row["name"] for row in x["items"]] == ["Χωριάτικη"]
    assert shift(box, day) == z == box.get("/api/reports/z/1", BOSS).json()
    numbers = box.one(select(t.print_jobs.c.ticket_number).order_by(t.print_jobs.c.position.desc()).limit(1))
    assert numbers == 1, "ticket numbers begin again with the day"


def test_what_is_out_for_the_day_is_back_after_z_and_may_be_out_again(box: Box) -> None:
    moussaka = box.product("Μουσακάς")["id"]

    def is_out() -> bool:
        box._products.clear()
        return bool(box.product("Μουσακάς")["is_out_today"])

    assert box.post(f"/api/products/{moussaka}/out").status_code < 300
    assert (is_out(), box.send(7).status_code) == (True, 409)
    close(box, today(box))
    assert (is_out(), box.send(7).status_code) == (False, 201)
    assert box.post(f"/api/products/{moussaka}/out").status_code < 300
    assert (is_out(), box.send(7).status_code) == (True, 409)


def test_a_z_is_kept_as_it_was_whatever_is_voided_or_taken_back_later(box: Box) -> None:
    day = today(box)
    sent = sold(box, 7, "Μουσακάς", "Χωριάτικη")
    order_id, [moussaka, salad] = sent["order_id"], item_ids(sent)
    pay(box, order_id, salad)
    z = close(box, day)
    void(box, order_id, moussaka, "κρύο")
    payment = box.one(select(t.payments.c.id))
    back = box.post(f"/api/orders/{order_id}/payments/{payment}/take-back", {"reason": "λάθος"}, BOSS)
    assert back.status_code < 300, back.text
    assert shift(box, day) == z
    x = shift(box)
    assert x["totals"]["net"] == "-" + sent["round"]["items"][0]["line_total"]
    assert x["totals"]["takings"] == "-" + z["totals"]["takings"]
    assert [(one["kind"], one["reason"], one["item"]) for one in x["adjustments"]] == [("void", "κρύο", "Μουσακάς")]
    both = box.get(f"/api/reports/sales?from={day}&to={x['day']}&by=item", BOSS).json()
    assert {row["name"]: row["net"] for row in both["rows"]} == {
        "Μουσακάς": "0.00",
        "Χωριάτικη": sent["round"]["items"][1]["line_total"],
    }


def test_a_closed_day_s_sums_are_those_of_its_z(box: Box) -> None:
    day = today(box)
    sent = sold(box, 7, "Μουσακάς", "Χωριάτικη", "Μπίρα μαύρη 330 ml")
    sold(box, 8, "Μουσακάς", by="nikos")
    pay(box, sent["order_id"], *item_ids(sent))
    z = close(box, day)
    names = {"item": "items", "category": "categories", "hour": "hours", "waiter": "waiters", "section": "sections"}
    for by, rows in {**names, "vat": "vat_rates", "tender": "tenders"}.items():
        report = box.get(f"/api/reports/sales?from={day}&to={day}&by={by}", BOSS).json()
        assert report["rows"] == z[rows], by
        month = box.get(f"/api/reports/sales?from={day[:7]}-01&to={last_of_month(day)}&by={by}", BOSS).json()
        assert month["rows"] == z[rows], by
        assert month["total"]["net"] == z["totals"]["net"]


def last_of_month(day: str) -> str:
    start = date.fromisoformat(f"{day[:7]}-01")
    return ((start + timedelta(days=32)).replace(day=1) - timedelta(days=1)).isoformat()


def test_closing_a_day_closes_the_days_before_it_that_were_forgotten(box: Box) -> None:
    day = today(box)
    forgotten = (date.fromisoformat(day) - timedelta(days=3)).isoformat()
    sold(box, 7, "Μουσακάς")
    for table in (t.order_items, t.orders):
        box.change(table, business_day=forgotten)
    sold(box, 8, "Χωριάτικη")
    assert shift(box, forgotten)["totals"]["count"] == 1
    close(box, day)
    listed = box.get("/api/reports/z", BOSS).json()
    assert [(one["z_number"], one["day"]) for one in listed] == [(2, day), (1, forgotten)]
    assert [one["z_number"] for one in box.get("/api/reports/z?before=2&limit=1", BOSS).json()] == [1]


def test_pressed_twice_one_day_is_closed_once_and_the_next_not_before_it_began(box: Box) -> None:
    day = today(box)
    first = close(box, day, **{"Idempotency-Key": "close-the-day"})
    assert close(box, day, **{"Idempotency-Key": "close-the-day"}) == first
    assert refusal(box, "/api/reports/z", {"day": day}) == (409, "day-already-closed")
    assert refusal(box, "/api/reports/z", {"day": day_after(day)}) == (409, "day-not-begun")
    assert len(box.get("/api/reports/z", BOSS).json()) == 1


def refusal(box: Box, path: str, body: Any = None) -> tuple[int, str]:
    answer = box.get(path, BOSS) if body is None else box.post(path, body, BOSS)
    return answer.status_code, answer.json().get("code", "")


def test_a_purse_is_counted_against_its_float_and_cash(box: Box) -> None:
    sent = sold(box, 7, "Μουσακάς", "Χωριάτικη")
    first, second = item_ids(sent)
    pay(box, sent["order_id"], first, tender="cash")
    pay(box, sent["order_id"], second, tender="card")
    maria = box.get("/api/auth/me").json()["id"]
    cash, card = (item["line_total"] for item in sent["round"]["items"])
    [purse] = box.get("/api/reports/cash-ups", BOSS).json()["purses"]
    assert (purse["cash"], purse["card"], purse["counted"]) == (cash, card, None)
    body = {"waiter_id": maria, "float": "50", "counted": "40.5", "note": "λείπουν"}
    purse = box.post("/api/reports/cash-ups", body, BOSS).json()
    assert cents(purse["expected"]) == 5000 + cents(cash)
    assert cents(purse["difference"]) == 4050 - cents(purse["expected"])
    again = box.post("/api/reports/cash-ups", body | {"counted": "60.00"}, BOSS).json()
    [counted] = shift(box)["cash_ups"]
    assert counted["counted"] == again["counted"] == "60.00"
    assert box.count(t.cash_ups) == 2
    actions = box.one(select(t.audit_log.c.details).where(t.audit_log.c.action == "purse_counted"))
    assert actions["counted_cents"] == 4050


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("shift?day=2026-02-30", "invalid-days"),
        ("shift?day=yesterday", "invalid-days"),
        ("shift?day=2001-01-01", "day-unknown"),
        ("shift?day=2199-01-01", "day-unknown"),
        ("z/999", "day-unknown"),
        (f"z/{2**53 - 1}", "day-unknown"),
        ("sales?from=2026-06-05&to=2026-06-04", "invalid-days"),
        ("sales?from=2000-01-01&to=2199-12-31", "invalid-days"),
        ("sales?from=&to=", "invalid-days"),
        ("sales?from=2026-06-05", "invalid-request"),
        ("sales?from=2026-06-05&to=2026-06-05&by=password", "invalid-request"),
        ("adjustments?from=2026-06-05&to=2026-06-04", "invalid-days"),
        ("adjustments?from=2026-06-05&to=2026-06-06&limit=0", "invalid-request"),
        ("adjustments?from=2026-06-05&to=2026-06-06&limit=1000000000", "invalid-request"),
        ("cash-ups?day=0000-00-00", "invalid-days"),
        ("orders?from=2026-06-05&to=2026-06-04", "invalid-days"),
        ("orders?from=2026-06-05&to=2026-06-06&limit=0", "invalid-request"),
        ("orders?from=2026-06-05&to=2026-06-06&limit=1000000000", "invalid-request"),
        ("orders?from=2026-06-05&to=2026-06-06&after=x", "invalid-request"),
        ("orders?from=2026-06-05&to=2026-06-06&status=eaten", "invalid-request"),
        ("orders?from=2001-01-01&to=2026-06-06&text=μουσακάς", "invalid-days"),
        ("orders/999999", "order-not-found"),
        ("trail?table=1&from=2026-06-05T22:00&to=2026-06-05T21:00", "invalid-times"),
        ("trail?table=1&from=2026-01-05T22:00&to=2026-06-05T21:00", "invalid-times"),
        ("trail?table=1&from=0001-01-01&to=0001-01-01", "invalid-times"),
        ("trail?table=1&from=then&to=now", "invalid-times"),
        (f"trail?table={2**53 - 1}&from=2026-06-05&to=2026-06-06", "table-not-found"),
        ("trail?table=0&from=2026-06-05&to=2026-06-06", "invalid-request"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word(calm_box: Box, path: str, code: str) -> None:
    status, said = refusal(calm_box, f"/api/reports/{path}")
    assert (said, status) == (code, 404 if "unknown" in code or "not-found" in code else 422)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"day": "2026-13-01"}, "invalid-days"),
        ({"day": "2001-01-01"}, "day-unknown"),
        ({"day": "2199-01-01"}, "day-not-begun"),
        ({"day": 5}, "invalid-request"),
        ({}, "invalid-request"),
        ({"day": "2026-06-05", "net": "0.00"}, "invalid-request"),
    ],
)
def test_a_day_that_is_none_is_not_closed(calm_box: Box, body: Any, code: str) -> None:
    assert refusal(calm_box, "/api/reports/z", body)[1] == code
    assert calm_box.count(t.business_days) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"counted": "-1"}, "invalid-request"),
        ({"counted": "1e3"}, "invalid-request"),
        ({"counted": "9999999"}, "invalid-money"),
        ({"counted": 12.5}, "invalid-request"),
        ({"waiter_id": 999_999}, "waiter-unknown"),
        ({"waiter_id": 2**53 - 1}, "waiter-unknown"),
        ({"day": "2199-01-01"}, "day-not-begun"),
        ({"day": "the fifth"}, "invalid-days"),
        ({"expected": "0.00"}, "invalid-request"),
        ({"note": "\x1b@"}, "invalid-request"),
    ],
)
def test_a_count_that_makes_no_sense_is_not_kept(calm_box: Box, changes: Any, code: str) -> None:
    body = {"waiter_id": 1, "counted": "1.00"} | changes
    assert refusal(calm_box, "/api/reports/cash-ups", body)[1] == code
    assert calm_box.count(t.cash_ups) == 0


def test_history_is_paged_filtered_and_found_by_words(box: Box) -> None:
    day = today(box)
    ids = [sold(box, number, "Μουσακάς" if number % 2 else "Χωριάτικη")["order_id"] for number in range(1, 8)]
    nikos = sold(box, 9, "Μπίρα μαύρη 330 ml", by="nikos")["order_id"]

    def found(more: str = "") -> Any:
        answer = box.get(f"/api/reports/orders?from={day}&to={day}{more}", BOSS)
        assert answer.status_code == 200, answer.text
        return answer.json()

    pages, more = [], ""
    while True:
        page = found(f"&limit=3{more}")
        pages.append([order["id"] for order in page["orders"]])
        if page["next"] is None:
            break
        more = f"&after={page['next']}"
    assert [len(page) for page in pages] == [3, 3, 2]
    assert [one for page in pages for one in page] == [nikos, *reversed(ids)]
    assert [order["id"] for order in found("&text=mousakas")["orders"]] == [*reversed(ids[::2])]
    assert [order["id"] for order in found("&text=μπιρα")["orders"]] == [nikos]
    assert ids[3] in [order["id"] for order in found(f"&text={ids[3]}")["orders"]]
    assert [order["id"] for order in found(f"&table={box.table(3)}")["orders"]] == [ids[2]]
    assert found("&status=closed")["orders"] == []
    assert found("&text=' OR 1=1 --")["orders"] == []
    story = box.get(f"/api/reports/orders/{nikos}", BOSS).json()
    assert story["order"]["id"] == nikos
    assert [entry["what"] for entry in story["trail"]] == ["order_opened", "round_fired"]


def test_a_table_s_trail_says_who_did_what_when_and_why(box: Box) -> None:
    begin = datetime.now(UTC)
    sent = sold(box, 7, "Μουσακάς", "Χωριάτικη")
    void(box, sent["order_id"], item_ids(sent)[0], "κρύο")
    sold(box, 8, "Μουσακάς")
    hour = timedelta(hours=1)
    stamps = [(begin + step).strftime("%Y-%m-%dT%H:%M:%SZ") for step in (-hour, hour)]
    trail = box.get(f"/api/reports/trail?table={box.table(7)}&from={stamps[0]}&to={stamps[1]}", BOSS).json()
    assert [entry["what"] for entry in trail["entries"]] == ["order_opened", "round_fired", "item_cancelled"]
    assert trail["entries"][-1]["reason"] == "κρύο"
    assert trail["entries"][0]["who"] == box.get("/api/auth/me").json()["name"]
    assert trail["is_complete"]
    moved = box.post(f"/api/orders/{sent['order_id']}/move", {"table_id": box.table(9)}, BOSS)
    assert moved.status_code == 200, moved.text
    for number in (7, 9):
        path = f"/api/reports/trail?table={box.table(number)}&from={stamps[0]}&to={stamps[1]}"
        entries = [entry["what"] for entry in box.get(path, BOSS).json()["entries"]]
        assert entries == ["order_opened", "round_fired", "item_cancelled", "order_moved"], number
    later = [(begin + hour * step).strftime("%Y-%m-%dT%H:%M:%SZ") for step in (2, 3)]
    nothing = box.get(f"/api/reports/trail?table={box.table(7)}&from={later[0]}&to={later[1]}", BOSS).json()
    assert nothing["entries"] == []


@contextlib.contextmanager
def statements(box: Box) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(box.house.database.reader, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(box.house.database.reader, "before_cursor_execute", note)


def test_no_report_reads_more_often_when_there_is_more_to_read(box: Box) -> None:
    day = today(box)
    reports = [
        "x",
        f"shift?day={day}",
        *(f"sales?from=2020-01-01&to={day}&by={by}" for by in ("item", "hour", "tender")),
        f"adjustments?from={day}&to={day}",
        "cash-ups",
        f"orders?from={day}&to={day}&text=a",
        "z",
        f"trail?table={box.table(1)}&from={day}&to={day_after(day_after(day))}",
    ]

    def counts() -> list[int]:
        found = []
        for path in reports:
            box.get("/api/auth/me", BOSS)
            with statements(box) as said:
                assert box.get(f"/api/reports/{path}", BOSS).status_code == 200
            found.append(len([one for one in said if one.startswith("SELECT") and not WHO_ASKS & set(one.split())]))
        return found

    sold(box, 1, "Μουσακάς")
    few = counts()
    for number in range(1, 7):
        sent = sold(box, number, "Μουσακάς", "Χωριάτικη", "Μπίρα μαύρη 330 ml", by=("maria", BOSS)[number % 2])
        void(box, sent["order_id"], item_ids(sent)[0])
        pay(box, sent["order_id"], item_ids(sent)[1], by=("maria", BOSS)[number % 2])
    old = (date.fromisoformat(day) - timedelta(days=40)).isoformat()
    box.change(t.order_items, t.order_items.c.id < 6, business_day=old)
    assert dict(zip(reports, counts(), strict=True)) == dict(zip(reports, few, strict=True))
    assert max(few) <= 12, dict(zip(reports, few, strict=True))


FILES = {
    "x": "x",
    "shift": "x",
    "sales?from={day}&to={day}&by=item": "sales-item",
    "sales?from={day}&to={day}&by=hour": "sales-hour",
    "sales?from={day}&to={day}&by=vat": "sales-vat",
    "sales?from={day}&to={day}&by=tender": "sales-tender",
    "adjustments?from={day}&to={day}": "adjustments",
    "cash-ups": "cash-ups",
    "orders?from={day}&to={day}": "orders",
    "trail?table={table}&from={day}&to={after}": "table",
}


def test_every_report_is_a_file_too_readable_in_greek_and_harmless(box: Box) -> None:
    day = today(box)
    sent = sold(box, 7, "Μουσακάς", "Χωριάτικη")
    pay(box, sent["order_id"], item_ids(sent)[1])
    void(box, sent["order_id"], item_ids(sent)[0], "=HYPERLINK(1)")
    box.post("/api/reports/cash-ups", {"waiter_id": 1, "counted": "1.00", "note": "+1"}, BOSS)
    for template, name in FILES.items():
        path = template.format(day=day, after=day_after(day_after(day)), table=box.table(7))
        more = "&" if "?" in path else "?"
        sheet = box.get(f"/api/reports/{path}{more}format=csv", BOSS)
        assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert sheet.headers["Content-Disposition"].startswith(f'attachment; filename="{name}')
        words = sheet.content.decode("utf-8-sig")
        assert not [cell for cell in words.replace('"', "").split(";") if cell.startswith(("=", "+", "@"))], words
        page = box.get(f"/api/reports/{path}{more}format=pdf&lang=en", BOSS)
        assert (page.headers["Content-Type"], page.content[:5]) == ("application/pdf", b"%PDF-")
    z = close(box, day)
    words = box.get("/api/reports/z/1?format=csv", BOSS).content.decode("utf-8-sig")
    assert f"Μουσακάς;0;{z['items'][-1]['gross'].replace('.', ',')}" in words
    assert refusal(box, "/api/reports/x?format=xls") == (422, "invalid-request")
    assert box.get("/api/reports/x?format=csv").status_code == 403
