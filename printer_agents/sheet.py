"""A claimed job -> the bytes of its paper, by this printer's settings. Pure."""

from dataclasses import dataclass

from kernel.messages import PrinterSettings
from printer_agents.bill_layout import pre_bill
from printer_agents.escpos import after_a_break, job_bytes
from printer_agents.layout import kitchen_ticket
from printer_agents.raster import PICTURE, draw_line
from printer_agents.spool import Claimed


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper."""

    data: bytes
    has_pictures: bool
    """Raster lines print slower."""


def sheet_of(printer: PrinterSettings, claimed: Claimed) -> Sheet:
    """Lay out and encode; the banner says "possible copy" when an earlier attempt may be on paper."""
    document = claimed.job.document
    mark = "possible_copy" if claimed.copies_possible else claimed.job.copy_mark
    lay_out = pre_bill if document.ticket_kind == "pre_bill" else kitchen_ticket
    lines = lay_out(document, mark, columns=printer.columns, encoding=printer.encoding)
    beeps = 3 if document.ticket_kind == "void" else 1
    data = job_bytes(lines, printer, number=document.number, beeps=beeps, raster=draw_line)
    has_pictures = PICTURE in data
    return Sheet(after_a_break(has_pictures) + data if claimed.copies_possible else data, has_pictures)
