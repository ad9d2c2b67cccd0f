"""A document -> the bytes of its paper, by a printer's capabilities. Pure."""

from dataclasses import dataclass

from kernel.messages import CopyMark, Logo, PrinterCapabilities, TicketDocument
from printer_agents.paper.bill import pre_bill
from printer_agents.paper.escpos import after_a_break, job_bytes
from printer_agents.paper.kitchen import kitchen_ticket
from printer_agents.paper.logo import logo_commands
from printer_agents.paper.raster import PICTURE, draw_line


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper."""

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
    lay_out = pre_bill if document.ticket_kind == "pre_bill" else kitchen_ticket
    lines = lay_out(document, mark, columns=printer.columns, encoding=printer.encoding)
    beeps = 3 if document.ticket_kind == "void" else 1
    wanted = document.bill.logo if document.bill is not None else ""
    head = logo_commands(logo) if logo is not None and logo.digest == wanted else b""
    data = job_bytes(lines, printer, number=document.number, beeps=beeps, raster=draw_line, head=head)
    has_pictures = PICTURE in data
    return Sheet(after_a_break(has_pictures) + data if after_break else data, has_pictures)
