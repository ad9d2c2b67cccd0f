"""The menu as a file over the real API: out, looked at, and in."""

from typing import Any

import httpx
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.integration.api.test_menu_edit import as_input, category, put


def export(box: Box) -> bytes:
    answer = box.get("/api/products/export", "eleni")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def preview(box: Box, file: bytes) -> dict[str, Any]:
    answer = box.http.post("/api/products/import/preview", content=file, headers=box.headers("eleni"))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def take_over(box: Box, file: bytes, token: str, **headers: str) -> httpx.Response:
    url = f"/api/products/import?token={token}"
    return box.http.post(url, content=file, headers=box.headers("eleni", **headers))


def empty_the_menu(box: Box) -> None:
    for table in (t.products, t.categories):
        box.change(table, table.c.deleted_at.is_(None), deleted_at=box.one(select(t.users.c.created_at)))

    def _told(unit: Any) -> None:
        unit.connection.execute(t.revisions.update().values(rev=t.revisions.c.rev + 1))

    box.house.writer.run(_told)


def test_the_tavernas_menu_comes_back_whole_on_an_empty_box(box: Box) -> None:
    file = export(box)
    assert file.startswith(b"\xef\xbb\xbf")
    before = box.get("/api/products/?all=true", "eleni").json()
    same = preview(box, file)
    assert (same["added"], same["changed"], same["is_sorted_anew"], same["faults"]) == (0, 0, False, [])
    empty_the_menu(box)
    assert box.get("/api/products/?all=true", "eleni").json() == []
    shown = preview(box, file)
    assert shown["can_apply"]
    assert box.get("/api/products/?all=true", "eleni").json() == []
    done = take_over(box, file, shown["token"])
    assert done.json() == {"added": shown["added"], "changed": 0}
    assert export(box) == file
    after = box.get("/api/products/?all=true", "eleni").json()
    told = ("name", "name_en", "kitchen_name", "base_price", "unit", "zone_ids", "is_available", "course")
    assert [[one[key] for key in told] for one in after] == [[one[key] for key in told] for one in before]
    assert box.send(7, {"product_id": next(o["id"] for o in after if o["name"] == "Τζατζίκι")}).status_code == 201


def test_a_price_list_shows_what_it_changes_and_then_changes_just_that(box: Box) -> None:
    moussaka = box.product()
    page = next(one for one in box.get("/api/products/categories").json() if one["id"] == moussaka["category_id"])
    file = f"κατηγορία;όνομα;τιμή\r\n{page['name']};Μουσακάς;12,30\r\n".encode("cp1253")
    shown = preview(box, file)
    [change] = shown["changes"]
    assert (change["name"], change["action"]) == ("Μουσακάς", "changed")
    assert change["parts"] == [{"part": "base_price_cents", "before": moussaka["base_price"], "after": "12.30"}]
    assert take_over(box, file, shown["token"], **{"Idempotency-Key": "import-tap"}).json() == {
        "added": 0,
        "changed": 1,
    }
    replayed = take_over(box, file, shown["token"], **{"Idempotency-Key": "import-tap"})
    assert replayed.headers["Idempotent-Replayed"] == "true"
    [after] = [one for one in box.get("/api/products/").json() if one["id"] == moussaka["id"]]
    assert after == moussaka | {"base_price": "12.30"}


def test_a_preview_holds_only_for_its_file_on_its_menu(box: Box) -> None:
    file = f"category;name;price\n{category(box)['name']};Νέο;5\n".encode()
    token = preview(box, file)["token"]
    assert take_over(box, file + b"\n", token).json()["code"] == "menu-moved-on"
    moussaka = box.product()
    put(box, f"/api/products/{moussaka['id']}", as_input(moussaka) | {"base_price": "1.00"})
    moved = take_over(box, file, token)
    assert (moved.status_code, moved.json()["code"]) == (409, "menu-moved-on")
    assert take_over(box, file, preview(box, file)["token"]).status_code == 200


def test_a_file_with_one_wrong_line_changes_nothing(box: Box) -> None:
    page = category(box)["name"]
    file = f"category;name;price\n{page};Νέο;5\n{page};Χαλασμένο;πέντε\n".encode()
    shown = preview(box, file)
    assert not shown["can_apply"]
    [fault] = shown["faults"]
    assert (fault["line"], fault["column"]) == (3, "price")
    refused = take_over(box, file, shown["token"])
    assert (refused.status_code, refused.json()["code"]) == (422, "menu-file-has-faults")
    assert "Νέο" not in {one["name"] for one in box.get("/api/products/").json()}


def test_what_is_no_file_of_a_menu_is_refused(calm_box: Box) -> None:
    for hostile in (b"", b"\x00\x01\x02", b"\xd2\xff\xaa", b"{}", b"PK\x03\x04" + b"\x00" * 100):
        answer = calm_box.http.post("/api/products/import/preview", content=hostile, headers=calm_box.headers("eleni"))
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable-menu-file")
    assert take_over(calm_box, b"", "not a token").status_code == 422
    large = calm_box.http.post(
        "/api/products/import/preview", content=b"x" * 1_100_000, headers=calm_box.headers("eleni")
    )
    assert large.status_code == 413
