"""Printer checks under way and lately done; in memory, since whoever asked for one stands before the screen."""

import threading
from collections import OrderedDict

from kernel.clock import Monotonic, monotonic_s
from kernel.messages import PrinterCheckReport, PrinterCheckRequest

MOST = 64
"""Remembered at once."""
SILENT_S = 15.0
"""A check of which nothing was heard for so long is dead: whoever does one says something every five seconds."""


class CheckBoard:
    """The last report of each check. Safe between threads.

    Attributes:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Monotonic = monotonic_s) -> None:
        self.clock = clock
        self._heard_at_s: dict[str, float] = {}
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
                self._heard_at_s[request.request_id] = self.clock()
            while len(self._reports) > MOST:
                gone, _ = self._reports.popitem(last=False)
                del self._printers[gone], self._heard_at_s[gone]

    def hear(self, report: PrinterCheckReport) -> bool:
        """Take note; False for one that nobody here asked for, or that says no more than is known."""
        with self._lock:
            known = self._reports.get(report.request_id)
            if known is None or known.is_final or report.seq < known.seq:
                return False
            self._reports[report.request_id] = report
            self._heard_at_s[report.request_id] = self.clock()
            return report != known

    def get(self, check_id: str) -> PrinterCheckReport | None:
        """What is known of a check."""
        with self._lock:
            return self._reports.get(check_id)

    def fell_silent(self, check_id: str) -> bool:
        """Whoever did it is gone, or the way there: its end was not heard, nor anything for long."""
        with self._lock:
            known = self._reports.get(check_id)
            return known is not None and not known.is_final and self.clock() - self._heard_at_s[check_id] > SILENT_S

    def printer_of(self, check_id: str) -> str:
        """Which of our printers it is about; '' for none."""
        with self._lock:
            return self._printers.get(check_id, "")
