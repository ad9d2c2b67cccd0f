"""Samples -> figures -> a table on standard output and JSON lines in bench-results/."""

import json
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.machine import CORES, Load

RESULTS = Path(__file__).parent.parent.parent / "bench-results"


def percentile(samples: Sequence[float], part: float) -> float:
    """The sample below which `part` of all lie (nearest rank); NaN without samples."""
    if not samples:
        return math.nan
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def median(samples: Sequence[float]) -> float:
    """The middle one."""
    return percentile(samples, 0.5)


@dataclass(frozen=True)
class Verdict:
    """A budget and what was measured, in the budget's unit."""

    budget: str
    what: str
    measured: float
    must: float
    stretch: float | None
    unit: str
    load: Load

    @property
    def word(self) -> str:
        """Met, missed, or not judged."""
        if math.isnan(self.measured):
            return "not measured"
        if not self.load.is_quiet:
            return f"not judged (others use {self.load.others:.0%})"
        if self.stretch is not None and self.measured <= self.stretch:
            return "stretch met"
        return "met" if self.measured <= self.must else "MISSED"


@dataclass
class Book:
    """Keeps what a run measured; `faults` alone decide its exit status."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    began: str = field(default_factory=lambda: time.strftime("%Y%m%dT%H%M%S"))

    def keep(self, script: str, load: Load | None = None, **facts: Any) -> None:
        """One JSON line."""
        row = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "script": script, "cores": CORES, **facts}
        if load is not None:
            row |= {"load_ours": round(load.ours, 3), "load_others": round(load.others, 3)}
        self.kept.append(row)
        RESULTS.mkdir(exist_ok=True)
        with (RESULTS / f"{self.began}.jsonl").open("a") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def judge(
        self, budget: str, what: str, measured: float, must: float, stretch: float | None, unit: str, load: Load
    ) -> None:
        """Put a figure beside its budget."""
        verdict = Verdict(budget, what, measured, must, stretch, unit, load)
        self.verdicts.append(verdict)
        self.keep(
            "budgets", load, budget=budget, what=what, measured=round(measured, 3), must=must, stretch=stretch,
            unit=unit, verdict=verdict.word,
        )  # fmt: skip

    def fault(self, sentence: str) -> None:
        """Something was lost or wrong: the run fails."""
        self.faults.append(sentence)
        say(f"WRONG: {sentence}")

    def close(self) -> int:
        """Print the budgets; returns the exit status."""
        if self.verdicts:
            rows = [
                [v.budget, v.what, f"{v.measured:.3g} {v.unit}", f"{v.must:g}", _or_dash(v.stretch), v.word]
                for v in self.verdicts
            ]
            table("Budgets (SPEED.md)", ["#", "what", "measured", "must", "stretch", "verdict"], rows)
        for sentence in self.faults:
            say(f"WRONG: {sentence}")
        say(f"\nJSON lines: bench-results/{self.began}.jsonl")
        return 1 if self.faults else 0


def say(text: str) -> None:
    """A line on standard output, at once."""
    print(text, flush=True)


def note(text: str) -> None:
    """Progress, on standard error."""
    print(f"· {text}", file=sys.stderr, flush=True)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Markdown, so that a table can be pasted into a document."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    say(f"\n{title}")
    for row in [head, ["-" * width for width in widths], *rows]:
        say("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")


def _or_dash(number: float | None) -> str:
    return "-" if number is None else f"{number:g}"
