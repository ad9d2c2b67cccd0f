"""What happened at table 7 at 21:40."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from order_service.store import tables as t
from tests.integration.api.conftest import Box


def trail(box: Box, by: str = "eleni", **asked: Any) -> Any:
    return box.http.get("/api/audit/", params=asked, headers=box.headers(by)).json()


def actions(page: Any) -> list[str]:
    return [entry["action"] for entry in page["entries"]]


def verify(box: Box, after: int = 0) -> Any:
    return box.get(f"/api/audit/verify?after={after}", "eleni").json()


def test_the_trail_of_a_table_names_who_did_what_the_latest_first(box: Box) -> None:
    order_id = box.send(7).json()["order_id"]
    box.send(8, by="nikos")
    box.post(f"/api/orders/{order_id}/take-over", {"reason": "helps"}, "nikos")
    page = trail(box, table_id=box.table(7))
    assert actions(page) == ["order_taken_over", "round_fired", "order_opened"]
    newest = page["entries"][0]
    assert (newest["by"]["name"], newest["subject"], newest["reason"]) == ("Νίκος", f"order:{order_id}", "helps")
    assert page["next_before"] is None
    assert trail(box, subject=f"order:{order_id}") == page


def test_an_order_that_moved_away_is_still_told_at_the_table_where_it_stood(box: Box) -> None:
    order_id = box.send(7).json()["order_id"]
    moved = box.post(f"/api/orders/{order_id}/move", {"table_id": box.table(9)})
    assert moved.status_code < 300, moved.text
    for number in (7, 9):
        assert actions(trail(box, table_id=box.table(number))) == ["order_moved", "round_fired", "order_opened"]


def test_a_trail_is_narrowed_by_person_action_and_time(box: Box) -> None:
    box.send(7)
    box.send(8, by="nikos")
    nikos = box.one(select(t.users.c.id).where(t.users.c.username == "nikos"))
    assert actions(trail(box, user_id=nikos)) == ["round_fired", "order_opened"]
    assert actions(trail(box, action="order_opened")) == ["order_opened"] * 2
    now = datetime.now(UTC)
    later = (now + timedelta(minutes=1)).isoformat()
    assert trail(box, since=later)["entries"] == []
    assert trail(box, until=(now - timedelta(days=3000)).isoformat(), table_id=box.table(7))["entries"] == []
    assert "round_fired" in actions(trail(box, until=later, table_id=box.table(7)))


def test_pages_follow_one_another_without_a_gap_or_a_repeat(box: Box) -> None:
    for _ in range(5):
        box.send(7)
    everything = trail(box, limit=200)["entries"]
    found: list[Any] = []
    before: int | None = None
    while True:
        page = trail(box, limit=2, **({} if before is None else {"before": before}))
        found += page["entries"]
        before = page["next_before"]
        if before is None:
            break
    assert found == everything
    assert len(found) >= 6


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": 0},
        {"limit": 10**9},
        {"before": 0},
        {"before": 2**70},
        {"table_id": -1},
        {"table_id": "x"},
        {"subject": "order:1' OR 1=1"},
        {"subject": "order:\x00"},
        {"action": "DROP"},
        {"since": "2026-06-05T21:40:00"},
        {"since": "yesterday"},
        {"since": "2026-06-05T21:40:00Z", "until": "2026-06-05T21:00:00Z"},
        {"since": "0001-01-01T00:00:00+14:00", "until": "not a time"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(calm_box: Box, asked: dict[str, Any]) -> None:
    answer = calm_box.http.get("/api/audit/", params=asked, headers=calm_box.headers("eleni"))
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_edges_of_time_are_no_fault(calm_box: Box, edge: str) -> None:
    for name in ("since", "until"):
        asked = {name: edge, "table_id": calm_box.table(7)}
        answer = calm_box.http.get("/api/audit/", params=asked, headers=calm_box.headers("eleni"))
        assert answer.status_code in (200, 422), answer.text


def test_the_chain_holds_over_everything_that_was_done(box: Box) -> None:
    box.send(7, box.line(note="χωρίς αλάτι"))
    box.post("/api/waiters/", {"username": "sofia", "name": "Σοφία", "pin": "4917"}, "eleni")
    checked = verify(box)
    assert (checked["ok"], checked["broken_at"], checked["next_after"]) == (True, None, None)
    assert checked["checked"] == box.count(t.audit_log)
    last = box.one(select(t.audit_log.c.id).order_by(t.audit_log.c.id.desc()))
    assert verify(box, last - 1)["checked"] == 1


@pytest.mark.parametrize("values", [{"action": "nothing"}, {"details": {}}, {"user_id": None}, {"reason": "x"}])
def test_an_altered_row_breaks_the_chain_there(box: Box, values: dict[str, Any]) -> None:
    box.send(7)
    box.send(7)
    row = box.one(select(t.audit_log.c.id).where(t.audit_log.c.action == "round_fired"))
    box.change(t.audit_log, t.audit_log.c.id == row, **values)
    assert (verify(box)["ok"], verify(box)["broken_at"]) == (False, row)


def test_a_removed_row_breaks_the_chain_behind_it(box: Box) -> None:
    box.send(7)
    box.send(7)
    row = box.one(select(t.audit_log.c.id).where(t.audit_log.c.action == "round_fired"))
    box.house.writer.run(lambda unit: unit.connection.execute(delete(t.audit_log).where(t.audit_log.c.id == row)))
    assert verify(box)["broken_at"] == row + 1
