"""One step of a check under way: the connection it has, and what it has learnt so far."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kernel.messages import (
    AfterStop,
    CheckAnswer,
    PrinterCapabilities,
    PrinterCheckRequest,
    Reason,
    SecondClient,
    TrialStage,
)
from printer_agents.printer_link import PrinterLink
from printer_agents.settings import AgentSettings

Fence = Literal["gs_r", "gs_paren_h", "none"]
MOST_ANSWERS = 40


@dataclass(slots=True)
class Findings:
    """What a step learnt; fields as in PrinterCheckReport."""

    reason: Reason = ""
    answers: list[CheckAnswer] = field(default_factory=list)
    is_paper_low: bool = False
    status: Literal["dle_eot", "none"] | None = None
    fence: Fence | None = None
    printed: Sequence[str] = ()
    stage: TrialStage = ""
    is_late: bool = False
    at_line: int = 0
    named: Reason = ""
    after_cover: AfterStop | None = None
    after_paper: AfterStop | None = None
    second_client: SecondClient | None = None
    idle_close_s: int | None = None

    def note(self, one: CheckAnswer) -> None:
        """Keep an answer, unless the same question was answered so the last time."""
        last = next((known for known in reversed(self.answers) if known.asked == one.asked), None)
        is_news = last is None or last.heard_hex != one.heard_hex
        if is_news and len(self.answers) < MOST_ANSWERS:
            self.answers.append(one)


@dataclass(slots=True)
class Trial:
    """One step under way.

    Attributes:
        link: to the printer; a step that loses it may put another in its place.
        printer: how it is spoken to.
        numbers: waits.
        request: what is asked.
        stop: ends it early.
        tell: says how far it is.
        found: what it learnt.
    """

    link: PrinterLink
    printer: PrinterCapabilities
    numbers: AgentSettings
    request: PrinterCheckRequest
    stop: threading.Event
    tell: Callable[[Findings], None]
    found: Findings = field(default_factory=Findings)
