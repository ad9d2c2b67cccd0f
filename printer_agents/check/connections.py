"""How a printer treats its connections: a second one while the first is open, and one that says nothing."""

import time

from kernel.messages import SecondClient
from printer_agents.check.answers import answer, converse
from printer_agents.check.trial import Findings, Trial
from printer_agents.paper.escpos import ask_status
from printer_agents.printer_link import PrinterGone, PrinterLink
from printer_agents.printer_status import RealTime

_LOOK_S = 0.25


def connections(trial: Trial, found: Findings) -> None:
    """Try both; what a cancelled trial learnt first is kept."""
    found.stage = "second"
    trial.tell(found)
    found.second_client = _second(trial, found)
    trial.link.close()
    trial.link = PrinterLink(trial.link.address, trial.numbers)
    converse(trial.link, ask_status(1), RealTime, trial.numbers.status_timeout_s)  # it is served before it falls silent
    found.stage = "idle"
    trial.tell(found)
    found.idle_close_s = _idle(trial)
    if found.idle_close_s is None:
        found.reason = "cancelled"
    else:
        found.stage = ""


def _second(trial: Trial, found: Findings) -> SecondClient:
    """What a second connection meets; one that waits is answered when the first is closed."""
    try:
        second = PrinterLink(trial.link.address, trial.numbers)
    except PrinterGone:
        return "refused"
    try:
        replies, took_ms = converse(second, ask_status(1), RealTime, trial.numbers.status_timeout_s)
        found.note(answer("DLE EOT 1, second", replies, took_ms))
        if replies:
            return "served"
        trial.link.close()
        began_s = time.monotonic()
        late = second.receive(trial.numbers.status_timeout_s * trial.numbers.unanswered_polls)
        found.note(answer("DLE EOT 1, first closed", late, (time.monotonic() - began_s) * 1000))
        return "waits"
    except PrinterGone:
        return "refused"
    finally:
        second.close()


def _idle(trial: Trial) -> int | None:
    """Seconds until the printer closes a silent connection; 0: it does not within the trial; None: stopped early."""
    began_s = time.monotonic()
    until_s = began_s + trial.numbers.check_idle_s
    while (rest_s := until_s - time.monotonic()) > 0:
        if trial.stop.is_set():
            return None
        try:
            trial.link.receive(min(rest_s, _LOOK_S))
        except PrinterGone:
            return max(1, round(time.monotonic() - began_s))
    return 0
