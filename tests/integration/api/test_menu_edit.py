"""The menu as a manager writes it, over the real API."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box

GRILL: dict[str, Any] = {
    "name": "Αντικριστό",
    "name_en": "Lamb chops",
    "kitchen_name": "ΑΝΤΙΚΡ",
    "base_price": "14.50",
    "unit": "kg",
    "vat_rate_bp": 1300,
    "course": 2,
    "zone_ids": ["kitchen", "bar"],
    "options": [{"name": "ρύζι", "name_en": "rice", "extra_cost": "1.50"}],
    "ingredients": [{"name": "λεμόνι", "extra_cost": "-0.20"}],
    "preference_sets": [
        {
            "name": "ψήσιμο",
            "min_choices": 1,
            "max_choices": 2,
            "choices": [{"name": "μέτριο", "is_default": True}, {"name": "καλά", "price_delta": "0.50"}],
        }
    ],
}


def put(box: Box, path: str, body: Any, by: str = "eleni") -> httpx.Response:
    return box.http.put(path, json=body, headers=box.headers(by))


def delete(box: Box, path: str, by: str = "eleni") -> httpx.Response:
    return box.http.delete(path, headers=box.headers(by))


def category(box: Box, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = box.get("/api/products/categories").json()[place]
    return found


def add(box: Box, **changes: Any) -> dict[str, Any]:
    answer = box.post("/api/products/", GRILL | {"category_id": category(box)["id"]} | changes, "eleni")
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def as_input(product: dict[str, Any]) -> dict[str, Any]:
    """What a manager's screen sends back of what it was shown."""
    sets = [
        {key: one[key] for key in ("id", "name", "name_en", "min_choices", "max_choices")}
        | {"choices": [c | {"is_default": c["id"] in one["default_choice_ids"]} for c in one["choices"]]}
        for one in product["preference_sets"]
    ]
    kept = ("name", "name_en", "kitchen_name", "category_id", "base_price", "unit", "vat_rate_bp", "options")
    body = {key: product[key] for key in (*kept, "ingredients")}
    return body | {"zone_ids": product["own_zone_ids"], "course": product["own_course"], "preference_sets": sets}


def test_a_new_dish_is_sold_at_once_with_all_that_belongs_to_it(box: Box) -> None:
    dish = add(box)
    assert dish["zone_ids"] == ["kitchen", "bar"]
    [question] = dish["preference_sets"]
    assert (question["is_required"], question["min_choices"], question["max_choices"]) == (False, 1, 2)
    assert question["default_choice_ids"] == [question["choices"][0]["id"]]
    [found] = box.get("/api/products/?q=ANTIKRISTO").json()
    assert found["id"] == dish["id"]
    sent = box.post(f"/api/tables/{box.table()}/rounds", {"lines": [{"product_id": dish["id"], "quantity": "0.450"}]})
    assert sent.status_code == 201, sent.text
    tickets = sent.json()["round"]["tickets"]
    assert [ticket["zone_id"] for ticket in tickets] == ["kitchen", "bar"]
    with box.house.database.reading() as connection:
        papers = list(connection.scalars(select(t.print_jobs.c.document).order_by(t.print_jobs.c.position)))
    assert [paper["also_at"][0]["zone_name"] for paper in papers] == ["Μπαρ", "Κουζίνα"]


def test_a_dish_saved_as_it_was_shown_keeps_every_id_and_a_dropped_part_is_gone(box: Box) -> None:
    dish = add(box)
    assert put(box, f"/api/products/{dish['id']}", as_input(dish)).json() == dish
    changed = as_input(dish) | {"options": [{"name": "πατάτες"}], "base_price": "15.00", "zone_ids": None}
    answer = put(box, f"/api/products/{dish['id']}", changed).json()
    assert [one["name"] for one in answer["options"]] == ["πατάτες"]
    assert answer["options"][0]["id"] != dish["options"][0]["id"]
    assert answer["preference_sets"] == dish["preference_sets"]
    assert answer["own_zone_ids"] is None


def test_the_second_of_two_managers_is_told_what_the_first_changed_and_may_save_over_it(box: Box) -> None:
    product = add(box)
    path = f"/api/products/{product['id']}"
    mine = as_input(product)
    assert put(box, path, mine | {"base_price": "15.00", "name_en": "Chops", "seen": mine}).status_code == 200
    late = put(box, path, mine | {"kitchen_name": "ΑΝΤ", "seen": mine})
    assert (late.status_code, late.json()["code"], late.json()["by"]) == (409, "product-changed", "Ελένη")
    assert late.json()["parts"] == ["name_en", "base_price_cents"]
    moved = put(box, path, mine | {"seen": mine | {"category_id": category(box, 1)["id"], "base_price": "15.00"}})
    assert moved.json()["parts"] == ["name_en", "category_id"]
    assert put(box, path, mine | {"kitchen_name": "ΑΝΤ"}).json()["kitchen_name"] == "ΑΝΤ"


