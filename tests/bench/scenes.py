"""Ways to send rounds, and what is read from them: save and tap to paper, beside F, with nothing lost or doubled."""

import asyncio
import math
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.bench.figures import Book, median, note, percentile
from tests.bench.machine import Load, LoadMeter, cpu_s
from tests.bench.street import Counter, Street

SETTLE_S = 60.0
"""How long a ticket may come out after the last tap before it counts as lost."""
FLOOR_TAPS = 40


@dataclass
class Sample:
    """One contender in one scene."""

    name: str
    save_ms: list[float] = field(default_factory=list)
    paper_ms: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    told_to_wait: int = 0
    """Rounds answered with 503 and Retry-After: the box has more to do than it can, and says so. Nothing is lost."""
    refused: int = 0
    """Rounds answered with anything else that is not 201."""
    seconds: float = 0.0
    settled_s: float = 0.0
    cpu_ms: dict[str, float] = field(default_factory=dict)
    """CPU milliseconds per ticket, by process of the site: hardly moved by what else the machine does."""

    @property
    def per_s(self) -> float:
        """Tickets on paper a second, from first tap to last paper; over the whole scene where turns were taken."""
        return len(self.paper_ms) / (self.seconds + self.settled_s) if self.seconds else math.nan


@dataclass
class Scene:
    """What was measured under one way of sending."""

    title: str
    samples: list[Sample]
    floor_ms: list[float]
    load: Load

    @property
    def f(self) -> float:
        """F of this scene, in ms."""
        return median(self.floor_ms)

    def of(self, name: str) -> Sample:
        """One contender's."""
        return next(sample for sample in self.samples if sample.name == name)

    def rows(self) -> list[list[str]]:
        """For a table with HEAD."""
        rows = []
        for one in self.samples:
            p50, p99 = median(one.paper_ms), percentile(one.paper_ms, 0.99)
            rows.append(
                [
                    self.title,
                    one.name,
                    str(len(one.paper_ms)),
                    f"{median(one.save_ms):.1f} / {percentile(one.save_ms, 0.99):.1f}",
                    f"{p50:.1f} / {p99:.1f}",
                    f"{self.f:.2f}",
                    f"{p50 / self.f:.1f} / {p99 / self.f:.1f}",
                    f"{one.per_s:.0f}",
                    " + ".join(f"{ms:.1f} {name}" for name, ms in one.cpu_ms.items()),
                    f"{one.lost} / {one.doubled} / {one.told_to_wait}",
                    f"{self.load.others:.0%}",
                ]
            )
        return rows

    def keep(self, book: Book, script: str) -> None:
        """JSON lines, and a fault for whatever was lost, doubled or refused."""
        for one in self.samples:
            book.keep(
                script,
                self.load,
                scene=self.title,
                contender=one.name,
                n=len(one.paper_ms),
                save_p50_ms=_round(median(one.save_ms)),
                save_p99_ms=_round(percentile(one.save_ms, 0.99)),
                paper_p50_ms=_round(median(one.paper_ms)),
                paper_p99_ms=_round(percentile(one.paper_ms, 0.99)),
                floor_p50_ms=_round(self.f),
                floor_n=len(self.floor_ms),
                ratio_p50=_round(median(one.paper_ms) / self.f),
                ratio_p99=_round(percentile(one.paper_ms, 0.99) / self.f),
                tickets_per_s=_round(one.per_s),
                cpu_ms_per_ticket={name: _round(ms) for name, ms in one.cpu_ms.items()},
                lost=one.lost,
                doubled=one.doubled,
                told_to_wait=one.told_to_wait,
                refused=one.refused,
            )
            if one.lost or one.doubled or one.refused:
                book.fault(
                    f"{self.title}, {one.name}: {one.lost} tickets lost, {one.doubled} doubled, "
                    f"{one.refused} rounds refused."
                )


HEAD = [
    "scene", "what", "tickets", "save p50/p99 ms", "tap to paper p50/p99 ms", "F ms", "ratio p50/p99", "tickets/s",
    "CPU ms/ticket", "lost/doubled/503", "other load",
]  # fmt: skip

Way = Callable[[Counter], Coroutine[Any, Any, None]]


def open_loop(tickets_per_s: float, seconds: float, tickets_per_round: int = 2) -> Way:
    """Rounds leave on schedule, whether the last ones are answered or not; latency counts from the schedule."""

    async def way(counter: Counter) -> None:
        gap_s = tickets_per_round / tickets_per_s
        began = time.monotonic() + 0.05
        taps: set[asyncio.Task[None]] = set()
        for turn in range(int(seconds / gap_s)):
            due = began + turn * gap_s
            if (wait_s := due - time.monotonic()) > 0:
                await asyncio.sleep(wait_s)
            tap = asyncio.create_task(counter.tap(int(due * 1e9), wait_for_paper=False))
            taps.add(tap)
            tap.add_done_callback(taps.discard)
        await asyncio.gather(*taps)

    return way


