"""Printers as a dashboard drives them: pause, stand-ins, test pages, previews, and the reports on paper."""

import struct
from typing import Any

from sqlalchemy import select

from kernel.messages import Presence
from order_service.store import tables as t
from tests.integration.api.conftest import Box

MANAGER = "eleni"
DOTS = 12
"""Of paper, a column."""


def shown(box: Box, printer: str = "kitchen") -> dict[str, Any]:
    return next(one for one in box.get("/api/printers/").json() if one["id"] == printer)


def hears(box: Box, reason: str = "", *, printer: str = "kitchen", **more: Any) -> None:
    """The printer's agent says this, and is alive for the rest of the test."""
    said = {"service": f"agent.{printer}", "state": "online", "boot_id": "b", "reason": reason} | more
    box.house.board.hear(Presence.model_validate(said), retained=False, at_s=float("inf"))


def last_job(box: Box) -> dict[str, Any]:
    with box.house.database.reading() as connection:
        row = connection.execute(select(t.print_jobs).order_by(t.print_jobs.c.position.desc()).limit(1)).one()
    return dict(row._mapping)


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_printer_is_paused_and_resumed_once_for_each_tap(box: Box) -> None:
    hears(box)
    assert (shown(box)["state"], shown(box)["sentence_en"]) == ("ready", "Ready.")
    key = {"Idempotency-Key": "pause-00000001"}
    paused = [box.post("/api/printers/kitchen/pause", by=MANAGER, **key) for _ in range(2)]
    assert [(one.status_code, one.json()["is_paused"], one.json()["state"]) for one in paused] == [
        (200, True, "paused")
    ] * 2
    assert box.send(7).json()["round"]["tickets"][0]["state"] == "new", "tickets are taken and wait"
    resumed = box.post("/api/printers/kitchen/resume", by=MANAGER).json()
    assert (resumed["is_paused"], resumed["state"], resumed["waiting"]) == (False, "ready", 1)
    assert box.post("/api/printers/roof/pause", by=MANAGER).json()["code"] == "no-such-printer"


def test_all_of_a_printer_is_diverted_and_brought_back(box: Box) -> None:
    waiting = box.send(7).json()["round"]["tickets"][0]["job_id"]
    there = box.post("/api/printers/kitchen/divert", {"printer_id": "bar"}, by=MANAGER).json()
    assert (there["diverted_to"], there["diverted_to_name"], there["waiting"]) == ("bar", "Μπαρ", 0)
    assert there["diverted_by"] == "Ελένη"
    ticket = box.send(8).json()["round"]["tickets"][0]
    assert (ticket["printer_id"], ticket["printer_name"]) == ("bar", "Μπαρ")
    queue = box.get("/api/print-jobs/?which=open&printer=bar", by=MANAGER).json()
    assert [job["number"] for job in queue] == [1, 1], "the kitchen's number 1 keeps it, the bar's own is its first"
    ended = box.get("/api/print-jobs/?which=ended", by=MANAGER).json()
    assert [(job["job_id"], job["state"]) for job in ended] == [(waiting, "diverted")]
    home = box.post("/api/printers/kitchen/back", by=MANAGER).json()
    assert (home["diverted_to"], home["waiting"]) == (None, 2)
    again = box.post("/api/printers/kitchen/back", by=MANAGER)
    assert (again.status_code, again.json()["code"]) == (409, "printer-not-diverted")
    self_made = box.post("/api/printers/kitchen/divert", {"printer_id": "kitchen"}, by=MANAGER)
    assert (self_made.status_code, self_made.json()["code"]) == (409, "printer-diverted")


