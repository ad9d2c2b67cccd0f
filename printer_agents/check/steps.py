"""What each step of a check does on an open connection, and what it learns. Steps that print ask for health first."""

import time
from collections.abc import Callable, Sequence

from kernel.messages import CheckStep, PrinterCapabilities, PrinterCheckRequest, PrinterSettings, Reason
from printer_agents.check.answers import answer, ask_health, converse
from printer_agents.check.connections import connections
from printer_agents.check.hands import cover, paper, power
from printer_agents.check.slips import (
    BEEPS,
    CUTS,
    WIDTHS,
    beep_slips,
    code_page_lines,
    cut_slips,
    fence_line,
    sample_slip,
)
from printer_agents.check.trial import Findings, Trial
from printer_agents.paper.escpos import ASK_ORDERED, ask_status, cut_bytes, fence
from printer_agents.printer_status import Ordered, ProcessId
from printer_agents.printing import Ask, Ended, Flight

_FENCE_S = 4.0
"""Longer than any printer needs for one line."""


def take_step(trial: Trial) -> None:
    """Do what the request says; what is learnt goes into `trial.found`, up to where a connection broke.

    Raises:
        PrinterGone: the connection broke.
    """
    step, found = trial.request.step, trial.found
    if step in _ASKS_FIRST or trial.printer.status != "none":
        told = ask_health(trial.link, trial.numbers.status_timeout_s)
        found.reason, found.answers, found.is_paper_low = told.reason, told.answers, told.is_paper_low
        found.status = told.status
    if trial.stop.is_set():
        found.reason = "cancelled"
    if not found.reason and step != "status":
        _DOES[step](trial, found)


def _fences(trial: Trial, found: Findings) -> None:
    """Each question after a line of its own; a printer that knows it answers when the line is out."""
    timeout_s = min(_FENCE_S, trial.numbers.fence_wait_s)
    by_id = fence(trial.printer.model_copy(update={"fence": "gs_paren_h"}), 9001)
    in_turn, took_ms = converse(trial.link, fence_line("GS r 1") + ASK_ORDERED, Ordered, timeout_s)
    found.answers.append(answer("GS r 1", in_turn, took_ms))
    with_id, took_ms = converse(trial.link, fence_line("GS ( H") + by_id, ProcessId, timeout_s)
    found.answers.append(answer("GS ( H", with_id, took_ms))
    trial.link.send(cut_bytes(trial.printer))
    found.fence = "none"
    if any(isinstance(reply, Ordered) for reply in in_turn):
        found.fence = "gs_r"
    if ProcessId(by_id[-4:]) in with_id:
        found.fence = "gs_paren_h"


def _code_pages(trial: Trial, found: Findings) -> None:
    pages = range(trial.request.first_page, max(trial.request.first_page, trial.request.last_page) + 1)
    found.printed = [str(page) for page in pages]
    _printed(trial, found, [code_page_lines(trial.printer, pages)])


def _sample(trial: Trial, found: Findings) -> None:
    found.printed = [str(width) for width in WIDTHS]
    _printed(trial, found, [sample_slip(trial.printer)])


def _cuts(trial: Trial, found: Findings) -> None:
    found.printed = CUTS
    _printed(trial, found, cut_slips(trial.printer))


def _beeps(trial: Trial, found: Findings) -> None:
    found.printed = BEEPS
    _printed(trial, found, beep_slips(trial.printer), trial.numbers.check_pause_s)


def _printed(trial: Trial, found: Findings, slips: Sequence[bytes], pause_s: float = 0.0) -> None:
    """Send the slips, a pause after each; then wait until the printer says that they are out, or why not."""
    for slip in slips:
        trial.link.drain()
        trial.link.send(slip)
        if trial.stop.wait(pause_s):
            break
    trial.link.drain()
    trial.link.send(fence(trial.printer, 1))
    found.reason = _what_became(trial)


def _what_became(trial: Trial) -> Reason:
    flight = Flight(trial.printer, trial.numbers, 1, has_pictures=True, sent_at_s=time.monotonic())
    while not trial.stop.is_set():
        step = flight.next(time.monotonic())
        if isinstance(step, Ended):
            return step.reason
        if flight.blocked:
            return flight.blocked
        if isinstance(step, Ask):
            trial.link.send(ask_status(step.n))
        else:
            flight.hear(trial.link.receive(min(step.until_s - time.monotonic(), 0.25)), time.monotonic())
    return "cancelled"


_ASKS_FIRST: tuple[CheckStep, ...] = ("status", "cover", "paper", "power", "connections")
"""Without a printer's answers there is nothing to be seen in these."""

_DOES: dict[CheckStep, Callable[[Trial, Findings], None]] = {
    "fences": _fences,
    "code_pages": _code_pages,
    "sample": _sample,
    "cuts": _cuts,
    "beeps": _beeps,
    "cover": cover,
    "paper": paper,
    "power": power,
    "connections": connections,
}


def capabilities_for(request: PrinterCheckRequest, ours: PrinterSettings | None) -> PrinterCapabilities:
    """How to speak: as asked, else as the printer's settings say, else the defaults without a fence."""
    if request.capabilities is not None or ours is None:
        return request.capabilities or PrinterCapabilities(fence="none")
    return PrinterCapabilities.model_validate(ours.model_dump())
