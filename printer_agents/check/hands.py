"""Trials that need a hand at the printer: its cover, its roll, its plug.

Numbered lines come slowly, so that the hand gets in the midst of them. Once the printer says that it stopped, the rest
of them, a cut and the proof are sent: they wait in its memory as a ticket's would, and what becomes of them is judged
by the rules that the agent judges a ticket by.
"""

import time

from kernel.messages import AfterStop, TrialStage
from printer_agents.check.answers import answer, ask_health, converse
from printer_agents.check.slips import numbered_lines
from printer_agents.check.trial import Findings, Trial
from printer_agents.paper.escpos import ask_status, cut_bytes, fence
from printer_agents.printer_link import PrinterGone, PrinterLink
from printer_agents.printer_status import Ordered, ProcessId, RealTime, Reply
from printer_agents.printing import Ask, Ended, Flight

_NUMBER = 1
_NO_MORE_THAN = 30
"""Lines before the hand: those after it must find the printer stopped."""
_LOOK_S = 0.25
_OFFLINE = 0x08


def cover(trial: Trial, found: Findings) -> None:
    """Open in mid-ticket, closed again."""
    if _stops(trial, found, "open_cover"):
        found.after_cover = _afterwards(trial, found, "close_cover")


def paper(trial: Trial, found: Findings) -> None:
    """The roll is taken out in mid-ticket, and put back."""
    if _stops(trial, found, "take_paper"):
        found.after_paper = _afterwards(trial, found, "load_paper")


def power(trial: Trial, found: Findings) -> None:
    """Switched off while it holds half a ticket, and on again; what came out then only a person can say."""
    if _stops(trial, found, "open_cover") and _dies(trial, found):
        _comes_back(trial, found)


def _stops(trial: Trial, found: Findings, stage: TrialStage) -> bool:
    """Print until a hand stops the printer, then leave the rest in its memory."""
    lines = numbered_lines(trial.request.step)
    until_s = _begin(trial, found, stage)
    unanswered = 0
    while unanswered < trial.numbers.unanswered_polls:
        if _given_up(trial, found, until_s):
            trial.link.send(cut_bytes(trial.printer))
            return False
        if found.at_line < _NO_MORE_THAN:
            trial.link.send(lines[found.at_line])
            found.at_line += 1
        bits = _asked(trial, found)
        unanswered = unanswered + 1 if bits is None else 0
        if bits is not None and bits & _OFFLINE:
            break
        trial.stop.wait(trial.numbers.check_line_s)
    rest = b"".join(lines[found.at_line :])
    trial.link.send(rest + cut_bytes(trial.printer) + fence(trial.printer, _NUMBER))
    return True


def _afterwards(trial: Trial, found: Findings, then: TrialStage) -> AfterStop | None:
    """What becomes of the rest, when the hand has put right what it did."""
    flight = Flight(trial.printer, trial.numbers, _NUMBER, has_pictures=False, sent_at_s=time.monotonic())
    asked = ""
    until_s = time.monotonic() + trial.numbers.check_hands_s
    while not _given_up(trial, found, until_s):
        step = flight.next(time.monotonic())
        if isinstance(step, Ended):
            return _judged(trial, found, step)
        stage = _stage(found, flight, then)
        if stage != found.stage:
            until_s = _begin(trial, found, stage)
        if isinstance(step, Ask):
            asked = f"DLE EOT {step.n}"
            trial.link.send(ask_status(step.n))
            continue
        began_s = time.monotonic()
        replies = trial.link.receive(min(step.until_s - began_s, _LOOK_S))
        for reply in replies:
            found.note(answer(_question(reply) or asked, [reply], (time.monotonic() - began_s) * 1000))
        flight.hear(replies, time.monotonic())
    return None


def _stage(found: Findings, flight: Flight, then: TrialStage) -> TrialStage:
    """What is waited for: the roll is out only when the printer says so, not when the cover is lifted to get at it."""
    if flight.blocked and found.named != "paper_out":
        found.named = flight.blocked
    is_out = found.named == "paper_out" or then != "load_paper"
    if not found.named or not is_out:
        return found.stage
    return then if flight.blocked else "prints"


def _judged(trial: Trial, found: Findings, end: Ended) -> AfterStop | None:
    """In the words that are kept. None: the roll was never out, so that nothing was learnt."""
    bits = _asked(trial, found)
    if trial.request.step == "paper" and bits is not None and found.named != "paper_out":
        found.reason, found.is_late = "cancelled", True
        return None
    found.stage = ""
    if bits is None:
        return "mute"
    if end.state == "unconfirmed":
        return "unproven"
    if end.state == "uncertain":
        return "copied"
    return "too_early" if bits & _OFFLINE else "goes_on"


def _dies(trial: Trial, found: Findings) -> bool:
    """It answers no more."""
    until_s = _begin(trial, found, "switch_off")
    unanswered = 0
    while unanswered < trial.numbers.unanswered_polls:
        if _given_up(trial, found, until_s):
            return False
        try:
            unanswered = unanswered + 1 if _asked(trial, found) is None else 0
        except PrinterGone:
            return True
        trial.stop.wait(trial.numbers.poll_s)
    return True


def _comes_back(trial: Trial, found: Findings) -> None:
    """It takes a connection again, and says that it can print."""
    until_s = _begin(trial, found, "switch_on")
    while not _given_up(trial, found, until_s):
        trial.link.close()
        try:
            trial.link = PrinterLink(trial.link.address, trial.numbers)
            health = ask_health(trial.link, trial.numbers.status_timeout_s)
            for one in health.answers:
                found.note(one)
            if not health.reason:
                found.stage = ""
                return
        except PrinterGone:
            pass  # it is off, or not awake yet
        trial.stop.wait(trial.numbers.poll_s)


def _begin(trial: Trial, found: Findings, stage: TrialStage) -> float:
    """Say what is waited for; until when (monotonic seconds)."""
    found.stage = stage
    trial.tell(found)
    return time.monotonic() + trial.numbers.check_hands_s


def _given_up(trial: Trial, found: Findings, until_s: float) -> bool:
    """Whether the person said so, or the time is over."""
    if trial.stop.is_set() or time.monotonic() > until_s:
        found.reason, found.is_late = "cancelled", not trial.stop.is_set()
        return True
    return False


def _asked(trial: Trial, found: Findings) -> int | None:
    """The bits of DLE EOT 1; None for no answer. A proof that comes in between is kept for the record only."""
    replies, took_ms = converse(trial.link, ask_status(1), RealTime, trial.numbers.status_timeout_s)
    found.note(answer("DLE EOT 1", replies, took_ms))
    return next((reply.bits for reply in reversed(replies) if isinstance(reply, RealTime)), None)


def _question(reply: Reply) -> str:
    """Which question after the cut this answers; '' for none."""
    match reply:
        case Ordered():
            return "GS r 1"
        case ProcessId():
            return "GS ( H"
        case _:
            return ""
