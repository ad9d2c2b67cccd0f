"""A check without a broker or without agents: done here, by whoever can get the printer's lock."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kernel.messages import PrinterCheckReport, PrinterCheckRequest, PrinterSettings
from printer_agents.check.asking import Progress
from printer_agents.check.desk import CheckDesk
from printer_agents.settings import AgentSettings
from printer_agents.spool_file import AlreadyRunning, known_printers, spool_lock


class Alone:
    """Answers as `Asker` does. The agents' spools say which printers there are; their locks keep agents away."""

    def __init__(self, numbers: AgentSettings) -> None:
        self._numbers = numbers

    def ask(
        self, request: PrinterCheckRequest, _timeout_s: float, progress: Progress | None = None
    ) -> PrinterCheckReport:
        """Do one step of a check here and now."""
        reports: list[PrinterCheckReport] = []

        def say(report: PrinterCheckReport) -> None:
            reports.append(report)
            if progress is not None and not report.is_final:
                progress(report)

        desk = CheckDesk(self._numbers, self._printers, self._borrowed, say)
        desk.carry_out(request)
        return reports[-1]

    def _printers(self) -> Mapping[str, PrinterSettings]:
        return known_printers(self._numbers.data_dir)

    @contextmanager
    def _borrowed(self, printer: PrinterSettings) -> Iterator[bool]:
        try:
            with spool_lock(self._numbers.data_dir, printer.printer_id):
                yield True
        except AlreadyRunning:
            yield False
