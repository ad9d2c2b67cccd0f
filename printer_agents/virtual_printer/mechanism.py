"""The printer behind the socket: a receive buffer, a pen, paper, and answers. No I/O: bytes in, bytes out.

What is asked in real time (DLE EOT) is answered on reception; everything else waits its turn in the buffer, and waits
there for as long as paper, cover or panel stop the printing.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from printer_agents.virtual_printer.byte_log import ByteLog
from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.commands import CUTS, QUERIES, Command
from printer_agents.virtual_printer.condition import (
    Condition,
    Paper,
    automatic_status,
    identity,
    ordered_status,
    real_time_status,
)
from printer_agents.virtual_printer.parser import Parser
from printer_agents.virtual_printer.pen import Pen
from printer_agents.virtual_printer.tickets import EndedBy, Ticket, TicketShelf

_BEEPS = {"BEL": "bel", "ESC B": "esc_b", "GS BEL": "gs_bel"}
_TEACHING = frozenset({"ESC &", "ESC %", "ESC ?"})
_LINE_DOTS = 30


class Mechanism:
    """One printer, driven by whoever owns the sockets.

    Args:
        can: its capabilities.
        keeps_tickets: how many tickets the shelf holds.
        reply: called with every byte string the printer says.
        changed: called after anything that an onlooker could see.
    """

    def __init__(
        self,
        can: Capabilities,
        keeps_tickets: int,
        reply: Callable[[bytes], None],
        changed: Callable[[], None],
    ) -> None:
        self.can = can
        self.condition = Condition()
        self.shelf = TicketShelf(keeps_tickets)
        self.log = ByteLog()
        self.lines_left: int | None = None
        self.garbage: bytes | None = None
        self.unknown: deque[Command] = deque(maxlen=50)
        self.pen = Pen(can.code_pages, can.dots, can.wakes_in_two_byte)
        self._reply, self._changed = reply, changed
        self._parser = Parser()
        self._queue: deque[tuple[Command, int]] = deque()
        self._queued_bytes = 0
        self._raw = bytearray()
        self._first_byte_at_ns = 0
        self._asb_mask = 0

    # ------------------------------------------------------------------ buffer

    @property
    def buffered(self) -> int:
        """Bytes received and not yet printed. An image under way goes straight to its memory unless it must wait."""
        waits = bool(self._queue) or not self.condition.can_print
        return self._queued_bytes + (self._parser.unfinished if waits else 0)

    def room(self) -> int:
        """Bytes that may be read from the wire now."""
        if self.can.drops_when_full:
            return 1 << 16
        return max(0, self.can.buffer_bytes + self.can.lookahead_bytes - self.buffered)

    def receive(self, data: bytes) -> None:
        """Take bytes off the wire: answer what is asked in real time, keep the rest for `step`.

        Args:
            data: at most `room()` bytes.
        """
        self.log.bytes_in(data)
        now_ns = time.monotonic_ns()
        if self.can.drops_when_full:
            fits = max(0, self.can.buffer_bytes - self.buffered)
            self.log.dropped += max(0, len(data) - fits)
            data = data[:fits]
        for command, is_real_time in self._parser.feed(data):
            if is_real_time:
                self._answer_at_once(command)
            elif self.can.fence_at_once and command.name in QUERIES:
                self._answer_in_order(command)
            else:
                self._queue.append((command, now_ns))
                self._queued_bytes += len(command.raw)
        self._changed()

    def step(self) -> float | None:
        """Carry out the next command.

        Returns:
            The seconds it takes at this printer's speed; None when there is nothing to do or something stops it.
        """
        if not self._queue or not self.condition.can_print:
            return None
        command, at_ns = self._queue.popleft()
        self._queued_bytes -= len(command.raw)
        if not (command.name in QUERIES and not self.pen.has_begun):
            if not self._raw:
                self._first_byte_at_ns = at_ns
            self._raw += command.raw
        if command.name == "unknown":
            self.unknown.append(command)
        lines = self._print(command, at_ns)
        return lines / self.can.lines_per_s if self.can.lines_per_s else 0.0

    def _print(self, command: Command, at_ns: int) -> int:
        """Obey it and use up paper; returns the text lines it moved."""
        if command.name in QUERIES:
            self._answer_in_order(command)
            return 0
        if command.name == "ESC @":
            self._asb_mask = 0
        if not self._has_what_it_takes(command):
            return 0
        lines = math.ceil(self.pen.obey(command) / _LINE_DOTS)
        if command.name in CUTS:
            self._finish_ticket("cut", at_ns)
        if lines and self.lines_left is not None:
            self.lines_left = max(0, self.lines_left - lines)
            self._measure_roll()
        return lines

    def _has_what_it_takes(self, command: Command) -> bool:
        """It knows this command; what its beeper, its knife or its letters don't know has no effect."""
        if command.name in _BEEPS:
            return self.can.beeper in ("all", _BEEPS[command.name])
        if command.name in _TEACHING:
            return self.can.user_characters
        if command.name in CUTS:
            feeds_first = len(command.raw) == 4  # GS V with a number of dots
            return self.can.cutter in ("all", "feeds_first" if feeds_first else "where_it_stands")
        return True

    def tear(self) -> None:
        """A person tears the paper off: what a printer without a knife waits for."""
        self.log.remark("torn_by_hand")
        self._finish_ticket("hand", time.monotonic_ns())

    def _finish_ticket(self, ended_by: EndedBy, last_byte_at_ns: int) -> None:
        rows = tuple(self.pen.tear())
        if rows:
            self.shelf.add(
                Ticket(
                    seq=self.shelf.printed + 1,
                    raw=bytes(self._raw),
                    rows=rows,
                    dots=self.can.dots,
                    ended_by=ended_by,
                    first_byte_at_ns=self._first_byte_at_ns,
                    last_byte_at_ns=last_byte_at_ns,
                    printed_at_ns=time.monotonic_ns(),
                    printed_at=datetime.now(UTC),
                )
            )
        self._raw.clear()
        self._changed()

    # ------------------------------------------------------------------ answers

    def _say(self, data: bytes) -> None:
        if data:
            data = data if self.garbage is None else self.garbage
            self.log.bytes_out(data)
            self._reply(data)

    def _answer_at_once(self, command: Command) -> None:
        if command.name == "DLE EOT":
            if self.can.status:
                self._say(real_time_status(command.argument(), self.condition))
        elif command.raw == b"\x10\x05\x02" or command.raw[:3] == b"\x10\x14\x08":
            self.log.remark("buffer_cleared")
            self._forget_buffer()
        elif command.raw[:3] == b"\x10\x14\x02":
            self.power(False)

    def _answer_in_order(self, command: Command) -> None:
        raw = command.raw
        if command.name == "GS r" and self.can.fence_gs_r:
            self._say(ordered_status(command.argument(), self.condition))
        elif command.name == "GS ( H" and self.can.fence_process_id:
            if len(raw) == 11 and raw[5:7] in (b"\x30\x30", b"\x30\x00"):
                self._say(b"\x37\x22" + raw[7:11] + b"\x00")
        elif command.name == "GS I" and self.can.identity:
            self._say(identity(command.argument()))
        elif command.name == "ESC v" and self.can.fence_gs_r:
            self._say(ordered_status(1, self.condition))
        elif command.name == "GS a" and self.can.asb:
            self._asb_mask = command.argument()
            if self._asb_mask:
                self._say(automatic_status(self.condition))

    # ------------------------------------------------------------------ what people and mishaps do to it

    def power(self, on: bool) -> None:
        """Switch it. Off: the buffer and the half-filled line are gone, half a ticket stays behind as a torso."""
        if on == self.condition.powered:
            return
        self.condition.powered = on
        self.log.remark("power_on" if on else "power_off")
        if not on:
            self._forget_buffer()
            self._parser.reset()
            self.pen.power_off()
            self._asb_mask = 0
            self._finish_ticket("power_cut", time.monotonic_ns())
        self._changed()

    def paper(self, paper: Paper) -> None:
        """Change the roll by hand; counting stops."""
        self.lines_left = None
        self._note_condition(paper=paper)

    def paper_ends_after(self, lines: int) -> None:
        """Count the roll down from here: low below the threshold, out at 0."""
        self.lines_left = max(0, lines)
        self._measure_roll()

    def cover(self, is_open: bool) -> None:
        """Lift or shut the lid."""
        self._note_condition(cover_open=is_open)

    def offline(self, is_offline: bool) -> None:
        """Press the panel's button."""
        self._note_condition(offline=is_offline)

    def _measure_roll(self) -> None:
        assert self.lines_left is not None
        if self.lines_left == 0:
            self._note_condition(paper="out")
        elif self.lines_left <= self.can.low_paper_lines:
            self._note_condition(paper="low")
        else:
            self._note_condition(paper="ok")

    def _note_condition(
        self, *, paper: Paper | None = None, cover_open: bool | None = None, offline: bool | None = None
    ) -> None:
        now, before = self.condition, automatic_status(self.condition)
        now.paper = now.paper if paper is None else paper
        now.cover_open = now.cover_open if cover_open is None else cover_open
        now.offline = now.offline if offline is None else offline
        after = automatic_status(now)
        if after == before:
            return
        self.log.remark(_described(now))
        if self.can.forgets_when_blocked and not now.can_print:
            self._forget_buffer()
        if self._asb_mask and now.powered:
            self._say(after)
        self._changed()

    def _forget_buffer(self) -> None:
        self._queue.clear()
        self._queued_bytes = 0


def _described(now: Condition) -> str:
    words = [word for word, holds in (("cover_open", now.cover_open), ("offline", now.offline)) if holds]
    if now.paper != "ok":
        words.append(f"paper_{now.paper}")
    return " ".join(words) or "ready"
