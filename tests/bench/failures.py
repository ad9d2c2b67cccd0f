"""What does a waiter feel when everything behind the save is dead, and how soon does a printer that is back print?"""

import time

from tests.bench.figures import median, note, percentile, table
from tests.bench.machine import Load, LoadMeter
from tests.bench.rig import Rig
from tests.bench.scenes import open_loop
from tests.bench.taverna import BenchSite
from tests.site import wait_until

RATE = 25.0
"""Tickets a second while saves are compared."""


def run(rig: Rig) -> None:
    """Budgets 7 and 13."""
    with BenchSite(rig.street, rig.place("failures"), rig.template) as site:
        _saves(rig, site)
        _printer_back(rig, site)


def _saves(rig: Rig, site: BenchSite) -> None:
    note("saves with printers and broker dead")
    counter = site.counter("saves")
    rig.street.run(open_loop(RATE, 2)(counter))
    seconds = 4.0 if rig.is_quick else 8.0
    saves: dict[str, list[float]] = {"healthy": [], "dead": []}
    meter = LoadMeter()
    for _ in range(2 if rig.is_quick else 3):
        for state in saves:
            if state == "dead":
                site.kill("broker")
                site.kitchen.stop()
                site.bar.stop()
                time.sleep(0.5)
            first = len(counter.taken)
            rig.street.run(open_loop(RATE, seconds)(counter))
            saves[state] += [(tap.answered_ns - tap.due_ns) / 1e6 for tap in counter.taken[first:]]
            if state == "dead":
                site.kitchen.start()
                site.bar.start()
                site.start("broker")
                site.wait_healthy()
            _all_on_paper(rig, site, counter.name, [key for tap in counter.taken for key in tap.tickets])
            time.sleep(0.5)
    load = meter.read()
    if counter.refused:
        rig.book.fault(f"{len(counter.refused)} rounds were refused while all was dead: {counter.refused[0]}")
    rows = [
        [state, str(len(ms)), f"{median(ms):.1f}", f"{percentile(ms, 0.99):.1f}"] for state, ms in saves.items()
    ]  # fmt: skip
    table(f"Saves with printers and broker dead (other load {load.others:.0%})", ["", "n", "p50 ms", "p99 ms"], rows)
    ratio = percentile(saves["dead"], 0.99) / percentile(saves["healthy"], 0.99)
    rig.book.judge("7", "save p99, printers and broker dead / healthy", ratio, 1.2, 1.05, "x", load)


def _printer_back(rig: Rig, site: BenchSite) -> None:
    note("a printer comes back")
    counter = site.counter("back", "one dish")
    waits = []
    load = Load(0, 0)
    for turn in range(3 if rig.is_quick else 6):
        site.kitchen.stop()
        rig.street.run(counter.tap(wait_for_paper=False))
        key = counter.taken[-1].tickets[0]
        time.sleep(1.5 + 0.37 * turn)
        meter = LoadMeter()
        site.kitchen.start()
        back_ns = time.monotonic_ns()
        _all_on_paper(rig, site, counter.name, [key])
        load = max(load, meter.read(), key=lambda one: one.others)
        if key in site.paper.at_ns:
            waits.append((site.paper.at_ns[key] - back_ns) / 1e9)
    table("A printer is back: first ticket after", ["n", "p50 s", "longest s"],
          [[str(len(waits)), f"{median(waits):.2f}", f"{max(waits, default=0):.2f}"]])  # fmt: skip
    rig.book.keep("failures", load, printer_back_s=[round(s, 3) for s in waits])
    rig.book.judge("13", "printer back: first ticket, longest", max(waits, default=float("nan")), 2, 1, "s", load)


def _all_on_paper(rig: Rig, site: BenchSite, name: str, keys: list[tuple[str, int]]) -> None:
    try:
        wait_until(lambda: all(key in site.paper.at_ns for key in keys), "all tickets on paper", 60.0)
    except AssertionError:
        missing = [key for key in keys if key not in site.paper.at_ns]
        rig.book.fault(f"{name}: {len(missing)} tickets never came out: {missing[:5]}")
    if doubled := [key for key in keys if site.paper.unmarked[key] > 1]:
        rig.book.fault(f"{name}: {len(doubled)} tickets came out twice unmarked: {doubled[:5]}")