def test_a_backup_is_set_up_with_its_time(sqlite_box: Box) -> None:
    box = sqlite_box
    setup = box.get("/api/printers/kitchen", by=MANAGER).json()
    body = {name: setup[name] for name in ("name", "zone_id", "ip_address", "port", "is_active")}
    box.house.printer_doors = type(box.house.printer_doors)(box.house.printer_doors.ports, allow_loopback=True)

    def put(**more: Any) -> Any:
        return box.http.put("/api/printers/kitchen", json=body | more, headers=box.headers(MANAGER))

    kept = put(backup_id="bar", takeover_after_s=60).json()
    assert (kept["backup_id"], kept["takeover_after_s"]) == ("bar", 60)
    assert (shown(box)["backup_id"], shown(box)["takeover_after_s"]) == ("bar", 60)
    for nobody in ("kitchen", "roof"):
        refused = put(backup_id=nobody)
        assert (refused.status_code, refused.json()["code"]) == (422, "printer-no-backup")
    bar = box.http.delete("/api/printers/bar", headers=box.headers(MANAGER))
    assert (bar.status_code, bar.json()["code"]) == (409, "printer-in-use")


def test_a_zone_s_tickets_from_a_section_come_out_at_the_nearest_printer(sqlite_box: Box) -> None:
    box = sqlite_box
    section = box.one(select(t.tables.c.group_id).where(t.tables.c.number == 7))
    path = "/api/zones/kitchen/sections"
    near = {"section_printers": {str(section): "bar"}}
    zone = box.http.put(path, json=near, headers=box.headers(MANAGER))
    assert (zone.status_code, zone.json()["section_printers"]) == (200, {str(section): "bar"})
    assert box.send(7).json()["round"]["tickets"][0]["printer_id"] == "bar"
    for wrong, code in (({"999": "bar"}, "table-group-not-found"), ({str(section): "roof"}, "no-such-printer")):
        refused = box.http.put(path, json={"section_printers": wrong}, headers=box.headers(MANAGER))
        assert (refused.status_code, refused.json()["code"]) == (404, code)


def test_a_test_page_tells_the_real_fault_and_is_not_for_impatient_thumbs(sqlite_box: Box) -> None:
    box = sqlite_box

    def test() -> Any:
        return box.post("/api/printers/kitchen/test", {"language": "en"}, by=MANAGER)

    gone = test()
    assert (gone.status_code, gone.json()["is_printed"], gone.json()["kind"]) == (201, False, "test")
    assert "does not answer" in gone.json()["sentence_en"]
    hears(box, "paper_out", is_paper_low=True)
    assert test().json()["sentence_en"] == "Out of paper. Put in a roll."
    now = shown(box)
    assert (now["state"], now["reason"], now["is_paper_low"]) == ("not_printing", "paper_out", True)
    hears(box, "cover_open")
    assert test().json()["sentence"] == "Το καπάκι είναι ανοιχτό. Κλείστε το."
    answers = [test() for _ in range(3)]
    assert [one.status_code for one in answers[-2:]] == [429, 429]
    assert answers[-1].json()["code"] == "too-soon"
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert box.get("/api/alerts/", by=MANAGER).json() == []


def test_an_x_and_a_z_are_printed_on_a_printer_of_choice(box: Box) -> None:
    box.send(7)
    paper = box.post("/api/reports/print", {"printer_id": "bar", "language": "en"}, by=MANAGER)
    assert (paper.status_code, paper.json()["kind"], paper.json()["order_id"]) == (201, "report", None)
    document = last_job(box)["document"]
    assert document["report"]["title"] == "X report"
    figures = {row["label"]: row.get("amount") for part in document["report"]["sections"] for row in part["rows"]}
    x = box.get("/api/reports/x", by=MANAGER).json()
    assert (figures["Net"], figures["Takings"]) == (x["totals"]["net"], x["totals"]["takings"])
    z = box.post("/api/reports/z", {"day": x["day"]}, by=MANAGER).json()
    box.post("/api/reports/print", {"printer_id": "bar", "z_number": z["z_number"]}, by=MANAGER)
    assert last_job(box)["document"]["report"]["title"] == f"Αναφορά Ζ {z['z_number']}"
    unknown = box.post("/api/reports/print", {"printer_id": "bar", "z_number": 999}, by=MANAGER)
    assert unknown.status_code == 404


