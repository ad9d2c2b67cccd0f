"""Printers are found on the box's own networks, in namespaces that exist for this test only."""

import os
import queue
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kernel.messages import PrinterCheckReport, PrinterSettings
from printer_agents.check.asking import a_request
from printer_agents.check.desk import CheckDesk
from printer_agents.settings import AgentSettings
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.integration.printer_agents.conftest import QUICK
from tests.networks import Network

OURS = "10.77.0.9"
PLACES = {
    "healthy": "10.77.0.10",
    "without paper": "10.77.0.11",
    "another device": "10.77.0.12",
    "office printer": "10.77.0.13",
    "held by a till": "10.77.0.14",
    "refuses": "10.77.0.15",
    "not private": "203.0.113.10",
}


class Restaurant:
    """A box, a cable, and everything that listens on port 9100 at its other end."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.box = stack.enter_context(Network("box"))
        self.hall = stack.enter_context(Network("hall"))
        self.box.joins(
            self.hall,
            ["10.77.0.1/27", "203.0.113.1/24"],
            [f"{place}/{24 if place.startswith('203') else 27}" for place in (OURS, *PLACES.values())],
        )
        self.ours = self._printer(stack, "ours", OURS)
        self.printers = {name: self._printer(stack, name, place) for name, place in PLACES.items()}
        self.printers["without paper"].runs_out_of_paper()
        self.printers["another device"].garbage_status()
        self.printers["office printer"].can(status=False)
        self.printers["held by a till"].can(second_client="refuse")
        self.printers["held by a till"].is_held_by_another_client()
        self.printers["refuses"].refuses_connections()
        self.reports: queue.Queue[PrinterCheckReport] = queue.Queue()
        given: dict[str, Any] = QUICK | {"data_dir": folder, "search_patience_s": 4.0}
        known = PrinterSettings(printer_id="kitchen", name="Κουζίνα", zone_id="kitchen", address=OURS)
        self.desk = CheckDesk(
            AgentSettings(_env_file=None, **given),
            lambda: {"kitchen": known},
            lambda _: nullcontext(True),
            self.reports.put,
        )
        self.box.does(self.desk.start)
        stack.callback(self.desk.stop)

    def _printer(self, stack: ExitStack, name: str, address: str) -> ThreadedVirtualPrinter:
        made = ThreadedVirtualPrinter(name, 9100, address)
        stack.callback(made.stop)
        return self.hall.does(made.start)

    def asks(self, step: Any, **fields: object) -> PrinterCheckReport:
        self.desk.ask(a_request(step, datetime.now(UTC), **fields))
        while not (report := self.reports.get(timeout=30)).is_final:
            assert 0 <= report.progress <= 1
        return report


@pytest.fixture
def restaurant(tmp_path: Path) -> Iterator[Restaurant]:
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: the search for printers, which needs network namespaces and so root.")
    with ExitStack() as stack:
        yield Restaurant(stack, tmp_path)


def test_what_listens_on_port_9100_is_found_with_its_mac_and_what_it_is(restaurant: Restaurant) -> None:
    report = restaurant.asks("discover")
    assert (report.searched, report.left_out) == (("10.77.0.0/27",), ())
    assert [(one.address, one.port, one.printer_id, one.reason) for one in report.found] == [
        (OURS, 9100, "kitchen", ""),
        (PLACES["healthy"], 9100, "", ""),
        (PLACES["without paper"], 9100, "", ""),
        (PLACES["another device"], 9100, "", "wrong_device"),
        (PLACES["office printer"], 9100, "", "silent"),
        (PLACES["held by a till"], 9100, "", "busy"),
    ]
    assert {one.mac for one in report.found if not one.printer_id} == {restaurant.hall.mac}

    # nothing went on paper, our own printer was left in peace, a stranger's network too
    assert restaurant.ours.connections_taken == 0
    assert restaurant.printers["not private"].connections_taken == 0
    assert restaurant.printers["healthy"].bytes_received == 3
    assert restaurant.printers["office printer"].bytes_received == 3
    assert not any(printer.inner.mechanism.pen.rows for printer in restaurant.printers.values())


def test_an_address_is_told_apart_that_nobody_has_and_that_no_way_leads_to(restaurant: Restaurant) -> None:
    assert restaurant.asks("status", address="10.77.0.30").reason == "unreachable"
    assert restaurant.asks("status", address="10.99.0.1").reason == "no_route"
    found = restaurant.asks("status", address=PLACES["without paper"])
    assert (found.reason, found.mac) == ("paper_out", restaurant.hall.mac)
