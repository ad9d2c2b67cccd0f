"""Printer checks under way and lately done; in memory, since whoever asked for one stands before the screen."""

import threading
from collections import OrderedDict

from kernel.messages import PrinterCheckReport, PrinterCheckRequest

MOST = 64
"""Remembered at once."""


class CheckBoard:
    """The last report of each check. Safe between threads."""

    def __init__(self) -> None:
        self._reports: OrderedDict[str, PrinterCheckReport] = OrderedDict()
        self._printers: dict[str, str] = {}
        self._lock = threading.Lock()

    def begin(self, request: PrinterCheckRequest) -> None:
        """A check that was asked for; one that is known stays as it is."""
        with self._lock:
            if request.request_id not in self._reports:
                begun = PrinterCheckReport(request_id=request.request_id, seq=1, step=request.step, is_final=False)
                self._reports[request.request_id] = begun
                self._printers[request.request_id] = request.printer_id
            while len(self._reports) > MOST:
                gone, _ = self._reports.popitem(last=False)
                self._printers.pop(gone, None)

    def hear(self, report: PrinterCheckReport) -> bool:
        """Take note; False for one that nobody here asked for, or that is older than what is known."""
        with self._lock:
            known = self._reports.get(report.request_id)
            if known is None or known.is_final or report.seq < known.seq:
                return False
            self._reports[report.request_id] = report
            return True

    def get(self, check_id: str) -> PrinterCheckReport | None:
        """What is known of a check."""
        with self._lock:
            return self._reports.get(check_id)

    def printer_of(self, check_id: str) -> str:
        """Which of our printers it is about; '' for none."""
        with self._lock:
            return self._printers.get(check_id, "")
