"""Printers that suffer, agents that die, and a checker that reads what lies on the counter afterwards.

`Counter` sends tickets to one printer through a broker and an agent in a process of its own, and rings again as the
relay does. Each ticket may meet a fault; the agent may be killed at any moment. `verdict` compares what was owed with
the paper: it knows nothing of the agent but what it may do to a ticket by the rules of docs/printing.md.
"""

import random
import re
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kernel.messages import TERMINAL_STATES, JobState, PrinterCapabilities, PrintJob
from printer_agents.paper.sheet import sheet_of
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from printer_agents.virtual_printer.tickets import Ticket
from tests.integration.printer_agents.conftest import House, a_job, settings_of

GENTLE = ("paper out before", "paper out in mid-ticket", "cover before", "cover in mid-ticket", "off line", "near end")
"""The printer holds what it was sent and goes on with it: nothing may be sent again."""
HELD = ("paper out in mid-ticket", "cover in mid-ticket")
"""What a printer that forgets loses its buffer by; and it was seen to hold no more than one ticket."""
BEFORE = ("refuses", "black hole")
"""Only new connections meet it, before a byte of a ticket has left: nothing may be marked."""
HARSH = (
    "power cut with a full buffer",
    "power cut, silent",
    "cable, shortly",
    "cable, long",
    "reset after 0 bytes",
    "reset after 1 byte",
    "reset in the middle",
    "reset after the last byte",
    "never reads",
    "one byte a second",
    "garbage status",
    "second client",
)
"""What became of a ticket may be unknown: one marked copy is right."""
KILLED = "agent killed"
ASKED = "asked for by a person"
FAULTS = GENTLE + BEFORE + HARSH
_PREFLIGHT_BYTES = 9
_HEADER = re.compile(r"^ΚΟΥΖΙΝΑ\s.*?#(\d{4,})")
_FOOTER = re.compile(r"^#(\d{4,})\s")
_BANNER = "ΑΝΤΙΓΡΑΦΟ"
PATIENCE_S = 120.0
_WAITS = {
    "POS_AGENT_STATUS_TIMEOUT_S": "1.0",
    "POS_AGENT_FENCE_WAIT_S": "5.0",
    "POS_AGENT_TELL_PRINTING_AFTER_S": "0.1",
}
"""So long that a printer on a busy machine is not taken for a dead one; its copy would lack a reason."""


@dataclass(frozen=True)
class Paper:
    """One ticket, or what there is of one, as a cook finds it."""

    number: int
    is_marked: bool
    is_whole: bool


def papers_of(tickets: Iterable[Ticket]) -> list[Paper]:
    """What lies on the counter, oldest first. A strip between two cuts may hold a torso and what came after it."""
    found = []
    for strip in tickets:
        banner, open_paper = False, None
        for line in strip.lines:
            if _BANNER in line:
                banner = True
            elif header := _HEADER.match(line):
                if open_paper is not None:
                    found.append(Paper(*open_paper, is_whole=False))
                open_paper, banner = (int(header[1]), banner), False
            elif (footer := _FOOTER.match(line)) and open_paper is not None and int(footer[1]) == open_paper[0]:
                found.append(Paper(*open_paper, is_whole=strip.is_whole))
                open_paper = None
        if open_paper is not None:
            found.append(Paper(*open_paper, is_whole=False))
    return found


@dataclass
class Owed:
    """What was asked for, and what happened meanwhile.

    Attributes:
        numbers: of all tickets, in the order they were sent.
        met: number -> the faults and kills while it was on its way.
        asked_again: numbers that a person had printed once more, since the agent was in doubt.
    """

    numbers: list[int] = field(default_factory=list)
    met: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked_again: set[int] = field(default_factory=set)


def verdict(owed: Owed, papers: Sequence[Paper], harsh: Iterable[str]) -> list[str]:
    """What is wrong with the papers, a sentence each; nothing when all promises were kept.

    Args:
        owed: what was sent.
        papers: what came out, in order.
        harsh: faults after which a marked copy is right.
    """
    wrong = []
    whole = [paper for paper in papers if paper.is_whole]
    if lost := sorted(set(owed.numbers) - {paper.number for paper in whole}):
        wrong.append(f"lost: {lost}")
    if strange := sorted({paper.number for paper in papers} - set(owed.numbers)):
        wrong.append(f"never ordered: {strange}")
    seen: set[int] = set()
    for paper in papers:
        if paper.number in seen and not paper.is_marked:
            wrong.append(f"printed again without a mark: {paper.number}")
        seen.add(paper.number)
    allowed = {*harsh, KILLED, ASKED}
    for number in sorted({paper.number for paper in papers if paper.is_marked}):
        if not owed.met[number] & allowed:
            wrong.append(f"marked without a reason: {number}, which met {sorted(owed.met[number])}")
    firsts = list(dict.fromkeys(paper.number for paper in papers if paper.number not in owed.asked_again))
    if firsts != sorted(firsts):
        wrong.append(f"out of order: {firsts}")
    if owed.numbers != list(range(1, len(owed.numbers) + 1)):
        wrong.append(f"a number is missing: {owed.numbers}")
    return wrong


