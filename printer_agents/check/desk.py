"""Takes requests for checks one at a time, borrows the printer from its agent, says what came of it."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from kernel.clock import Now, utc_now
from kernel.errors import Refused
from kernel.logging import get_logger
from kernel.messages import (
    FoundPrinter,
    PrinterCapabilities,
    PrinterCheckReport,
    PrinterCheckRequest,
    PrinterCheckStop,
    PrinterSettings,
)
from kernel.presence import CHECK_PULSE_S
from printer_agents.check.network import read_neighbours, read_plan
from printer_agents.check.search import search
from printer_agents.check.steps import capabilities_for, take_step
from printer_agents.check.trial import Findings, Trial
from printer_agents.printer_link import Address, PrinterGone, PrinterLink
from printer_agents.settings import AgentSettings

TOO_OLD = timedelta(seconds=30)
_MOST_WAITING = 4
CHECK_MESSAGES: TypeAdapter[PrinterCheckRequest | PrinterCheckStop] = TypeAdapter(
    Annotated[PrinterCheckRequest | PrinterCheckStop, Field(discriminator="kind")]
)

Borrow = Callable[[PrinterSettings], AbstractContextManager[bool]]
"""Whether the printer is ours while the context lasts: nobody else of this house talks to it."""
Say = Callable[[PrinterCheckReport], object]

log = get_logger("printer_check")


class CheckDesk:
    """A thread that does one check after another, and one that says of those not yet ended that they are alive.

    Args:
        numbers: waits, and which addresses are allowed.
        printers: the house's printers, by id; asked at each check.
        borrow: gets one of them from its agent.
        say: takes every report.
        beat_s: how often the newest report of each check that has not ended is said again.
    """

    def __init__(
        self,
        numbers: AgentSettings,
        printers: Callable[[], Mapping[str, PrinterSettings]],
        borrow: Borrow,
        say: Say,
        now: Now = utc_now,
        beat_s: float = CHECK_PULSE_S,
    ) -> None:
        self._numbers = numbers
        self._beat_s = beat_s
        self._printers = printers
        self._borrow = borrow
        self._say = say
        self._now = now
        self._waiting: queue.Queue[PrinterCheckRequest] = queue.Queue(_MOST_WAITING)
        self._seen: deque[str] = deque(maxlen=256)
        self._seq = 0
        self._stop = threading.Event()
        self._stops: dict[str, threading.Event] = {}
        self._last_said: dict[str, PrinterCheckReport] = {}
        """Of each check that waits or is under way."""
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="printer-check", daemon=True)
        self._pulse = threading.Thread(target=self._beat, name="printer-check-pulse", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._pulse.start()

    def stop(self) -> None:
        """End the check under way, and the thread."""
        self._stop.set()
        for each in tuple(self._stops.values()):
            each.set()
        if self._thread.is_alive():
            self._thread.join(5.0)
            self._pulse.join(5.0)

    def ask(self, request: PrinterCheckRequest) -> None:
        """Have a check done; one that was asked for before, or too long ago, is not."""
        if request.request_id in self._seen:
            return
        self._seen.append(request.request_id)
        if self._now() - request.asked_at > TOO_OLD:
            log.warning("printer_check_too_late", request_id=request.request_id)
            return
        self._stops[request.request_id] = threading.Event()
        self._note(_report(request, 1, Findings(), is_final=False))
        try:
            self._waiting.put_nowait(request)
        except queue.Full:
            del self._stops[request.request_id]
            self._send(_report(request, 1, Findings("busy")))

    def obey(self, payload: bytes) -> None:
        """A request for a check, or for the end of one.

        Raises:
            ValidationError: the message is neither.
        """
        asked = CHECK_MESSAGES.validate_json(payload)
        if isinstance(asked, PrinterCheckStop):
            self.cancel(asked.request_id)
        else:
            self.ask(asked)

    def cancel(self, request_id: str) -> None:
        """End a check that waits, or that is under way; one that has ended stays as it ended."""
        if (asked := self._stops.get(request_id)) is not None:
            asked.set()

    def carry_out(self, request: PrinterCheckRequest) -> None:
        """Do a check now, on the caller's thread."""
        self._seq = 0
        stop = self._stops.setdefault(request.request_id, threading.Event())
        self._tell(request, Findings(), is_final=False)
        try:
            self._do(request, stop)
        except Exception:  # a bug of this step: said as such, the next request is served
            log.exception("printer_check_failed", request_id=request.request_id, step=request.step)
            self._tell(request, Findings("unprintable"))
        finally:
            del self._stops[request.request_id]

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                request = self._waiting.get(timeout=0.25)
            except queue.Empty:
                continue
            self.carry_out(request)

    def _do(self, request: PrinterCheckRequest, stop: threading.Event) -> None:
        if request.step == "discover":
            self._discover(request, stop)
            return
        printer = printer_asked_for(request, self._printers())
        try:
            address = _address(request, printer, self._numbers)
        except Refused as refused:
            log.warning("printer_check_refused", request_id=request.request_id, hint=refused.detail)
            self._tell(request, Findings("bad_address"))
            return
        spoken = capabilities_for(request, printer)
        with self._borrow(printer) if printer is not None else nullcontext(True) as is_ours:
            found = self._tried(request, spoken, address, stop) if is_ours else Findings("busy")
        self._tell(request, found, spoken=spoken, mac=read_neighbours().get(address.host, ""))

    def _tried(
        self, request: PrinterCheckRequest, spoken: PrinterCapabilities, address: Address, stop: threading.Event
    ) -> Findings:
        try:
            link = PrinterLink(address, self._numbers)
        except PrinterGone as gone:
            return Findings(gone.reason)
        trial = Trial(link, spoken, self._numbers, request, stop, lambda so_far: self._tell_stage(request, so_far))
        try:
            take_step(trial)
        except PrinterGone as gone:
            trial.found.reason = gone.reason
        finally:
            trial.link.close()
        if trial.found.reason:
            trial.found.printed = ()
        return trial.found

    def _tell_stage(self, request: PrinterCheckRequest, so_far: Findings) -> None:
        self._tell(request, so_far, is_final=False)

    def _discover(self, request: PrinterCheckRequest, stop: threading.Event) -> None:
        plan, ours = read_plan(), self._by_address()
        found = search(
            plan.addresses, ours, self._numbers, stop,
            lambda done: self._tell(request, Findings(), is_final=False, progress=done),
        )  # fmt: skip
        macs = read_neighbours()
        known = [one for one in ours.values() if one.printer_id not in {each.printer_id for each in found}]
        found += [FoundPrinter(address=one.address, port=one.port, printer_id=one.printer_id) for one in known]
        self._tell(
            request, Findings(), searched=plan.searched, left_out=plan.left_out, progress=1.0,
            found=tuple(one.model_copy(update={"mac": macs.get(one.address, "")}) for one in found)[:64],
        )  # fmt: skip

    def _by_address(self) -> dict[str, PrinterSettings]:
        return {one.address: one for one in self._printers().values()}

    def _tell(self, request: PrinterCheckRequest, findings: Findings, *, is_final: bool = True, **more: Any) -> None:
        self._seq += 1
        self._send(_report(request, self._seq, findings, is_final=is_final, **more))

    def _send(self, report: PrinterCheckReport) -> None:
        self._note(report)
        self._say(report)

    def _note(self, report: PrinterCheckReport) -> None:
        with self._lock:
            if report.is_final:
                self._last_said.pop(report.request_id, None)
            else:
                self._last_said[report.request_id] = report

    def _beat(self) -> None:
        """Who asked learns from silence that this process, its machine or the way there is gone."""
        while not self._stop.wait(self._beat_s):
            with self._lock:
                not_ended = tuple(self._last_said.values())
            for report in not_ended:
                self._say(report)


def printer_asked_for(request: PrinterCheckRequest, printers: Mapping[str, PrinterSettings]) -> PrinterSettings | None:
    """One of ours: by its name, or because it has the address that is asked for."""
    if request.printer_id:
        return printers.get(request.printer_id)
    asked = (request.address, request.port)
    return next((one for one in printers.values() if (one.address, one.port) == asked), None)


def _address(request: PrinterCheckRequest, printer: PrinterSettings | None, numbers: AgentSettings) -> Address:
    """Where to connect.

    Raises:
        PrinterAddressRefused: not a place where this site's printers may be (an unknown printer's address is '').
    """
    host, port = (printer.address, printer.port) if printer is not None else (request.address, request.port)
    return Address(numbers.printer_doors.check(host, port), port)


def _report(
    request: PrinterCheckRequest, seq: int, findings: Findings, *, is_final: bool = True, **more: Any
) -> PrinterCheckReport:
    return PrinterCheckReport(
        request_id=request.request_id, seq=seq, step=request.step, is_final=is_final, **asdict(findings), **more
    )
