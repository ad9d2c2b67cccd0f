"""The printer check as a dashboard drives it: a real broker between the API and whoever speaks to printers."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from broker.in_thread import BrokerThread
from kernel.clock import monotonic_s
from kernel.messages import Event, FoundPrinter, Presence, PrinterCheckReport, PrinterCheckRequest, PrinterCheckStop
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.service_credentials import ensure_secret, hand_out, take_back
from kernel.topics import Topics
from order_service.store import tables as t
from tests.integration.api.conftest import Box
from tests.site import wait_until

MANAGER, SITE = "eleni", "local"
MAC = "00:11:22:33:44:55"


class Desk:
    """Plays the agents' host: hears what is asked, and reports what a test tells it."""

    def __init__(self, broker: BrokerThread, data_dir: Path) -> None:
        self.asked: list[PrinterCheckRequest] = []
        self.stopped: list[str] = []
        self.topics = Topics(SITE)
        self.link = MqttLink(
            BrokerEndpoint.parse(broker.url),
            "printer-agents",
            ensure_secret(data_dir, "printer-agents"),
            "desk",
            subscriptions=[self.topics.check_requests],
            on_message=self._heard,
        )

    def _heard(self, incoming: Incoming) -> None:
        if b"printer_check_stop" in incoming.payload:
            self.stopped.append(PrinterCheckStop.model_validate_json(incoming.payload).request_id)
        else:
            self.asked.append(PrinterCheckRequest.model_validate_json(incoming.payload))

    def report(self, check_id: str, seq: int, **told: Any) -> None:
        known = {"request_id": check_id, "seq": seq, "step": self.asked[-1].step, "is_final": True}
        assert self.link.publish(self.topics.check_reports, PrinterCheckReport.model_validate(known | told))


@dataclass
class Site:
    """An API and whoever speaks to its printers, on one broker."""

    box: Box
    desk: Desk


