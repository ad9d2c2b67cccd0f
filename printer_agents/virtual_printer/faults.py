"""Everything that can go wrong, by name: the same words for a button, for HTTP and for a test."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What a printer suffers from. Several hold at once; each is ended by ordering it again with on=False."""

    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    POWER_OFF = "power_off"
    CABLE_UNPLUGGED = "cable_unplugged"
    REFUSES = "refuses"
    BLACK_HOLE = "black_hole"
    NEVER_READS = "never_reads"
    SLOW = "slow"
    RESET = "reset"
    GARBAGE_STATUS = "garbage_status"
    BUSY_CLIENT = "busy_client"


#: Never a byte that passes for a status, a GS r or a process ID: those all have bit 7 clear.
GARBAGE = b"\xff\xa5\x80"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultOrder:
    """One fault, begun or ended. Each number is read by one fault only.

    Attributes:
        lines: paper_out: text lines that still fit on the roll, 0 for none.
        after_bytes: reset: the connection is reset when this many more bytes were taken, 0 for at once.
        times: reset: how often, before it stops by itself.
        bytes_per_s: slow: how fast the printer reads.
        reply: garbage_status: what it says instead of every answer.
        silent: power_off: as on a real network, where a dead printer says nothing: connections stay half open
            until power returns, and new ones get no answer. Otherwise they are reset and refused at once.
    """

    fault: Fault
    on: bool = True
    lines: int = 0
    after_bytes: int = 0
    times: int = 1
    bytes_per_s: float = 1.0
    reply: bytes = GARBAGE
    silent: bool = False


class Mishaps(ABC):
    """The faults as sentences, for whatever can be ordered to have them."""

    @abstractmethod
    def order(self, order: FaultOrder) -> None:
        """Begin or end a fault."""

    @abstractmethod
    def heal(self) -> None:
        """End every fault; what waits in the buffer prints."""

    def runs_out_of_paper(self, after_lines: int = 0) -> None:
        """Now, or in the middle of a ticket; the rest of it waits in the buffer."""
        self.order(FaultOrder(fault=Fault.PAPER_OUT, lines=after_lines))

    def gets_paper(self) -> None:
        """A new roll; printing goes on where it stopped."""
        self.order(FaultOrder(fault=Fault.PAPER_OUT, on=False))

    def runs_low_on_paper(self) -> None:
        """Near end: says so and prints on."""
        self.order(FaultOrder(fault=Fault.PAPER_LOW))

    def opens_cover(self) -> None:
        """Printing stops at the line under way."""
        self.order(FaultOrder(fault=Fault.COVER_OPEN))

    def closes_cover(self) -> None:
        """Printing goes on."""
        self.order(FaultOrder(fault=Fault.COVER_OPEN, on=False))

    def goes_offline(self) -> None:
        """Somebody pressed the panel's button."""
        self.order(FaultOrder(fault=Fault.OFFLINE))

    def goes_online(self) -> None:
        """Somebody pressed it again."""
        self.order(FaultOrder(fault=Fault.OFFLINE, on=False))

    def loses_power(self, silent: bool = False) -> None:
        """Buffer and half-filled line are gone; see FaultOrder.silent for the connections."""
        self.order(FaultOrder(fault=Fault.POWER_OFF, silent=silent))

    def gets_power(self) -> None:
        """Wakes with an empty buffer and accepts connections."""
        self.order(FaultOrder(fault=Fault.POWER_OFF, on=False))

    def unplugs_cable(self) -> None:
        """Connections fall silent, new ones get no answer; the printer prints what it has."""
        self.order(FaultOrder(fault=Fault.CABLE_UNPLUGGED))

    def plugs_cable(self) -> None:
        """What was under way arrives now, except on connections whose client gave up meanwhile."""
        self.order(FaultOrder(fault=Fault.CABLE_UNPLUGGED, on=False))

    def refuses_connections(self) -> None:
        """New connections are refused; the present one lives on."""
        self.order(FaultOrder(fault=Fault.REFUSES))

    def becomes_black_hole(self) -> None:
        """New connections get no answer at all; the present one lives on."""
        self.order(FaultOrder(fault=Fault.BLACK_HOLE))

    def never_reads(self) -> None:
        """Accepts connections and takes no byte from them."""
        self.order(FaultOrder(fault=Fault.NEVER_READS))

    def one_byte_a_second(self, bytes_per_s: float = 1.0) -> None:
        """Reads that slowly."""
        self.order(FaultOrder(fault=Fault.SLOW, bytes_per_s=bytes_per_s))

    def resets_after(self, n: int, times: int = 1) -> None:
        """Takes n more bytes, then resets the connection; what it took, it prints."""
        self.order(FaultOrder(fault=Fault.RESET, after_bytes=n, times=times))

    def garbage_status(self, reply: bytes = GARBAGE) -> None:
        """Every answer is this instead."""
        self.order(FaultOrder(fault=Fault.GARBAGE_STATUS, reply=reply))

    def is_held_by_another_client(self) -> None:
        """Somebody else has the one connection; see Capabilities.second_client for what others meet."""
        self.order(FaultOrder(fault=Fault.BUSY_CLIENT))

    def is_let_go_by_the_other_client(self) -> None:
        """The next in the queue is served."""
        self.order(FaultOrder(fault=Fault.BUSY_CLIENT, on=False))
