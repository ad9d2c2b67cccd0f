"""A check desk and the printer it examines, for tests that ask it for steps."""

import queue
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kernel.ids import new_ulid
from kernel.messages import PrinterCheckReport, PrinterCheckRequest
from printer_agents.check.desk import CheckDesk
from printer_agents.settings import AgentSettings
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.integration.printer_agents.conftest import QUICK, settings_of
from tests.ports import free_port


class Check:
    """A desk, the printer it examines, and whoever asked."""

    def __init__(self, folder: Path, *, beat_s: float = 3600.0, **waits: float) -> None:
        given: dict[str, Any] = QUICK | {"data_dir": folder, "allow_loopback_printers": True} | waits
        numbers = AgentSettings(_env_file=None, **given)
        self.printer = ThreadedVirtualPrinter(port=free_port()).start()
        self.is_free = True
        self.reports: queue.Queue[PrinterCheckReport] = queue.Queue()
        ours = settings_of(self.printer)
        self.desk = CheckDesk(
            numbers, lambda: {"kitchen": ours}, lambda _: nullcontext(self.is_free), self.reports.put, beat_s=beat_s
        )
        self.desk.start()

    def close(self) -> None:
        self.desk.stop()
        self.printer.stop()

    def request(self, step: str, **changes: Any) -> PrinterCheckRequest:
        now = datetime.now(UTC)
        given = {"request_id": new_ulid(now), "step": step, "asked_at": now, "printer_id": "kitchen"} | changes
        return PrinterCheckRequest.model_validate(given)

    def of(self, step: str, **changes: Any) -> PrinterCheckReport:
        request = self.request(step, **changes)
        self.desk.ask(request)
        begun, report = self.reports.get(timeout=20), self.reports.get(timeout=20)
        assert [(one.request_id, one.seq, one.is_final) for one in (begun, report)] == [
            (request.request_id, 1, False),
            (request.request_id, 2, True),
        ]
        return report

    def begin(self, step: str) -> str:
        """Ask for a trial that needs a hand; its id."""
        request = self.request(step)
        self.desk.ask(request)
        return request.request_id

    def waits_for(self, stage: str) -> PrinterCheckReport:
        """The report that says so; all before it are read."""
        while (report := self.reports.get(timeout=20)).stage != stage or report.is_final:
            assert not report.is_final, report
        return report

    def ended(self) -> PrinterCheckReport:
        """The last report; all before it are read."""
        while not (report := self.reports.get(timeout=20)).is_final:
            pass
        return report
