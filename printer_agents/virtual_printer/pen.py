"""Carries commands out on paper: the style in force, the line being filled, the rows already printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from printer_agents.virtual_printer.code_pages import decode
from printer_agents.virtual_printer.commands import Command
from printer_agents.virtual_printer.pictures import column_image, raster_image, stored_image
from printer_agents.virtual_printer.rows import Align, FeedRow, Glyph, ImageRow, Row, Run, Style, TextRow
from printer_agents.virtual_printer.taught import reads_as, taught

_ALIGN: Final[dict[int, Align]] = {0: "left", 1: "center", 2: "right", 48: "left", 49: "center", 50: "right"}
_PLAIN: Final = Style()
_DEFAULT_SPACING: Final = 30


class Pen:
    """The print head with its settings; knows nothing of buffers, sockets or faults.

    Args:
        pages: number of ESC t -> codec.
        dots: printable width; 576 on 80 mm paper (48 columns), 384 on 58 mm (32 columns).
        two_byte: reads Chinese pairs until FS . tells it not to, as printers for that market do.
    """

    def __init__(self, pages: Mapping[int, str], dots: int = 576, two_byte: bool = False) -> None:
        self.pages, self.dots, self.wakes_in_two_byte = pages, dots, two_byte
        self.rows: list[Row] = []
        self.beeps = 0
        self.drawer_kicks = 0
        self._stored: ImageRow | None = None
        self._reset()

    def _reset(self) -> None:
        """ESC @: everything as after power on; what was already put on the line is dropped."""
        self.style, self.page = _PLAIN, 0
        self.align: Align = "left"
        self.spacing, self.two_byte = _DEFAULT_SPACING, self.wakes_in_two_byte
        self.taught: dict[int, Glyph] = {}
        self._uses_taught = False
        self._line = TextRow()

    def power_off(self) -> None:
        """Forget everything but the paper."""
        self._stored = None
        self._reset()

    @property
    def has_begun(self) -> bool:
        """Something stands on the paper, or on the line, since the last cut."""
        return bool(self.rows or self._line.runs)

    def tear(self) -> list[Row]:
        """Take away the rows printed so far; the pen goes on with fresh paper."""
        torn, self.rows = self.rows, []
        return torn

    def obey(self, command: Command) -> int:
        """Carry one command out.

        Args:
            command: anything; what does not concern paper is ignored.

        Returns:
            The dots of paper it moved, 0 for most.
        """
        act = _ACTS.get(command.name)
        before = len(self.rows)
        if act is not None:
            act(self, command)
        return sum(row.height for row in self.rows[before:])

    # ------------------------------------------------------------------ text

    def _text(self, command: Command) -> None:
        if not self._uses_taught:
            self._put(decode(command.raw, self.page, self.pages, self.two_byte))
            return
        for code in command.raw:
            if glyph := self.taught.get(code):
                self._put(reads_as(glyph), glyph)
            else:
                self._put(decode(bytes((code,)), self.page, self.pages))

    def _put(self, text: str, glyph: Glyph | None = None) -> None:
        across = self.style.cell[0]
        while text:
            fits = max(0, (self.dots - self._line.used) // across)
            if fits == 0 and self._line.runs:
                self._end_line()
                continue
            piece, text = text[: max(1, fits)], text[max(1, fits) :]
            self._line.runs.append(Run(self._line.used, piece, self.style, glyph))
            self._line.used += len(piece) * across

    def _learn(self, command: Command) -> None:
        self.taught |= taught(command.raw)

    def _choose_taught(self, command: Command) -> None:
        self._uses_taught = bool(command.argument() & 1)

    def _unlearn(self, command: Command) -> None:
        self.taught.pop(command.argument(), None)

    def _tab(self, _: Command) -> None:
        step = 8 * self.style.cell[0]
        self._line.used = min(self.dots, (self._line.used // step + 1) * step)

    def _move(self, command: Command) -> None:
        """ESC $: an absolute place on the line, in dots."""
        self._line.used = min(self.dots, command.argument(0) + 256 * command.argument(1))

    def _end_line(self, _: Command | None = None) -> None:
        line, self._line = self._line, TextRow()
        line.align, line.spacing = self.align, self.spacing
        self.rows.append(line)

    def _feed_lines(self, command: Command) -> None:
        for _ in range(command.argument()):
            self._end_line()

    def _feed_dots(self, command: Command) -> None:
        if self._line.runs:
            self._end_line()
        self.rows.append(FeedRow(command.argument()))

    def _before_cut(self, command: Command) -> None:
        if self._line.runs:
            self._end_line()
        if len(command.raw) == 4 and command.argument(1):
            self.rows.append(FeedRow(command.argument(1)))

    # ------------------------------------------------------------------ style

    def _mode(self, command: Command) -> None:
        n = command.argument()
        self.style = Style(
            width=2 if n & 0x20 else 1,
            height=2 if n & 0x10 else 1,
            bold=bool(n & 0x08),
            underline=1 if n & 0x80 else 0,
            inverse=self.style.inverse,
            small=bool(n & 0x01),
        )

    def _size(self, command: Command) -> None:
        n = command.argument()
        self.style = replace(self.style, width=(n >> 4 & 7) + 1, height=(n & 7) + 1)

    def _bold(self, command: Command) -> None:
        self.style = replace(self.style, bold=bool(command.argument() & 1))

    def _underline(self, command: Command) -> None:
        self.style = replace(self.style, underline=min(2, command.argument() & 0x0F))

    def _inverse(self, command: Command) -> None:
        self.style = replace(self.style, inverse=bool(command.argument() & 1))

    def _font(self, command: Command) -> None:
        self.style = replace(self.style, small=command.argument() in (1, 49))

    def _aligned(self, command: Command) -> None:
        self.align = _ALIGN.get(command.argument(), self.align)

    def _paged(self, command: Command) -> None:
        self.page = command.argument()

    def _one_byte(self, _: Command) -> None:
        self.two_byte = False

    def _pairs(self, _: Command) -> None:
        self.two_byte = True

    def _spaced(self, command: Command) -> None:
        self.spacing = command.argument() if len(command.raw) == 3 else _DEFAULT_SPACING

    # ------------------------------------------------------------------ pictures, sound, drawer

    def _raster(self, command: Command) -> None:
        if self._line.runs:
            self._end_line()
        self.rows.append(raster_image(command.raw, self.align))

    def _columns(self, command: Command) -> None:
        if self._line.runs:
            self._end_line()
        self.rows.append(column_image(command.raw, self.align))

    def _graphics(self, command: Command) -> None:
        image = stored_image(command.raw, self.align)
        if image is not None:
            self._stored = image
        elif self._stored is not None:
            self.rows.append(self._stored)
            self._stored = None

    def _beep(self, command: Command) -> None:
        self.beeps += max(1, command.argument()) if command.name != "BEL" else 1

    def _kick(self, _: Command) -> None:
        self.drawer_kicks += 1


_ACTS: Final[dict[str, Callable[[Pen, Command], None]]] = {
    "text": Pen._text, "LF": Pen._end_line, "HT": Pen._tab, "ESC @": lambda pen, _: pen._reset(),
    "ESC t": Pen._paged, "FS .": Pen._one_byte, "FS &": Pen._pairs, "ESC !": Pen._mode, "GS !": Pen._size,
    "ESC E": Pen._bold, "ESC G": Pen._bold, "ESC -": Pen._underline, "GS B": Pen._inverse, "ESC M": Pen._font,
    "ESC a": Pen._aligned, "ESC 2": Pen._spaced, "ESC 3": Pen._spaced, "ESC d": Pen._feed_lines,
    "ESC J": Pen._feed_dots, "ESC $": Pen._move, "GS V": Pen._before_cut, "ESC i": Pen._before_cut,
    "ESC m": Pen._before_cut, "GS v 0": Pen._raster, "ESC *": Pen._columns, "GS ( L": Pen._graphics,
    "ESC &": Pen._learn, "ESC %": Pen._choose_taught, "ESC ?": Pen._unlearn,
    "GS 8 L": Pen._graphics, "BEL": Pen._beep, "ESC B": Pen._beep, "GS BEL": Pen._beep, "ESC p": Pen._kick,
}  # fmt: skip
