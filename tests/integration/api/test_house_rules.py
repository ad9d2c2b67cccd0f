"""What a manager decides for the whole restaurant holds at once, after a restart, and on paper."""

from typing import Any

from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box

WISH = {
    "restaurant_name": "Ταβέρνα Ελένη",
    "restaurant_details": "Λιμάνι, 22410 12345",
    "waiters_may_discount": True,
    "day_starts_at_hour": 4,
}


def set_house(box: Box, by: str = "eleni", **changed: Any) -> Any:
    return box.http.put("/api/system/house", json=WISH | changed, headers=box.headers(by))


def test_the_house_is_what_a_manager_last_said_also_after_a_restart(sqlite_box: Box) -> None:
    assert sqlite_box.get("/api/system/house", "eleni").json()["restaurant_name"] == ""
    order = sqlite_box.send(7).json()["order_id"]
    discount = {"percent": "10", "reason": "late"}
    assert sqlite_box.post(f"/api/orders/{order}/discount", discount, by="maria").status_code == 403
    told = set_house(sqlite_box).json()
    assert told | WISH == told
    assert told["hour_counts_from"] > told["today"], "the day that runs stays what it is"
    assert sqlite_box.post(f"/api/orders/{order}/discount", discount, by="maria").status_code == 200
    assert sqlite_box.get("/api/system/house", "eleni").json() == told
    assert sqlite_box.post(f"/api/orders/{order}/pre-bill", {"printer_id": "bar"}, by="eleni").status_code == 201
    bill = sqlite_box.one(select(t.print_jobs.c.document).order_by(t.print_jobs.c.position.desc()).limit(1))
    assert WISH["restaurant_name"] in str(bill)
    again = Box(sqlite_box.data_dir)
    with again.http:
        assert again.get("/api/system/house", "eleni").json() == told
    [entry] = sqlite_box.get("/api/audit/?subject=house", "eleni").json()["entries"]
    assert (entry["action"], entry["by"]["name"]) == ("house_set", "Ελένη")


def test_a_house_that_makes_no_sense_is_refused(calm_box: Box) -> None:
    for wrong in ({"day_starts_at_hour": 24}, {"restaurant_name": "x" * 61}, {"restaurant_details": "a\x1b@"}):
        assert set_house(calm_box, **wrong).status_code == 422
    assert set_house(calm_box, by="maria").status_code == 403
