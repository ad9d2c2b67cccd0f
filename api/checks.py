"""Printer checks under way and lately done; in memory, since whoever asked for one stands before the screen."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from kernel.clock import Monotonic, monotonic_s
from kernel.messages import PrinterCheckReport, PrinterCheckRequest
from kernel.presence import CHECK_STALE_S

MOST = 64
"""Remembered at once."""


@dataclass
class _Check:
    printer_id: str
    report: PrinterCheckReport
    """The last one."""
    heard_at_s: float


class CheckBoard:
    """What is known of each check. Safe between threads.

    Attributes:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Monotonic = monotonic_s) -> None:
        self.clock = clock
        self._checks: OrderedDict[str, _Check] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, request: PrinterCheckRequest) -> None:
        """A check that was asked for; one that is known stays as it is."""
        with self._lock:
            if request.request_id not in self._checks:
                begun = PrinterCheckReport(request_id=request.request_id, seq=1, step=request.step, is_final=False)
                self._checks[request.request_id] = _Check(request.printer_id, begun, self.clock())
            while len(self._checks) > MOST:
                self._checks.popitem(last=False)

    def hear(self, report: PrinterCheckReport) -> bool:
        """Take note; False for one that nobody here asked for, or that says no more than is known."""
        with self._lock:
            check = self._checks.get(report.request_id)
            if check is None or check.report.is_final or report.seq < check.report.seq:
                return False
            is_news = report != check.report
            check.report, check.heard_at_s = report, self.clock()
            return is_news

    def get(self, check_id: str) -> PrinterCheckReport | None:
        """The last report of a check."""
        with self._lock:
            check = self._checks.get(check_id)
            return check.report if check else None

    def fell_silent(self, check_id: str) -> bool:
        """Whoever did it is gone, or the way there: its end was not heard, nor anything for long."""
        with self._lock:
            check = self._checks.get(check_id)
            return check is not None and not check.report.is_final and self.clock() - check.heard_at_s > CHECK_STALE_S

    def printer_of(self, check_id: str) -> str:
        """Which of our printers it is about; '' for none."""
        with self._lock:
            check = self._checks.get(check_id)
            return check.printer_id if check else ""