@pytest.fixture(scope="module")
def one_site(tmp_path_factory: pytest.TempPathFactory, quiet_taverna: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("checked") / "data"
    shutil.copytree(quiet_taverna, folder)
    broker = BrokerThread(folder, site=SITE)
    broker.start()
    box, desk = Box(folder, mqtt_port=broker.port), Desk(broker, folder)
    with box:
        desk.link.start()
        assert desk.link.wait_ready(20)
        wait_until(lambda: box.house.link.is_ready, "the API is on the broker")
        yield Site(box, desk)
        desk.link.stop()
    broker.stop()


@pytest.fixture
def site(one_site: Site) -> Site:
    one_site.desk.asked.clear()
    return one_site


def heard_up_to(box: Box, seq: int) -> bool:
    known = box.house.board.heard.get("printer-agents")
    return known is not None and known.seq == seq


def begin(box: Box, **body: Any) -> str:
    begun = box.post("/api/printer-checks/", body, by=MANAGER)
    assert (begun.status_code, begun.json()["is_final"]) == (202, False)
    return str(begun.json()["id"])


def read(box: Box, check_id: str) -> dict[str, Any]:
    answer = box.get(f"/api/printer-checks/{check_id}", by=MANAGER)
    assert answer.status_code == 200
    return dict(answer.json())


def test_a_printer_whose_machine_is_away_is_not_checked_and_the_manager_is_told(site: Site) -> None:
    hand_out(site.box.house.data_dir, "bar")
    refused = site.box.post("/api/printer-checks/", {"step": "status", "printer_id": "bar"}, by=MANAGER)
    assert (refused.status_code, refused.json()["code"]) == (503, "printer-check-unavailable")
    assert "machine beside this printer" in refused.json()["detail"]
    assert take_back(site.box.house.data_dir, "bar")


def test_printers_are_found_and_known_again_by_their_network_card(site: Site) -> None:
    box, desk = site.box, site.desk
    check_id = begin(box, step="discover")
    wait_until(lambda: len(desk.asked) == 1, "the request is heard")
    assert (desk.asked[0].request_id, desk.asked[0].step) == (check_id, "discover")
    desk.report(check_id, 1, is_final=False, progress=0.5)
    wait_until(lambda: read(box, check_id)["progress"] == 0.5, "half way")
    here = FoundPrinter(address="192.168.1.50", port=9100, mac=MAC, printer_id="kitchen")
    desk.report(check_id, 2, progress=1.0, found=[here], searched=["192.168.1.0/24"])
    wait_until(lambda: read(box, check_id)["is_final"], "it is done")
    wait_until(lambda: box.one(t.printers.select().where(t.printers.c.mac == MAC)) == "kitchen", "the card is kept")
    again = begin(box, step="discover")
    wait_until(lambda: len(desk.asked) == 2, "the second request is heard")
    there = FoundPrinter(address="192.168.1.77", port=9100, mac=MAC)
    desk.report(again, 1, found=[there])
    wait_until(lambda: read(box, again)["is_final"], "it is done")
    [found] = read(box, again)["found"]
    assert (found["address"], found["printer_id"], found["moved_printer_id"]) == ("192.168.1.77", "", "kitchen")


def test_a_step_tells_the_real_fault_and_what_was_learnt_is_kept_when_a_person_says_so(site: Site) -> None:
    box, desk = site.box, site.desk
    check_id = begin(box, step="fences", printer_id="kitchen")
    wait_until(lambda: len(desk.asked) == 1, "the request is heard")
    desk.report(check_id, 1, reason="cover_open")
    wait_until(lambda: read(box, check_id)["is_final"], "it is done")
    assert read(box, check_id)["sentence_en"] == "The cover is open. Close it."
    before = box.get("/api/printers/kitchen", by=MANAGER).json()["capabilities"]
    path, headers = "/api/printers/kitchen/capabilities", box.headers(MANAGER)
    kept = box.http.patch(path, json={"fence": "gs_paren_h", "code_page": 15}, headers=headers)
    assert kept.json()["capabilities"] == before | {"fence": "gs_paren_h", "code_page": 15}
    assert box.http.patch(path, json={"fence": "barbed"}, headers=headers).status_code == 422


def test_a_trial_by_hand_says_what_it_waits_for_and_ends_when_nobody_wants_more_of_it(site: Site) -> None:
    box, desk = site.box, site.desk
    check_id = begin(box, step="cover", printer_id="kitchen")
    wait_until(lambda: len(desk.asked) == 1, "the request is heard")
    desk.report(check_id, 3, is_final=False, stage="close_cover", at_line=11, named="cover_open")
    wait_until(lambda: read(box, check_id)["stage"] == "close_cover", "it waits for the hand")
    desk.report(check_id, 2, is_final=False, stage="open_cover")  # late: what is known is newer
    assert box.post(f"/api/printer-checks/{check_id}/stop", {}, by=MANAGER).status_code == 202
    wait_until(lambda: desk.stopped == [check_id], "the end is asked for")
    known = read(box, check_id)
    assert (known["stage"], known["at_line"], known["named_sentence_en"]) == (
        "close_cover", 11, "The cover is open. Close it.",
    )  # fmt: skip
    desk.report(check_id, 4, reason="cancelled", stage="close_cover")
    wait_until(lambda: read(box, check_id)["is_final"], "it is done")
    assert box.post(f"/api/printer-checks/{'0' * 26}/stop", {}, by=MANAGER).status_code == 404


def test_a_check_whose_machine_died_ends_in_words_and_one_that_goes_on_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, desk = site.box, site.desk
    now_s = monotonic_s()
    monkeypatch.setattr(box.house.checks, "clock", lambda: now_s)  # else the test would wait for half a minute
    check_id = begin(box, step="connections", printer_id="kitchen")
    wait_until(lambda: len(desk.asked) == 1, "the request is heard")
    desk.report(check_id, 2, is_final=False, stage="idle")
    wait_until(lambda: read(box, check_id)["stage"] == "idle", "it waits")
    now_s += 14.0
    assert not read(box, check_id)["is_final"]
    desk.report(check_id, 2, is_final=False, stage="idle")
    now_s += 2.0
    wait_until(lambda: not read(box, check_id)["is_final"], "the same word again proves that it lives")
    now_s += 16.0
    gone = read(box, check_id)
    assert (gone["is_final"], gone["reason"], gone["stage"]) == (True, "silent", "idle")
    assert gone["sentence_en"].startswith("The printer's program does not answer.")
    desk.report(check_id, 3, is_final=True)
    wait_until(lambda: read(box, check_id)["reason"] == "", "it had only been cut off, and ended well")


def test_a_printer_s_news_is_told_and_the_same_pulse_again_is_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    box, desk = site.box, site.desk
    said: list[Event] = []
    monkeypatch.setattr(box.house.hub, "_push", said.extend)
    for seq, reason in enumerate(("", "", "paper_out", "paper_out"), start=1):
        known = {"service": "printer-agents", "state": "online", "boot_id": "b", "seq": seq, "reason": reason}
        assert desk.link.publish(desk.topics.presence("printer-agents"), Presence.model_validate(known), retain=True)
        wait_until(partial(heard_up_to, box, seq), "the pulse is heard")
    wait_until(lambda: {1, 3} <= {event.rev for event in said if event.id == "printer-agents"}, "the news is told")
    assert not {2, 4} & {event.rev for event in said if event.id == "printer-agents"}


def test_a_check_stays_on_the_restaurant_s_network_and_is_a_manager_s(site: Site) -> None:
    box = site.box
    stranger = box.post("/api/printer-checks/", {"step": "status", "address": "8.8.8.8"}, by=MANAGER)
    assert (stranger.status_code, stranger.json()["code"]) == (422, "printer-address-refused")
    assert box.post("/api/printer-checks/", {"step": "discover"}).status_code == 403
    unknown = box.post("/api/printer-checks/", {"step": "status", "printer_id": "roof"}, by=MANAGER)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no-such-printer")
    assert box.get(f"/api/printer-checks/{'0' * 26}", by=MANAGER).status_code == 404
    assert site.desk.asked == []