def test_a_change_of_the_menu_changes_no_order(box: Box) -> None:
    order = box.send(7).json()["order_id"]
    moussaka = box.product()
    put(box, f"/api/products/{moussaka['id']}", as_input(moussaka) | {"name": "Άλλο", "base_price": "99.00"})
    [item] = box.get(f"/api/orders/{order}").json()["rounds"][0]["items"]
    assert (item["name"], item["unit_price"]) == ("Μουσακάς", moussaka["base_price"])


def test_what_belongs_to_another_dish_is_not_taken_over(box: Box) -> None:
    first, second = add(box), add(box, name="Άλλο αντικριστό")
    body = as_input(second) | {"options": first["options"]}
    answer = put(box, f"/api/products/{second['id']}", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "not-of-this-product")
    assert put(box, f"/api/products/{first['id']}", as_input(first)).json() == first


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"base_price": "-1.00"}, "invalid-menu"),
        ({"base_price": "1.005"}, "invalid-request"),
        ({"base_price": 12.5}, "invalid-request"),
        ({"base_price": "NaN"}, "invalid-request"),
        ({"base_price": "٣.٠٠"}, "invalid-request"),
        ({"base_price": "9999999"}, "invalid-money"),
        ({"name": "  "}, "invalid-request"),
        ({"name": "x" * 121}, "invalid-request"),
        ({"name": "μου\x1bσακάς"}, "invalid-request"),
        ({"name": "\x00"}, "invalid-request"),
        ({"vat_rate_bp": 10001}, "invalid-request"),
        ({"course": 0}, "invalid-request"),
        ({"unit": "barrel"}, "invalid-request"),
        ({"category_id": 999_999}, "unknown-category"),
        ({"zone_ids": ["attic"]}, "unknown-zone"),
        ({"zone_ids": ["bar", "bar"]}, "invalid-menu"),
        ({"options": [{"name": "α"}, {"name": "α"}]}, "invalid-menu"),
        ({"options": [{"name": "α", "id": 1}]}, "not-of-this-product"),
        ({"preference_sets": [{"name": "α", "choices": []}]}, "invalid-request"),
        ({"preference_sets": [{"name": "α", "max_choices": 2, "choices": [{"name": "β"}]}]}, "invalid-menu"),
        ({"preference_sets": [{"name": "α", "min_choices": 2, "choices": [{"name": "β"}]}]}, "invalid-menu"),
        ({"deleted_at": "2026-01-01"}, "invalid-request"),
        ({"image_url": "http://elsewhere/x.png"}, "invalid-request"),
    ],
)
def test_a_dish_that_can_not_be_sold_is_refused_by_name(calm_box: Box, wrong: dict[str, Any], code: str) -> None:
    before = calm_box.count(t.products)
    body = GRILL | {"category_id": category(calm_box)["id"]} | wrong
    answer = calm_box.post("/api/products/", body, "eleni")
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert calm_box.count(t.products) == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"name": NaN}', b"\xff", b"[" * 20_000, b'{"name": "\\ud800"}'])
def test_a_body_that_is_no_dish_is_refused(calm_box: Box, body: bytes) -> None:
    headers = calm_box.headers("eleni", **{"Content-Type": "application/json"})
    assert calm_box.http.post("/api/products/", content=body, headers=headers).status_code == 422


def test_two_dishes_of_a_category_never_share_a_name(box: Box) -> None:
    add(box)
    body = GRILL | {"category_id": category(box)["id"]}
    answer = box.post("/api/products/", body, "eleni")
    assert (answer.status_code, answer.json()["code"]) == (409, "name-taken")
    assert box.post("/api/products/", body | {"category_id": category(box, 1)["id"]}, "eleni").status_code == 201


