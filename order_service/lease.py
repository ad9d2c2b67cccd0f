"""Only one process pays the outbox at a time: a row says who."""

import os
import socket
from pathlib import Path

from sqlalchemy import insert, select, update

from kernel.clock import Monotonic, monotonic_s
from kernel.logging import get_logger
from order_service.store.tables import leases
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

BEAT_S = 10.0
TAKE_OVER_S = 30.0

log = get_logger("lease")


def this_process() -> str:
    """`host/pid/start-time`: names one life of one process; a pid used again has another start time."""
    return f"{socket.gethostname()[:16]}/{os.getpid()}/{_start_time(os.getpid())}"


def is_dead(holder: str) -> bool:
    """Say whether a holder *on this machine* has certainly ended; False when it may live."""
    host, _, rest = holder.partition("/")
    pid, _, started = rest.partition("/")
    if host != socket.gethostname()[:16] or not pid.isdigit():
        return False
    return _start_time(int(pid)) != started


def _start_time(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "gone"
    return stat.rpartition(")")[2].split()[19]


class Lease:
    """Held, or waited for.

    A holder counts its row's `beat` up every BEAT_S. Another takes over at once when the holder's process on the same
    machine is gone, else after the beat stood still for TAKE_OVER_S on the waiter's own monotonic clock: no wall
    clocks are compared. For those seconds two may act; jobs rung twice are printed once, so this costs nothing.
    """

    def __init__(self, writer: Writer, name: str = "outbox", monotonic: Monotonic = monotonic_s) -> None:
        self._writer = writer
        self._name = name
        self._me = this_process()
        self._monotonic = monotonic
        self._seen_beat: tuple[str, int] | None = None
        self._seen_at = 0.0
        self._next_beat = 0.0
        self.is_held = False

    def tend(self) -> bool:
        """Take, keep or wait; call about once a second, from one thread. Returns whether it is held."""
        now = self._monotonic()
        if self.is_held and now < self._next_beat:
            return True
        held = self._writer.run(self._claim)
        if held != self.is_held:
            log.info("lease_taken" if held else "lease_lost", lease=self._name, holder=self._me)
        self.is_held = held
        self._next_beat = now + BEAT_S
        return held

    def release(self) -> None:
        """Let the next one act at once."""
        if self.is_held:
            self.is_held = False
            self._writer.run(self._clear)

    def _claim(self, unit: UnitOfWork) -> bool:
        row = unit.connection.execute(select(leases).where(leases.c.name == self._name)).one_or_none()
        if row is None:
            unit.connection.execute(insert(leases), {"name": self._name, "holder": self._me, "beat": 1})
            return True
        if row.holder not in ("", self._me) and not is_dead(row.holder) and not self._stood_still(row.holder, row.beat):
            return False
        unit.connection.execute(
            update(leases).where(leases.c.name == self._name).values(holder=self._me, beat=row.beat + 1)
        )
        return True

    def _clear(self, unit: UnitOfWork) -> None:
        unit.connection.execute(
            update(leases).where(leases.c.name == self._name, leases.c.holder == self._me).values(holder="")
        )

    def _stood_still(self, holder: str, beat: int) -> bool:
        now = self._monotonic()
        if self._seen_beat != (holder, beat):
            self._seen_beat, self._seen_at = (holder, beat), now
        return now - self._seen_at >= TAKE_OVER_S
