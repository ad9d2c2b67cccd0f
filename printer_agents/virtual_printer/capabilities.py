"""What an imitated printer can and cannot do: one switch for every thing that real models differ in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from printer_agents.virtual_printer.code_pages import JOLIMARK

SecondClient = Literal["wait", "refuse", "allow"]
Beeper = Literal["all", "bel", "esc_b", "gs_bel", "none"]
Cutter = Literal["all", "feeds_first", "where_it_stands", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """The defaults are a Jolimark TP850UE as far as it is known, with a generous answer to every question."""

    status: bool = True
    """Answers DLE EOT."""
    fence_gs_r: bool = True
    """Answers GS r in order."""
    fence_process_id: bool = True
    """Answers GS ( H function 48 in order."""
    fence_at_once: bool = False
    """Answers both on reception, whatever is on paper by then: a proof that proves nothing."""
    asb: bool = True
    """Obeys GS a: four bytes now and at each change."""
    identity: bool = True
    """Answers GS I."""
    user_characters: bool = True
    """Learns letters (ESC &); without, it reads over the command and prints what stands at the code."""
    second_client: SecondClient = "wait"
    """What a second connection meets: it is taken and left unanswered, closed, or served beside the first."""
    code_pages: Mapping[int, str] = field(default_factory=lambda: JOLIMARK)
    """Number of ESC t -> Python codec."""
    dots: int = 576
    """Printable width: 576 is 48 columns, 504 is 42, 384 is 32."""
    buffer_bytes: int = 4096
    """Receive buffer; a full one leaves the rest with the sender."""
    lookahead_bytes: int = 2048
    """Read beyond a full buffer, so that real-time requests are still heard; 0 for a printer that goes deaf."""
    drops_when_full: bool = False
    """Loses what does not fit instead of making the sender wait, as some clones do."""
    lines_per_s: float | None = None
    """Printing speed in text lines a second; None prints at once. A real one does 60 to 90."""
    low_paper_lines: int = 30
    """With a counted roll: lines left when it reports near end."""
    wakes_in_two_byte: bool = False
    """Reads Greek pairs as Chinese until FS . comes."""
    forgets_when_blocked: bool = False
    """Drops its buffer when paper or cover stop it, instead of going on with the rest."""
    beeper: Beeper = "all"
    """The command it beeps at: BEL, ESC B, GS BEL, each of them, or none."""
    cutter: Cutter = "all"
    """The cuts it obeys: GS V 65/66, which feed first; GS V 0/1, ESC i and ESC m, which don't; each, or none: then a
    person tears the paper off."""
