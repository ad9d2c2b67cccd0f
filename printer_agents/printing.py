"""One ticket on its way: what to ask, how long to wait, and when it counts as printed. Pure.

"Printed" is only ever the printer's ordered answer to the question after the cut. Before the first byte everything may
be tried again; after it, nothing is sent again unmarked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kernel.messages import PrinterCapabilities, Reason
from printer_agents.paper.escpos import process_id
from printer_agents.printer_status import Health, Noise, Ordered, ProcessId, RealTime, Reply, health
from printer_agents.settings import AgentSettings


@dataclass(frozen=True, slots=True)
class Ask:
    """Send DLE EOT `n` now."""

    n: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Listen until this moment (monotonic seconds)."""

    until_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of the ticket."""

    state: Literal["printed", "unconfirmed", "uncertain"]
    reason: Reason = ""


Next = Ask | Wait | Ended


@dataclass(slots=True)
class Flight:
    """A ticket whose bytes have all been sent; feed it with answers, ask it what to do.

    Args:
        printer: dialect of this printer.
        numbers: waits.
        number: the ticket's.
        has_pictures: raster lines take longer.
        sent_at_s: when the last byte was handed over (monotonic).
    """

    printer: PrinterCapabilities
    numbers: AgentSettings
    number: int
    has_pictures: bool
    sent_at_s: float
    blocked: Reason = ""
    """Why the printer holds the ticket, once it was asked in full; '' while all is well."""
    _is_held: bool = False
    _end: Ended | None = None
    _ready_since_s: float = 0.0
    _next_ask_s: float = 0.0
    _asked: int = 0
    _asked_at_s: float = 0.0
    _unanswered: int = 0
    _answers: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ready_since_s = self.sent_at_s
        is_unfenced = self.printer.fence == "none"
        self._next_ask_s = self.sent_at_s + (0.0 if is_unfenced else self.numbers.poll_s)
        if is_unfenced and self.printer.status == "none":
            self._end = Ended("unconfirmed")

    def hear(self, replies: Iterable[Reply], now_s: float) -> None:
        """Take the printer's answers."""
        for reply in replies:
            match reply:
                case Ordered() if self.printer.fence == "gs_r":
                    out = reply.is_out_of_paper
                    self._end = Ended("uncertain", "paper_out") if out else Ended("printed")
                case ProcessId(id=told) if self.printer.fence == "gs_paren_h" and told == process_id(self.number):
                    self._end = Ended("printed")
                case RealTime() if self._asked:
                    self._answered(reply.bits, now_s)

    def next(self, now_s: float) -> Next:
        """What to do now."""
        if self._end is not None:
            return self._end
        if self._asked:
            late_s = self._asked_at_s + self.numbers.status_timeout_s
            if now_s < late_s:
                return Wait(late_s)
            self._asked = 0
            self._unanswered += 1
            self._next_ask_s = now_s
        if self._unanswered >= self.numbers.unanswered_polls:
            return Ended("uncertain", "silent")
        give_up_s = self._ready_since_s + self._fence_wait_s
        if not self._is_held and now_s >= give_up_s:
            return Ended("uncertain", "silent")
        if self.printer.status == "none":
            return Wait(give_up_s)
        if now_s >= self._next_ask_s:
            self._asked, self._asked_at_s = self._question(), now_s
            return Ask(self._asked)
        return Wait(self._next_ask_s if self._is_held else min(self._next_ask_s, give_up_s))

    @property
    def _fence_wait_s(self) -> float:
        return self.numbers.fence_wait_with_pictures_s if self.has_pictures else self.numbers.fence_wait_s

    def _question(self) -> int:
        """1 alone while all is well; then 2, 3 and 4, to learn why not."""
        return next((n for n in (1, 2, 3, 4) if n not in self._answers), 1)

    def _answered(self, bits: int, now_s: float) -> None:
        self._unanswered = 0
        if self._asked == 1:
            self._answers.clear()
        self._answers[self._asked] = bits
        is_ready = self._asked == 1 and not bits & 0x08
        self._asked = 0
        if is_ready:
            if self._is_held:
                self._is_held, self.blocked, self._ready_since_s = False, "", now_s
            self._answers.clear()
            self._next_ask_s = now_s + self.numbers.poll_s
            if self.printer.fence == "none":
                self._end = Ended("unconfirmed")
            return
        self._is_held = True
        if len(self._answers) == 4:
            self.blocked = health(self._answers).reason or "offline"
            self._answers.clear()
            self._next_ask_s = now_s + self.numbers.poll_s
        else:
            self._next_ask_s = now_s


CHECKS = (1, 2, 4)
"""What is asked before a ticket: printer, why offline, paper."""


def judge_check(replies: Sequence[Reply], asked: Sequence[int]) -> Health | None:
    """What the answers to several DLE EOT, sent in one go, say about the printer; None when one is missing."""
    bits = [reply.bits for reply in replies if isinstance(reply, RealTime)]
    if len(bits) != len(asked):
        return None
    return health(dict(zip(asked, bits, strict=True)))


def speaks_another_language(replies: Sequence[Reply]) -> bool:
    """Answers came and none of them is a printer's of our kind."""
    return bool(replies) and all(isinstance(reply, Noise) and not reply.is_known for reply in replies)


def backoff_s(failures: int, numbers: AgentSettings, *, tickets_wait: bool, chance: float) -> float:
    """How long to wait after the n-th failure in a row to reach a printer.

    Args:
        failures: 1 after the first.
        numbers: the sequence and its limits.
        tickets_wait: somebody waits for this printer.
        chance: 0..1, the jitter's random part.
    """
    step = numbers.backoff_s[min(failures, len(numbers.backoff_s)) - 1]
    if tickets_wait:
        step = min(step, numbers.backoff_with_tickets_s)
    return step * (1 + numbers.backoff_jitter * (2 * chance - 1))
