"""What the machine spends: CPU of a family of processes and of everybody else, memory by proportional share."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
TOO_BUSY = 0.25
"""Part of the machine used by others from which on a figure is shown and not judged."""


def family(root: int) -> set[int]:
    """A process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    found = {root}
    grew = True
    while grew:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        grew = bool(more)
        found |= more
    return found


def cpu_s(pids: set[int]) -> float:
    """CPU seconds that living processes and their ended children used so far."""
    total = 0
    for pid in pids:
        if fields := _stat(pid):
            total += sum(map(int, fields[11:15]))
    return total / _TICKS_PER_S


def pss_mb(pids: set[int]) -> float:
    """Proportional set size, in MB (10^6 bytes): shared pages are shared out among those who share them."""
    total_kb = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total_kb += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total_kb * 1024 / 1e6


def command_of(pid: int) -> str:
    """A process's command line, in words."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return "?"


@dataclass(frozen=True)
class Load:
    """Parts of the whole machine, 0 to 1."""

    ours: float
    others: float

    @property
    def is_quiet(self) -> bool:
        """Whether figures taken under it may be judged."""
        return self.others <= TOO_BUSY


class LoadMeter:
    """From its making on: who used the machine."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._busy = _busy_s()
        self._ours = cpu_s(family(os.getpid()))

    def read(self) -> Load:
        """Since the meter was made."""
        whole_s = max(1e-9, time.monotonic() - self._began) * CORES
        ours = max(0.0, cpu_s(family(os.getpid())) - self._ours) / whole_s
        busy = max(0.0, _busy_s() - self._busy) / whole_s
        return Load(min(1.0, ours), max(0.0, min(1.0, busy - ours)))


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name: state, parent, ...; [] for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _busy_s() -> float:
    """CPU seconds that were not idle, over all cores; what the hypervisor stole counts as busy."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields[:8])
    return (user + nice + system + irq + softirq + steal) / _TICKS_PER_S