def test_the_same_tap_twice_makes_one_dish(box: Box) -> None:
    body = GRILL | {"category_id": category(box)["id"]}
    first = box.post("/api/products/", body, "eleni", **{"Idempotency-Key": "tap-number-1"})
    again = box.post("/api/products/", body, "eleni", **{"Idempotency-Key": "tap-number-1"})
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_dish_taken_off_the_menu_stays_on_its_orders_and_is_named(box: Box) -> None:
    order = box.send(7).json()["order_id"]
    moussaka = box.product()["id"]
    assert delete(box, f"/api/products/{moussaka}").json() == {
        "id": moussaka,
        "name": "Μουσακάς",
        "still_on": ["7"],
    }
    assert moussaka not in {one["id"] for one in box.get("/api/products/?all=true", "eleni").json()}
    assert box.send(8).json()["code"] == "product-not-found"
    assert box.get(f"/api/orders/{order}").json()["rounds"][0]["items"][0]["name"] == "Μουσακάς"
    assert delete(box, f"/api/products/{moussaka}").status_code == 404
    assert box.post(f"/api/products/{moussaka}/out").status_code == 404


def test_a_category_with_dishes_is_not_removed_and_names_them(box: Box) -> None:
    used = category(box)
    refused = delete(box, f"/api/products/categories/{used['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "category-in-use")
    assert refused.json()["products"]
    made = box.post(
        "/api/products/categories",
        {"name": "Νηστίσιμα", "course": 1, "note_chips": [{"name": "χωρίς αλάτι", "name_en": "no salt"}]},
        "eleni",
    ).json()
    assert made["note_chips"] == [{"name": "χωρίς αλάτι", "name_en": "no salt"}]
    dish = add(box, category_id=made["id"], course=None)
    assert (dish["course"], dish["own_course"]) == (1, None)
    changed = {"name": "Νηστίσιμα", "name_en": "Lent", "color": "#00ff00", "printer_zone_id": "bar"}
    assert put(box, f"/api/products/categories/{made['id']}", changed).json()["printer_zone_id"] == "bar"
    assert delete(box, f"/api/products/{dish['id']}").status_code == 200
    assert delete(box, f"/api/products/categories/{made['id']}").status_code == 204
    assert made["id"] not in {one["id"] for one in box.get("/api/products/categories").json()}
    assert put(box, f"/api/products/categories/{made['id']}", changed).status_code == 404


def test_the_menu_is_sorted_in_one_go(box: Box) -> None:
    pages = [one["id"] for one in box.get("/api/products/categories").json()]
    assert put(box, "/api/products/categories/order", {"ids": pages[::-1]}).status_code == 204
    assert [one["id"] for one in box.get("/api/products/categories").json()] == pages[::-1]
    dishes = [one["id"] for one in box.get("/api/products/").json() if one["category_id"] == pages[0]]
    assert put(box, "/api/products/order", {"ids": dishes[::-1]}).status_code == 204
    assert [one["id"] for one in box.get("/api/products/").json() if one["category_id"] == pages[0]] == dishes[::-1]
    for wrong in ([dishes[0], dishes[0]], [999_999]):
        assert put(box, "/api/products/order", {"ids": wrong}).json()["code"] == "not-the-whole-order"


def test_any_waiter_says_that_a_dish_is_out_and_takes_it_back(box: Box) -> None:
    moussaka = box.product()["id"]
    for _ in range(2):
        out = box.post(f"/api/products/{moussaka}/out", by="nikos").json()
        assert (out["is_available"], out["is_out_today"], out["is_switched_off"]) == (False, True, False)
    assert moussaka in {one["id"] for one in box.get("/api/products/").json()}
    refused = box.send(7)
    assert (refused.status_code, refused.json()["code"]) == (409, "product-not-available")
    back = box.http.delete(f"/api/products/{moussaka}/out", headers=box.headers("maria")).json()
    assert (back["is_available"], back["is_out_today"]) == (True, False)
    assert box.send(7).status_code == 201
    box.change(t.products, t.products.c.id == moussaka, out_on="2020-01-01")
    box.post(f"/api/products/{box.product('Τζατζίκι')['id']}/out")
    with box.house.database.reading() as connection:
        told = list(connection.scalars(select(t.audit_log.c.action).order_by(t.audit_log.c.id)))
    assert [one for one in told if one.startswith("product_")] == ["product_out", "product_back", "product_out"]
    [shown] = [one for one in box.get("/api/products/").json() if one["id"] == moussaka]
    assert shown["is_available"]


def test_a_waiter_changes_no_menu(calm_box: Box) -> None:
    assert calm_box.post("/api/products/", GRILL | {"category_id": 1}, "maria").json()["code"] == "managers-only"
    assert delete(calm_box, "/api/products/1", "maria").json()["code"] == "managers-only"