def waiters(number: int, seconds: float) -> Way:
    """So many waiters, each sends the next round when all tickets of the last one are on paper."""

    async def way(counter: Counter) -> None:
        until = time.monotonic() + seconds

        async def waiter() -> None:
            while time.monotonic() < until:
                before = len(counter.refused)
                await counter.tap()
                if len(counter.refused) > before:
                    await asyncio.sleep(0.05)

        await asyncio.gather(*(waiter() for _ in range(number)))

    return way


@dataclass
class _Spent:
    """What a contender's turns in a scene took."""

    seconds: float = 0.0
    settled_s: float = 0.0
    cpu_s: dict[str, float] = field(default_factory=dict)

    def add(self, street: Street, counter: Counter, play: Callable[[], None]) -> None:
        """One turn, until its last ticket is on paper."""
        before = {name: cpu_s({pid}) for name, pid in counter.processes.items()}
        began = time.monotonic()
        play()
        self.seconds += time.monotonic() - began
        self.settled_s += street.run(_settled(counter))
        for name, pid in counter.processes.items():
            self.cpu_s[name] = self.cpu_s.get(name, 0.0) + cpu_s({pid}) - before[name]


def alternate(street: Street, counters: Sequence[Counter], floor: Counter, taps: int, title: str) -> Scene:
    """One waiter: the floor and each contender in turn, tap by tap, with a waiter's (short) pause after each."""
    chance = random.Random(1)

    async def play() -> None:
        for _ in range(taps):
            for counter in (floor, *counters):
                await counter.tap()
                await asyncio.sleep(chance.uniform(0.01, 0.06))

    def measured(spent: dict[str, _Spent]) -> None:
        play_all = partial(street.run, play())
        for counter in counters[1:]:  # one inside the other: all of them are watched over the same time
            play_all = partial(spent[counter.name].add, street, counter, play_all)
        spent[counters[0].name].add(street, counters[0], play_all)

    return _measured(counters, floor, title, measured)


def in_blocks(
    street: Street, counters: Sequence[Counter], floor: Counter, title: str, way: Way, blocks: int = 1
) -> Scene:
    """The same way for each contender, in alternating blocks; the floor before, between and after."""

    def measured(spent: dict[str, _Spent]) -> None:
        street.run(_floor_taps(floor))
        for _ in range(blocks):
            for counter in counters:
                spent[counter.name].add(street, counter, partial(street.run, way(counter)))
                street.run(_floor_taps(floor))

    return _measured(counters, floor, title, measured)


def _measured(
    counters: Sequence[Counter], floor: Counter, title: str, play: Callable[[dict[str, _Spent]], None]
) -> Scene:
    note(title)
    marks = {counter.name: (len(counter.taken), len(counter.refused)) for counter in (floor, *counters)}
    spent = {counter.name: _Spent() for counter in counters}
    meter = LoadMeter()
    play(spent)
    load = meter.read()
    samples = []
    for counter in counters:
        sample, used = _sample(counter, *marks[counter.name]), spent[counter.name]
        sample.seconds, sample.settled_s = used.seconds, used.settled_s
        sample.cpu_ms = {name: 1000 * s / max(1, len(sample.paper_ms)) for name, s in used.cpu_s.items()}
        samples.append(sample)
    floor_sample = _sample(floor, *marks[floor.name])
    assert floor_sample.lost + floor_sample.refused == 0, floor.refused[:3]
    return Scene(title, samples, floor_sample.paper_ms, load)


def _sample(counter: Counter, first: int, first_refused: int) -> Sample:
    sample = Sample(counter.name)
    paper = counter.paper
    for taken in counter.taken[first:]:
        sample.save_ms.append((taken.answered_ns - taken.due_ns) / 1e6)
        for key in taken.tickets:
            at_ns = paper.at_ns.get(key)
            if at_ns is None:
                sample.lost += 1
                continue
            sample.paper_ms.append((at_ns - taken.due_ns) / 1e6)
            if paper.unmarked[key] > 1:
                sample.doubled += 1
    refused = counter.refused[first_refused:]
    sample.told_to_wait = sum(sentence.startswith("503") for sentence in refused)
    sample.refused = len(refused) - sample.told_to_wait
    for sentence in refused[:1]:
        note(f"refused: {sentence}")
    return sample


async def _floor_taps(floor: Counter) -> None:
    for _ in range(FLOOR_TAPS):
        await floor.tap()
        await asyncio.sleep(0.01)


async def _settled(counter: Counter) -> float:
    """Wait until all that was acknowledged is on paper; returns how long that took."""
    began = time.monotonic()
    at_ns = counter.paper.at_ns
    while time.monotonic() - began < SETTLE_S:
        if all(key in at_ns for taken in counter.taken[-5000:] for key in taken.tickets):
            break
        await asyncio.sleep(0.02)
    return time.monotonic() - began


def _round(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 3)
