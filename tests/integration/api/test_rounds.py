"""A Send from a phone, right and wrong."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from order_service.store import tables as t
from tests.integration.api.conftest import Box

NOTHING_KEPT = (t.orders, t.rounds, t.order_items, t.print_jobs, t.ticket_counters, t.idempotency_keys)


def kept(box: Box) -> list[int]:
    return [box.count(table) for table in NOTHING_KEPT]


def test_a_round_is_taken_with_the_broker_and_every_printer_dead(box: Box) -> None:
    answer = box.send(7, box.line(quantity="2"), box.line("Μπίρα μαύρη 330 ml"))
    assert answer.status_code == 201
    body = answer.json()
    assert [ticket["custody"] for ticket in body["round"]["tickets"]] == ["received", "received"]
    detail = box.get(f"/api/orders/{body['order_id']}").json()
    assert detail["rounds"] == [body["round"]]
    assert (detail["total"], detail["unpaid_total"]) == (body["total"], body["unpaid_total"])


def test_both_ways_to_send_give_the_same_shape(box: Box) -> None:
    opened = box.post("/api/orders/", {"table_id": box.table(7), "covers": 3})
    assert opened.status_code == 201
    assert (opened.json()["covers"], opened.json()["rounds"]) == (3, [])
    order_id = opened.json()["id"]
    first = box.post(f"/api/orders/{order_id}/items", {"lines": [box.line()]})
    second = box.send(7)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json().keys() == second.json().keys()
    assert second.json()["order_id"] == order_id
    assert [order["id"] for order in box.get("/api/orders/my").json()] == [order_id]


def test_a_colleague_s_order_is_not_ours_and_the_answer_says_whose_it_is(box: Box) -> None:
    order_id = box.send(8, by="nikos").json()["order_id"]
    for answer in (
        box.get(f"/api/orders/{order_id}"),
        box.post(f"/api/orders/{order_id}/items", {"lines": [box.line()]}),
        box.send(8),
    ):
        assert answer.status_code == 403
        assert (answer.json()["code"], answer.json()["owner"]) == ("not-your-order", "Νίκος")
    assert box.get(f"/api/orders/{order_id}", by="eleni").status_code == 200
    assert box.get("/api/orders/my").json() == []


def test_an_assistant_acts_on_the_tables_of_those_they_assist(box: Box) -> None:
    order_id = box.send(8, by="nikos").json()["order_id"]
    maria = box.one(t.users.select().with_only_columns(t.users.c.id).where(t.users.c.username == "maria"))
    nikos = box.one(t.users.select().with_only_columns(t.users.c.id).where(t.users.c.username == "nikos"))
    box.house.writer.run(
        lambda unit: unit.connection.execute(
            t.assistant_assignments.insert(), {"waiter_id": nikos, "assistant_id": maria}
        )
    )
    box.house._accounts.clear()
    assert box.get(f"/api/orders/{order_id}").status_code == 200
    assert box.send(8).status_code == 201


def test_unknown_ids_are_not_found(calm_box: Box) -> None:
    lines = {"lines": [calm_box.line()]}
    for answer, code in (
        (calm_box.get("/api/orders/999999"), "order-not-found"),
        (calm_box.get(f"/api/orders/{2**53 - 1}"), "order-not-found"),
        (calm_box.post("/api/orders/999999/items", lines), "order-not-found"),
        (calm_box.post("/api/tables/999999/rounds", lines), "table-not-found"),
        (calm_box.post("/api/orders/", {"table_id": 999999}), "table-not-found"),
        (calm_box.post(f"/api/print-jobs/{'0' * 26}/again"), "print-job-not-found"),
        (calm_box.post(f"/api/print-jobs/{'0' * 26}/divert", {"printer_id": "bar"}), "print-job-not-found"),
        (calm_box.post("/api/alerts/999999/act", {"action": "seen"}), "alert-not-found"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, code)


@pytest.mark.parametrize("order_id", ["0", "-1", str(2**53), "1.5", "x", "1e3", "%00", "٣", "9" * 5000])
def test_an_id_that_can_t_be_one_is_refused(calm_box: Box, order_id: str) -> None:
    assert calm_box.get(f"/api/orders/{order_id}").status_code in (404, 422)


def test_a_closed_order_and_a_table_out_of_use_are_conflicts(box: Box) -> None:
    order_id = box.send(7).json()["order_id"]
    box.change(t.orders, t.orders.c.id == order_id, status="closed")
    closed = box.post(f"/api/orders/{order_id}/items", {"lines": [box.line()]})
    assert (closed.status_code, closed.json()["code"]) == (409, "order-already-closed")
    box.change(t.tables, t.tables.c.number == 9, is_active=False)
    inactive = box.send(9)
    assert (inactive.status_code, inactive.json()["code"]) == (409, "table-not-active")
    box.send(10)
    taken = box.post("/api/orders/", {"table_id": box.table(10)}, by="nikos")
    assert (taken.status_code, taken.json()["code"], taken.json()["owner"]) == (409, "table-has-order", "Μαρία")


def test_a_dish_that_is_out_is_a_conflict_that_names_it(box: Box) -> None:
    out = next(p for p in box.get("/api/products/?all=true", by="eleni").json() if not p["is_available"])
    answer = box.send(7, box.line(), {"product_id": out["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "product-not-available")
    assert answer.json()["name"] == out["name"]
    assert box.get("/api/products/?all=true").status_code == 403


@pytest.mark.parametrize(
    "quantity",
    [
        "0",
        "0.000",
        "-1",
        "1000000000",
        "1e9",
        "1e400",
        "NaN",
        "Infinity",
        "0.0001",
        "1000",
        "999.001",
        "",
        " ",
        "1,5",
        2,
        1.5,
        True,
        None,
        [],
        "+1",
        "0x1",
        "٣",
        "1" * 5000,
    ],
)
def test_a_quantity_nobody_can_serve_is_refused(calm_box: Box, quantity: Any) -> None:
    assert calm_box.send(7, calm_box.line(quantity=quantity)).status_code == 422
    assert kept(calm_box) == [0] * len(NOTHING_KEPT)


@pytest.mark.parametrize(
    "more",
    [
        {"price": "0.01"},
        {"unit_price": "0.01"},
        {"base_price_cents": 1},
        {"status": "paid"},
        {"product_id": 0},
        {"product_id": -1},
        {"product_id": 2**60},
        {"product_id": 1.5},
        {"product_id": None},
        {"option_ids": "1"},
        {"option_ids": [1] * 31},
        {"option_ids": [999999]},
        {"choice_ids": [None]},
        {"note": "x" * 201},
        {"note": 1},
        {"note": None},
    ],
)
def test_a_line_that_says_too_much_or_the_wrong_thing_is_refused(calm_box: Box, more: dict[str, Any]) -> None:
    assert calm_box.send(7, calm_box.line() | more).status_code == 422
    assert kept(calm_box) == [0] * len(NOTHING_KEPT)


def test_the_client_never_says_who_opened_an_order_or_what_it_costs(calm_box: Box) -> None:
    for extra in ({"opened_by": 2}, {"total": "0.00"}, {"status": "paid"}, {"waiter_id": 2}):
        body = {"lines": [calm_box.line()]} | extra
        assert calm_box.post(f"/api/tables/{calm_box.table()}/rounds", body).status_code == 422


@pytest.mark.parametrize("lines", [[], None, "x", {}, [None], [[]], [1]])
def test_a_round_without_lines_is_refused(calm_box: Box, lines: Any) -> None:
    assert calm_box.post(f"/api/tables/{calm_box.table()}/rounds", {"lines": lines}).status_code == 422


def test_a_hundred_lines_are_taken_and_one_more_is_not(box: Box) -> None:
    line = box.line()
    assert box.send(7, *[line] * 100).status_code == 201
    assert box.send(7, *[line] * 101).status_code == 422


def test_a_round_over_a_million_is_refused(box: Box) -> None:
    dear = box.line("Ποικιλία για δύο", quantity="999")
    answer = box.send(7, *[dear] * 100)
    assert (answer.status_code, answer.json()["code"]) == (422, "amount-too-large")


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("χωρίς\u0000 αλάτι", "χωρίς αλάτι"),
        ("\u001b@\u001dV\u0001 cut", "@ V cut"),
        ("a\nb\tc\r\nd", "a b c d"),
        ("\u202eevil\u2066", "evil"),
        ("«καλό» 👍", "«καλό» 👍"),
        ("  ", ""),
    ],
)
def test_a_note_is_kept_without_what_a_printer_would_obey(box: Box, note: str, read: str) -> None:
    answer = box.send(7, box.line(note=note))
    assert answer.status_code == 201
    assert answer.json()["round"]["items"][0]["note"] == read


def raw(box: Box, body: bytes, content_type: str = "application/json", **headers: str) -> httpx.Response:
    return box.http.post(
        f"/api/tables/{box.table()}/rounds",
        content=body,
        headers=box.headers(**{"Content-Type": content_type}, **headers),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"lines"',
        b"\xff\xfe\x00",
        b'{"lines": [{"product_id": 1, "note": "\\ud800"}]}',
        b'{"\\ud800": 1, "lines": []}',
        b'{"lines": [{"\\udfff": 1}]}',
        b'{"lines": NaN}',
        b'{"lines": [{"product_id": NaN}]}',
        b'{"lines": [{"product_id": 1e999}]}',
        b'{"lines": [{"product_id": ' + b"9" * 5000 + b"}]}",
        b'{"lines": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"lines": [' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]}",
        b"\x00" * 1000,
        "{“lines”: []}".encode(),
        '{"lines": []}'.encode("utf-16"),
    ],
)
def test_a_body_that_can_t_be_read_is_refused_in_a_sentence(calm_box: Box, body: bytes) -> None:
    assert raw(calm_box, body).status_code in (400, 422)
    assert kept(calm_box) == [0] * len(NOTHING_KEPT)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data", "", "application/jso"]
)
def test_a_body_of_another_type_is_refused(calm_box: Box, content_type: str) -> None:
    body = json.dumps({"lines": [calm_box.line()]}).encode()
    assert raw(calm_box, body, content_type).status_code in (400, 415, 422)
    assert kept(calm_box) == [0] * len(NOTHING_KEPT)


def test_a_name_given_twice_counts_once(box: Box) -> None:
    product = box.product()["id"]
    body = f'{{"lines": [{{"product_id": 999999, "product_id": {product}}}]}}'.encode()
    assert raw(box, body).status_code == 201
    assert box.count(t.order_items) == 1


def test_a_body_over_a_megabyte_is_refused_whether_it_says_its_size_or_not(box: Box) -> None:
    said = raw(box, b'{"lines": [' + b" " * 1_100_000 + b"]}")
    assert (said.status_code, said.json()["code"]) == (413, "body-too-large")
    chunks = (b" " * 65_536 for _ in range(20))
    unsaid = box.http.post(f"/api/tables/{box.table()}/rounds", content=chunks, headers=box.headers())
    assert (unsaid.status_code, unsaid.json()["code"]) == (413, "body-too-large")


def test_a_chunked_body_within_bounds_is_taken(box: Box) -> None:
    body = json.dumps({"lines": [box.line()]}).encode()
    answer = box.http.post(
        f"/api/tables/{box.table()}/rounds",
        content=iter([body[:10], body[10:]]),
        headers=box.headers(**{"Content-Type": "application/json"}),
    )
    assert answer.status_code == 201


# --- the same tap twice


def test_the_same_tap_twice_has_one_effect_and_one_answer(box: Box) -> None:
    first = box.send(7, **{"Idempotency-Key": "tap-00000001"})
    again = box.send(7, **{"Idempotency-Key": "tap-00000001"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert box.count(t.rounds) == 1


def test_fifty_phones_with_one_key_send_one_round(box: Box) -> None:
    line, table, headers = box.line(), box.table(), box.headers(**{"Idempotency-Key": "tap-00000002"})

    def tap(_number: int) -> httpx.Response:
        return box.http.post(f"/api/tables/{table}/rounds", json={"lines": [line]}, headers=headers)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(tap, range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert box.count(t.rounds) == 1


def test_a_key_used_for_another_round_is_refused(box: Box) -> None:
    box.send(7, **{"Idempotency-Key": "tap-00000003"})
    other = box.send(7, box.line(quantity="2"), **{"Idempotency-Key": "tap-00000003"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert box.count(t.rounds) == 1


def test_a_key_belongs_to_one_person_and_one_address(box: Box) -> None:
    key = {"Idempotency-Key": "tap-00000004"}
    assert box.send(7, **key).status_code == 201
    assert box.send(8, **key).status_code == 201
    assert box.send(9, by="nikos", **key).status_code == 201
    assert box.count(t.rounds) == 3


def test_a_refused_tap_may_be_sent_again_under_its_key(box: Box) -> None:
    box.change(t.tables, t.tables.c.number == 9, is_active=False)
    key = {"Idempotency-Key": "tap-00000005"}
    assert box.send(9, **key).status_code == 409
    box.change(t.tables, t.tables.c.number == 9, is_active=True)
    assert box.send(9, **key).status_code == 201


@pytest.mark.parametrize("key", ["short", "x" * 81, "with space", "", "κλειδί-κλειδί"])
def test_a_key_that_names_nothing_is_refused(calm_box: Box, key: str) -> None:
    headers = calm_box.headers() | {"Idempotency-Key": key.encode()}  # type: ignore[dict-item]
    answer = calm_box.http.post(
        f"/api/tables/{calm_box.table()}/rounds", json={"lines": [calm_box.line()]}, headers=headers
    )
    assert answer.status_code == 422
    assert calm_box.count(t.rounds) == 0


# --- a disk that fails


def fill_up(box: Box) -> None:
    with box.house.database.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")


def test_a_full_disk_is_a_507_that_a_person_understands_and_nothing_is_half_kept(sqlite_box: Box) -> None:
    box = sqlite_box
    line = box.line(note="x" * 200)
    before = kept(box)
    fill_up(box)
    while (answer := box.send(7, *[line] * 100)).status_code == 201:
        before = kept(box)
        fill_up(box)
    assert (answer.status_code, answer.json()["code"]) == (507, "storage-full")
    assert answer.headers["Retry-After"]
    assert kept(box) == before
    assert box.send(8).status_code == 201


def test_a_house_that_is_going_down_says_come_back(box: Box) -> None:
    box.house.writer.stop()
    answer = box.send(7)
    assert (answer.status_code, answer.json()["code"]) == (503, "writer-stopped")
    assert answer.headers["Retry-After"]
    box.house.writer.stop = lambda: None  # type: ignore[method-assign]  # it is stopped already


def test_reading_a_book_that_is_gone_is_a_wait_not_a_bug(sqlite_box: Box) -> None:
    box = sqlite_box
    headers = box.headers()
    box.get("/api/tables/")
    box.house.database.reader.dispose()
    path = box.data_dir / "pos.db"
    for name in ("pos.db", "pos.db-wal", "pos.db-shm"):
        if (box.data_dir / name).exists():
            (box.data_dir / name).rename(box.data_dir / f"away-{name}")
    path.mkdir()
    answer = box.http.get("/api/tables/", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    health = box.http.get("/api/system/health").json()
    assert (health["status"], health["database"]) == ("degraded", "failing")


def test_a_round_tapped_for_an_order_that_a_colleague_closed_opens_no_other_and_says_who_closed_it(box: Box) -> None:
    order = box.send(7).json()
    item = order["round"]["items"][0]["id"]
    assert box.post(f"/api/orders/{order['order_id']}/pay", {"item_ids": [item]}).status_code == 201
    rev = box.get(f"/api/orders/{order['order_id']}").json()["rev"]
    assert box.post(f"/api/orders/{order['order_id']}/close", {"rev": rev}, by="eleni").status_code == 200
    before = kept(box)
    late = {"lines": [box.line()], "order_id": order["order_id"]}
    answer = box.post(f"/api/tables/{box.table(7)}/rounds", late)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], told["who"], told["what"]) == ("order-already-closed", "Ελένη", "order_closed")
    assert kept(box) == before
    assert box.send(7).json()["order_id"] != order["order_id"]


def test_a_round_tapped_before_the_guests_moved_follows_them_to_their_new_table(box: Box) -> None:
    order_id = box.send(7).json()["order_id"]
    assert box.post(f"/api/orders/{order_id}/move", {"table_id": box.table(9)}).status_code == 200
    late = {"lines": [box.line()], "order_id": order_id}
    answer = box.post(f"/api/tables/{box.table(7)}/rounds", late)
    assert answer.status_code == 201
    assert (answer.json()["order_id"], answer.json()["table_id"]) == (order_id, box.table(9))
