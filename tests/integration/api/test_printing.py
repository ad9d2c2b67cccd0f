"""Tickets in trouble, as phones and managers see and settle them."""

from typing import Any

import pytest

from kernel.messages import Presence
from order_service.print_results import apply_states
from order_service.store import tables as t
from order_service.store.alerts import raise_alert
from tests.integration.api.conftest import Box
from tests.integration.order_service.answers import an_answer


def a_ticket(box: Box, by: str = "maria", table: int = 7) -> str:
    return str(box.send(table, by=by).json()["round"]["tickets"][0]["job_id"])


def alarm(box: Box, job_id: str) -> None:
    def _raise(unit: Any) -> None:
        job = unit.connection.execute(t.print_jobs.select().where(t.print_jobs.c.id == job_id)).one()
        raise_alert(unit, dict(job._mapping), "agent", "unreachable")

    box.house.writer.run(_raise)


def print_it(box: Box, job_id: str) -> None:
    box.house.writer.run(lambda unit: apply_states(unit, an_answer(job_id, "printed", seq=3, attempt=1)))


def test_custody_moves_on_the_order_and_its_items_as_paper_comes_out(box: Box) -> None:
    sent = box.send(7, box.line(), box.line("Μπίρα μαύρη 330 ml")).json()
    kitchen, _bar = (ticket["job_id"] for ticket in sent["round"]["tickets"])
    print_it(box, kitchen)
    [one] = box.get(f"/api/orders/{sent['order_id']}").json()["rounds"]
    assert [ticket["custody"] for ticket in one["tickets"]] == ["on_paper", "received"]
    assert [item["printed"] for item in one["items"]] == [True, False]


def test_an_alert_is_shown_to_its_sender_and_to_managers_until_somebody_acts(box: Box) -> None:
    job_id = a_ticket(box)
    alarm(box, job_id)
    for who, number in (("maria", 1), ("eleni", 1), ("nikos", 0)):
        assert len(box.get("/api/alerts/", by=who).json()) == number, who
    [alert] = box.get("/api/alerts/").json()
    assert (alert["job_id"], alert["cause"], alert["can_divert_to"]) == (job_id, "agent", ["bar"])
    table = next(one for one in box.get("/api/tables/").json() if one["number"] == 7)
    assert table["order"]["print_problem"] is True
    assert box.post(f"/api/alerts/{alert['id']}/act", {"action": "seen"}, by="nikos").status_code == 403
    assert box.post(f"/api/alerts/{alert['id']}/act", {"action": "told_kitchen", "reason": "x"}).status_code == 204
    assert box.get("/api/alerts/", by="eleni").json() == []
    again = box.post(f"/api/alerts/{alert['id']}/act", {"action": "seen"})
    assert (again.status_code, again.json()["code"]) == (404, "alert-not-found")


def test_an_alert_that_somebody_took_stays_and_everybody_reads_who(box: Box) -> None:
    alarm(box, a_ticket(box))
    [alert] = box.get("/api/alerts/").json()
    assert alert["taken_by"] is None
    assert box.post(f"/api/alerts/{alert['id']}/act", {"action": "taken"}, by="eleni").status_code == 204
    [alert] = box.get("/api/alerts/", by="maria").json()
    assert alert["taken_by"]["name"] == "Ελένη"
    assert box.post(f"/api/alerts/{alert['id']}/act", {"action": "told_kitchen"}, by="eleni").status_code == 204
    assert box.get("/api/alerts/").json() == []


@pytest.mark.parametrize("body", [{}, {"action": "ignore"}, {"action": "seen", "reason": "x" * 201}, {"action": None}])
def test_an_act_that_is_none_is_refused(calm_box: Box, body: dict[str, Any]) -> None:
    assert calm_box.post("/api/alerts/1/act", body).status_code == 422


def test_a_ticket_is_printed_again_as_a_copy_once_for_each_tap(box: Box) -> None:
    job_id = a_ticket(box)
    print_it(box, job_id)
    key = {"Idempotency-Key": "tap-00000010"}
    answers = [box.post(f"/api/print-jobs/{job_id}/again", **key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json()["job_id"] for answer in answers}) == 1
    assert answers[0].json()["is_copy"] is True
    assert box.count(t.print_jobs) == 2


def test_a_ticket_is_diverted_to_a_printer_in_use(box: Box) -> None:
    job_id = a_ticket(box)
    here = box.post(f"/api/print-jobs/{job_id}/divert", {"printer_id": "kitchen"})
    assert (here.status_code, here.json()["code"]) == (409, "same-printer")
    nowhere = box.post(f"/api/print-jobs/{job_id}/divert", {"printer_id": "roof"})
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "printer-not-found")
    moved = box.post(f"/api/print-jobs/{job_id}/divert", {"printer_id": "bar"})
    assert (moved.status_code, moved.json()["printer_id"]) == (201, "bar")
    ended = box.post(f"/api/print-jobs/{job_id}/divert", {"printer_id": "bar"})
    assert (ended.status_code, ended.json()["code"]) == (409, "print-job-ended")


def test_a_colleague_s_ticket_is_left_alone(box: Box) -> None:
    job_id = a_ticket(box, by="nikos", table=8)
    for answer in (
        box.post(f"/api/print-jobs/{job_id}/again"),
        box.post(f"/api/print-jobs/{job_id}/divert", {"printer_id": "bar"}),
    ):
        assert (answer.status_code, answer.json()["owner"]) == (403, "Νίκος")
    assert box.post(f"/api/print-jobs/{job_id}/again", by="eleni").status_code == 201


def test_the_queue_is_a_manager_s_and_lists_what_is_open_and_what_is_in_trouble(box: Box) -> None:
    done, waiting, troubled = a_ticket(box), a_ticket(box), a_ticket(box)
    print_it(box, done)
    box.house.writer.run(lambda unit: apply_states(unit, an_answer(troubled, "failed", seq=2, attempt=1)))
    assert box.get("/api/print-jobs/").status_code == 403
    queue = box.get("/api/print-jobs/", by="eleni").json()
    assert [job["job_id"] for job in queue] == [waiting, troubled]
    assert queue[0]["lines"] == ["1 Μουσακάς"]


def test_a_printer_is_what_its_agent_says_now(box: Box) -> None:
    a_ticket(box)
    shown = {printer["id"]: printer for printer in box.get("/api/printers/").json()}
    assert (shown["kitchen"]["presence"], shown["kitchen"]["waiting"]) == ("unknown", 1)
    board = box.house.board
    known = {"service": "agent.kitchen", "boot_id": "b", "seq": 1}
    said = Presence.model_validate(known | {"state": "online", "reason": "paper_out"})
    board.hear(said, retained=True, at_s=0.0)
    [bar, kitchen] = box.get("/api/printers/").json()
    assert (bar["presence"], kitchen["presence"], kitchen["reason"]) == ("unknown", "offline", "")
    board.hear(said, retained=False, at_s=float("inf"))
    [_, kitchen] = box.get("/api/printers/").json()
    assert (kitchen["presence"], kitchen["reason"]) == ("online", "paper_out")


@pytest.mark.parametrize("job_id", ["1", "x" * 26, "0" * 25, "8" + "0" * 25, "%00"])
def test_a_ticket_s_id_looks_like_one(calm_box: Box, job_id: str) -> None:
    assert calm_box.post(f"/api/print-jobs/{job_id}/again").status_code in (404, 422)
