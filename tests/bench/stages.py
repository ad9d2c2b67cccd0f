"""Where does the time go between tap and paper? One waiter, one dish, one ticket; moments stamped in the processes."""

import asyncio
import random
import sys
from bisect import bisect_left
from pathlib import Path

from tests.bench.figures import median, note, percentile, table
from tests.bench.machine import LoadMeter
from tests.bench.rig import Rig
from tests.bench.street import Counter, Street
from tests.bench.taverna import BenchSite

# (stage, how it ends): each is the first such stamp after the stage before it.
STAGES = (
    ("handler", "request read, route not yet chosen"),
    ("queued", "body checked, person known, command handed to the writer"),
    ("writing", "writer awake"),
    ("committed", "the round is on disk (flush 1)"),
    ("relay awake", "relay's thread runs"),
    ("published", "owed ticket read, given to the MQTT client"),
    ("received", "through the broker, in the agent"),
    ("spooled", "in the agent's spool (flush 2)"),
    ("claimed", "the printer's thread has it"),
    ("sent", "printer asked how it is"),
    ("paper", "laid out, sent, last byte at the printer"),
    ("confirmed", "the printer's own answer to the fence is in the agent"),
)


class StampedSite(BenchSite):
    """A BenchSite whose processes stamp."""

    def __init__(self, street: Street, folder: Path, template: Path) -> None:
        self.stamps = folder / "stamps"
        super().__init__(street, folder, template, environment={"POS_BENCH_STAMPS": str(self.stamps)})

    def _command(self, name: str) -> list[str]:
        return [sys.executable, "-m", "tests.bench.stamped", name]


def run(rig: Rig) -> None:
    """Not a budget: it names the stage when a budget is missed."""
    note("stages")
    with StampedSite(rig.street, rig.place("stages"), rig.template) as site:
        counter = site.counter("1 dish", "one dish")
        meter = LoadMeter()
        rig.street.run(_taps(counter, 100 if rig.is_quick else 300))
        load = meter.read()
        moments = _moments(site.stamps)
    spans = _spans(counter, moments)
    rows = []
    for stage, words in STAGES:
        took = [span[stage] for span in spans if stage in span]
        rows.append([stage, f"{median(took):.2f}", f"{percentile(took, 0.99):.2f}", str(len(took)), words])
        rig.book.keep("stages", load, stage=stage, p50_ms=round(median(took), 3), n=len(took))
    table(f"Where the time goes, 1 waiter, ms (other load {load.others:.0%})", ["until", "p50", "p99", "n", ""], rows)


async def _taps(counter: Counter, taps: int) -> None:
    chance = random.Random(2)
    for _ in range(taps):
        await counter.tap()
        await asyncio.sleep(chance.uniform(0.07, 0.12))


def _moments(file: Path) -> dict[str, list[int]]:
    moments: dict[str, list[int]] = {stage: [] for stage, _ in STAGES}
    for line in file.read_text().splitlines():
        stage, _, at = line.rpartition(" ")
        moments[stage].append(int(at))
    for stamps in moments.values():
        stamps.sort()
    return moments


def _spans(counter: Counter, moments: dict[str, list[int]]) -> list[dict[str, float]]:
    """Per tap: ms that each stage took, for the taps whose every stage was found before the next tap."""
    spans = []
    ends = [tap.due_ns for tap in counter.taken[1:]]
    for tap, end in zip(counter.taken[10:], ends[10:], strict=False):
        at, span = tap.due_ns, {}
        for stage, _ in STAGES:
            stamps = [counter.paper.at_ns[tap.tickets[0]]] if stage == "paper" else moments[stage]
            place = bisect_left(stamps, at)
            if place == len(stamps) or stamps[place] >= end:
                break
            span[stage] = (stamps[place] - at) / 1e6
            at = stamps[place]
        spans.append(span)
    return spans