class Counter:
    """One printer, its agent's process, its tickets. `serve` is to be called on a thread of its own.

    Args:
        house: broker and order service.
        name: the printer's.
        seed: of what happens.
        capabilities: how the agent speaks to it.
        switches: of the virtual printer.
        harsh: faults after which a marked copy is right.
    """

    def __init__(
        self,
        house: House,
        name: str,
        seed: int,
        capabilities: PrinterCapabilities,
        switches: dict[str, Any],
        harsh: tuple[str, ...] = HARSH,
    ) -> None:
        self.name, self.harsh, self.owed = name, harsh, Owed()
        self.printer = ThreadedVirtualPrinter(name, keeps_tickets=100_000).start()
        self.printer.can(lines_per_s=300.0, **switches)
        self._house, self._capabilities = house, capabilities
        self._chance = random.Random(seed)
        self._now: set[str] = set()
        self._jobs: dict[int, PrintJob] = {}
        self._states: dict[str, JobState] = {}
        self._told: list[JobState] = []
        self._read = 0
        house.order_service.configure(settings_of(self.printer, name, **capabilities.model_dump()))
        self._agent = self._started_agent()

    def close(self) -> None:
        """Stop the printer; the house stops the agent."""
        self.printer.heal()
        self.printer.stop()

    @property
    def verdict(self) -> list[str]:
        """What is wrong with the paper."""
        return verdict(self.owed, papers_of(self.printer.tickets), self.harsh)

    @property
    def share_that_met_something(self) -> float:
        """Of its tickets."""
        return sum(map(bool, self.owed.met.values())) / len(self.owed.numbers)

    def story(self, number: int) -> str:
        """All that is known of one ticket, and what lies on the counter around its place."""
        job = self._jobs[number]
        told = [f"{one.state} {one.reason} {one.attempt}" for one in self._told if one.job_id == job.job_id]
        strips = [ticket.laid_out for ticket in self.printer.tickets]
        near = [text for text in strips if re.search(f"#0*({number - 1}|{number}|{number + 1})\\b", text)]
        papers = "\n--- cut ---\n".join(near)
        return f"{self.name} #{number} met {sorted(self.owed.met[number])}; told {told}; paper:\n{papers}"

    @property
    def summary(self) -> str:
        """For the record."""
        papers = papers_of(self.printer.tickets)
        marked = sum(paper.is_marked for paper in papers)
        torn = sum(not paper.is_whole for paper in papers)
        return (
            f"{self.name}: {len(self.owed.numbers)} tickets, {self.share_that_met_something:.0%} met something, "
            f"{marked} marked copies, {torn} torn papers, {len(self.owed.asked_again)} left to a person"
        )

    # ---------------------------------------------------------------- an evening

    def serve(self, tickets: int, kills: int, share: float) -> None:
        """Send tickets, alone or a few at once; then mend everything and wait for all the paper.

        Args:
            tickets: how many.
            kills: how often the agent is killed.
            share: of those that are sent into a fault; each fault comes about as often as the others.

        Raises:
            AssertionError: a ticket is still on its way when everybody has lost patience.
        """
        chance = self._chance
        faults, kill_at = self._faults(), set(chance.sample(range(1, tickets + 1), kills))
        for first in (numbers := iter(range(1, tickets + 1))):
            burst = [first, *islice(numbers, chance.choice((0, 0, 0, 1, 2)))]
            fault = next(faults) if chance.random() < share else ""
            self._begin(fault, first)
            for number in burst:
                self._send(number)
            self._go_on(fault)
            if kill_at & set(burst):
                self._kill_agent()
            self.printer.heal()
            self._now.clear()
            self._wait_for([number for number in burst if chance.random() < 0.8])
        self._wait_for(list(self._jobs))
        self._print_doubtful_ones_again()

    def _faults(self) -> Iterator[str]:
        while True:
            yield from self._chance.sample(FAULTS, len(FAULTS))

    # ---------------------------------------------------------------- faults

    def _happens(self, what: str) -> None:
        """Every ticket on its way meets it, and so does what is sent before it is over."""
        self._now.add(what)
        for number in self._open():
            self.owed.met[number].add(what)

    def _begin(self, fault: str, number: int) -> None:
        """What must hold before the ticket is sent."""
        printer, chance = self.printer, self._chance
        if fault:
            self._happens(fault)
        size = len(sheet_of(a_job(number).document, self._capabilities).data)
        match fault:
            case "paper out before":
                printer.runs_out_of_paper()
            case "paper out in mid-ticket":
                printer.runs_out_of_paper(after_lines=chance.randint(1, 14))
            case "cover before":
                printer.opens_cover()
            case "off line":
                printer.goes_offline()
            case "near end":
                printer.runs_low_on_paper()
            case "refuses":
                printer.refuses_connections()
            case "black hole":
                printer.becomes_black_hole()
            case "reset after 0 bytes":
                printer.resets_after(0)
            case "reset after 1 byte":
                printer.resets_after(_PREFLIGHT_BYTES + 1)
            case "reset in the middle":
                printer.resets_after(_PREFLIGHT_BYTES + chance.randint(2, size - 2))
            case "reset after the last byte":
                printer.resets_after(_PREFLIGHT_BYTES + size)
            case "never reads" | "one byte a second" | "garbage status" | "second client" if chance.random() < 0.5:
                self._turn_strange(fault)

    def _go_on(self, fault: str) -> None:
        """What happens while the ticket is on its way; then somebody takes a while to notice."""
        printer, chance = self.printer, self._chance
        if fault in (*HARSH, "cover in mid-ticket") and not fault.startswith("reset"):
            printer.wait_until(self._is_printing, chance.choice((0.0, 2.0)))
        match fault:
            case "cover in mid-ticket":
                printer.opens_cover()
            case "power cut with a full buffer":
                printer.loses_power()
            case "power cut, silent":
                printer.loses_power(silent=True)
            case "cable, shortly" | "cable, long":
                printer.unplugs_cable()
            case "never reads" | "one byte a second" | "garbage status" | "second client":
                self._turn_strange(fault)
        is_long = fault in ("cable, long", "never reads", "garbage status", "second client")
        somebody_comes_after_s = chance.uniform(0.0, 4.0) if is_long else chance.uniform(0.0, 0.4)
        threading.Event().wait(somebody_comes_after_s if fault else 0.0)  # nothing is awaited here

    def _turn_strange(self, fault: str) -> None:
        match fault:
            case "never reads":
                self.printer.never_reads()
            case "one byte a second":
                self.printer.one_byte_a_second()
            case "garbage status":
                self.printer.garbage_status()
            case "second client":
                self.printer.is_held_by_another_client()

    def _is_printing(self) -> bool:
        return bool(self.printer.buffered) or bool(self.printer.inner.mechanism.pen.rows)

    def _kill_agent(self) -> None:
        """At any moment; the next one is rung for what the last one never took."""
        self.printer.wait_until(self._is_printing, self._chance.choice((0.0, 0.0, 0.5)))
        self._happens(KILLED)
        self._agent.kill()
        self._agent.wait()
        self._agent = self._started_agent()
        for job in self._jobs.values():
            if self._state(job) == "":
                self._house.order_service.send(job)

    def _started_agent(self) -> "subprocess.Popen[str]":
        service = self._house.order_service
        before = len(service.hellos)
        process = self._house.process(self.name, POS_LOG_LEVEL="error", **_WAITS)
        service.wait_until(lambda: self.name in {one.printer_id for one in service.hellos[before:]}, PATIENCE_S)
        return process

    # ---------------------------------------------------------------- tickets

    def _send(self, number: int) -> None:
        self._jobs[number] = job = a_job(number, printer=self.name)
        self.owed.numbers.append(number)
        self.owed.met[number] |= self._now
        self._house.order_service.send(job)

    def _state(self, job: PrintJob) -> str:
        """As last told; '' before the agent has it."""
        news = self._house.order_service.states[self._read :]
        self._read += len(news)
        self._told += news
        for one in news:
            known = self._states.get(one.job_id)
            if known is None or one.seq >= known.seq:
                self._states[one.job_id] = one
        told = self._states.get(job.job_id)
        return told.state if told else ""

    def _open(self) -> list[int]:
        return [number for number, job in self._jobs.items() if self._state(job) not in TERMINAL_STATES]

    def _wait_for(self, numbers: list[int]) -> None:
        self._house.order_service.wait_until(lambda: not set(numbers) & set(self._open()), PATIENCE_S)

    def _print_doubtful_ones_again(self) -> None:
        """The agent gave up on them, in full view; a person looks at the counter and presses the button."""
        doubtful = [number for number, job in self._jobs.items() if self._state(job) != "printed"]
        self.owed.asked_again |= set(doubtful)
        for number in doubtful:
            self.owed.met[number].add(ASKED)
            self._jobs[number] = again = a_job(number, printer=self.name, copy_mark="copy")
            self._house.order_service.send(again)
        self._wait_for(doubtful)
        assert [number for number in doubtful if self._state(self._jobs[number]) != "printed"] == []
