"""A line that was sent shall be made another way: what the kitchen reads, what the book keeps, what is refused."""

from typing import Any

import httpx
from sqlalchemy import select

from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.integration.api.test_cancelling import BEER, delete
from tests.integration.api.test_checks import audit, sent

CHOPS = "Παϊδάκια"


def change(box: Box, order: str, item: int, by: str = "maria", **how: Any) -> httpx.Response:
    return box.http.put(f"{order}/items/{item}/preparation", json=how, headers=box.headers(by))


def change_slips(box: Box) -> list[dict[str, Any]]:
    with box.house.database.reading() as connection:
        jobs = connection.execute(select(t.print_jobs).order_by(t.print_jobs.c.position)).all()
    return [dict(job._mapping) for job in jobs if job.document.get("ticket_kind") == "change"]


def ids_of(offered: list[dict[str, Any]], *names: str) -> list[int]:
    return [one["id"] for one in offered if one["name"] in names]


def test_the_zone_reads_what_was_and_what_is_wanted_now_and_a_copy_asks_for_that_alone(box: Box) -> None:
    chops = box.product(CHOPS)
    roasts = chops["preference_sets"][0]["choices"]
    order, [item, _], rev = sent(box, 7, box.line(CHOPS, note="γρήγορα"), box.line(BEER))
    asked = {"note": "αλλεργία σε καρύδια, ανάλατο", "choice_ids": [roasts[1]["id"]], "rev": rev}
    changed = change(box, order, item, **asked)
    assert changed.status_code == 200, changed.text
    [round_] = changed.json()["rounds"]
    line = round_["items"][0]
    assert (line["note"], [one["name"] for one in line["choices"]]) == (asked["note"], [roasts[1]["name"]])
    assert changed.json()["total"] == box.get(order).json()["total"]
    [slip] = change_slips(box)
    [told] = slip["document"]["changes"]
    assert (slip["printer_id"], slip["document"]["about_number"], slip["item_ids"]) == ("kitchen", 1, [item])
    assert told["before"]["note"] == "γρήγορα"
    assert (told["after"]["note"], told["after"]["allergy"]) == ("ανάλατο", "αλλεργία σε καρύδια")
    assert told["before"]["choices"] != told["after"]["choices"]
    again = box.post(f"/api/print-jobs/{round_['tickets'][0]['job_id']}/divert", {"printer_id": "bar"}).json()
    with box.house.database.reading() as connection:
        copy = connection.execute(select(t.print_jobs).where(t.print_jobs.c.id == again["job_id"])).one()
    assert copy.document["courses"][0]["lines"][0]["allergy"] == "αλλεργία σε καρύδια"
    [row] = audit(box, "line_changed")
    assert (row.details["was"]["note"], row.details["is"]["note"]) == ("γρήγορα", asked["note"])
    stale = change(box, order, item, **asked)
    assert (stale.status_code, stale.json()["code"]) == (409, "order-changed")
    same = change(box, order, item, note=asked["note"])
    assert (same.status_code, len(change_slips(box))) == (200, 1)


def test_a_part_is_changed_and_the_rest_stays_as_it_was_sent(box: Box) -> None:
    onion = ids_of(box.product("Χωριάτικη")["ingredients"], "κρεμμύδι")
    order, [salads], _ = sent(box, 7, box.line("Χωριάτικη", quantity="3"))
    answer = change(box, order, salads, removed_ingredient_ids=onion, quantity="1").json()
    [stays, new] = answer["rounds"][0]["items"]
    assert [(one["quantity"], len(one["removed"])) for one in (stays, new)] == [("2", 0), ("1", 1)]
    [slip] = change_slips(box)
    assert slip["document"]["changes"][0]["after"]["quantity"] == "1"
    back = change(box, order, new["id"], removed_ingredient_ids=[]).json()
    assert [len(one["removed"]) for one in back["rounds"][0]["items"]] == [0, 0]
    assert [one["document"]["about_number"] for one in change_slips(box)] == [1, 1]


def test_a_held_line_is_changed_in_silence_a_cancelled_one_not_at_all_and_a_dearer_one_is_another_line(
    box: Box,
) -> None:
    order, [held, beer], _ = sent(box, 7, box.line(hold=True), box.line(BEER))
    assert change(box, order, held, note="χωρίς αλάτι").status_code == 200
    assert change_slips(box) == []
    assert delete(box, f"{order}/items/{beer}", reason="x").status_code == 200
    gone = change(box, order, beer, note="x")
    assert (gone.status_code, gone.json()["code"]) == (409, "item-cancelled")
    [portion] = box.product("Κολοκυθάκια τηγανητά")["preference_sets"]
    order, [item], _ = sent(box, 8, box.line("Κολοκυθάκια τηγανητά"))
    cheaper = change(box, order, item, choice_ids=ids_of(portion["choices"], "μισή"))
    assert (cheaper.status_code, cheaper.json()["code"]) == (409, "changes-price")
    assert change(box, order, item, choice_ids=[2**40]).json()["code"] == "invalid-choice"
    assert change_slips(box) == []
