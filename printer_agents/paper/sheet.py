"""A document -> the bytes of its paper, by a printer's capabilities. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from kernel.messages import CopyMark, Logo, PrinterCapabilities, TicketDocument, TicketKind
from printer_agents.paper.bill import pre_bill
from printer_agents.paper.escpos import after_a_break, job_bytes
from printer_agents.paper.kitchen import kitchen_ticket
from printer_agents.paper.logo import logo_commands
from printer_agents.paper.raster import PICTURE, draw_line
from printer_agents.paper.report import report_paper
from printer_agents.paper.styled import Line
from printer_agents.paper.trial import trial_page

Layout = Callable[[TicketDocument, CopyMark, PrinterCapabilities], list[Line]]

_LAYOUTS: dict[TicketKind, Layout] = {"pre_bill": pre_bill, "report": report_paper, "test": trial_page}
"""All others are for a kitchen."""
_BEEPS: dict[TicketKind, int] = {"void": 3, "pre_bill": 0, "report": 0}
"""One calls a cook; three say that something on the pass is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job's paper, in one piece or in several."""

    data: bytes
    has_pictures: bool
    """Raster lines print slower."""


def sheet_of(
    document: TicketDocument,
    printer: PrinterCapabilities,
    mark: CopyMark = "",
    *,
    logo: Logo | None = None,
    after_break: bool = False,
) -> Sheet:
    """Lay out and encode.

    Args:
        document: what it says.
        printer: how this printer is spoken to.
        mark: why this may not be the only paper of it.
        logo: the house's; printed where the document names its digest.
        after_break: an earlier attempt may have left the printer in the midst of a command.
    """
    kind = document.ticket_kind
    top, end = [Line()] * printer.blank_rows_top, [Line()] * printer.blank_rows_end
    lines = list(top)
    for line in _LAYOUTS.get(kind, kitchen_ticket)(document, mark, printer):
        lines += [*end, line, *top] if line.is_cut else [line]
    lines += end
    wanted = document.bill.logo if document.bill is not None else ""
    head = logo_commands(logo) if logo is not None and logo.digest == wanted else b""
    data = job_bytes(lines, printer, number=document.number, beeps=_BEEPS.get(kind, 1), raster=draw_line, head=head)
    has_pictures = PICTURE in data
    return Sheet(after_a_break(has_pictures) + data if after_break else data, has_pictures)