def test_a_paper_is_seen_before_it_is_printed(sqlite_box: Box) -> None:
    box = sqlite_box
    job_id = box.send(7).json()["round"]["tickets"][0]["job_id"]
    wide = box.get(f"/api/print-jobs/{job_id}/preview", by=MANAGER)
    narrow = box.get(f"/api/print-jobs/{job_id}/preview?columns=32", by=MANAGER)
    assert wide.headers["Content-Type"] == "image/png"
    assert size_of(wide.content)[0] - size_of(narrow.content)[0] == 16 * DOTS
    sample = {"kind": "new", "product_ids": [box.product()["id"]], "note": "χωρίς αλάτι"}
    short = box.post("/api/printers/kitchen/preview", sample, by=MANAGER)
    longer = box.post("/api/printers/kitchen/preview", {"kind": "new"}, by=MANAGER)
    assert size_of(longer.content)[1] > size_of(short.content)[1] > 0
    draft = sample | {"capabilities": {"columns": 42}}
    drawn = box.post("/api/printers/kitchen/preview", draft, by=MANAGER).content
    assert size_of(wide.content)[0] - size_of(drawn)[0] == 6 * DOTS
    typed = {"name": "Μουσακάς", "category_id": 1, "base_price": "9.00"}
    plain, renamed = (
        box.post("/api/printers/kitchen/preview", {"dish": typed | more}, by=MANAGER).content
        for more in ({}, {"kitchen_name": "ΜΟΥΣ", "options": [{"name": "διπλή"}]})
    )
    assert size_of(renamed)[1] > size_of(plain)[1], "what is typed is drawn before it is kept"
    assert box.get(f"/api/print-jobs/{'0' * 26}/preview", by=MANAGER).status_code == 404


def test_the_queue_tells_what_can_be_done_and_a_person_settles_it(box: Box) -> None:
    out, gone = (box.send(7).json()["round"]["tickets"][0]["job_id"] for _ in range(2))
    acts = box.get(f"/api/print-jobs/{out}", by=MANAGER).json()
    assert (acts["acts"], acts["attempts"]) == (["again", "divert", "came_out", "drop"], [])
    assert box.post(f"/api/print-jobs/{gone}/drop", {"reason": "x"}).status_code == 403
    assert box.post(f"/api/print-jobs/{gone}/drop", {"reason": ""}, by=MANAGER).status_code == 422
    settled = box.post(f"/api/print-jobs/{out}/came-out")
    assert (settled.json()["state"], settled.json()["custody"]) == ("by_hand", "on_paper")
    dropped = box.post(f"/api/print-jobs/{gone}/drop", {"reason": "left"}, by=MANAGER)
    assert (dropped.json()["state"], dropped.json()["acts"]) == ("dropped", [])
    assert box.get("/api/print-jobs/", by=MANAGER).json() == []


def test_separate_bills_are_printed_one_after_another(box: Box) -> None:
    sent = box.send(7, box.line(), box.line("Μπίρα μαύρη 330 ml"), box.line("Χωριάτικη")).json()
    order, (first, second, third) = sent["order_id"], (item["id"] for item in sent["round"]["items"])
    path = f"/api/orders/{order}/pre-bill"
    papers = box.post(path, {"printer_id": "bar", "bills": [[first], [second, third]]})
    assert (papers.status_code, len(papers.json()["job_ids"])) == (201, 2)
    with box.house.database.reading() as connection:
        rows = connection.execute(select(t.print_jobs).where(t.print_jobs.c.id.in_(papers.json()["job_ids"]))).all()
    bills = [row.document for row in sorted(rows, key=lambda row: int(row.position))]
    assert [(bill.get("part", 1), bill["parts"], len(bill["bill"]["lines"])) for bill in bills] == [
        (1, 2, 1),
        (2, 2, 2),
    ]
    assert [bill["number"] for bill in bills] == [2, 3]
    twice = box.post(path, {"printer_id": "bar", "bills": [[first], [first]]})
    assert (twice.status_code, twice.json()["code"]) == (422, "line-on-two-bills")
