"""How a document will look: the very bytes that an agent would send, drawn as the printer would burn them.

The only module of the printer agents that another process (the API) may import: docs/adr/0011-paper-preview.md.
"""

from kernel.messages import CopyMark, Logo, PrinterCapabilities, TicketDocument
from printer_agents.paper.sheet import sheet_of
from printer_agents.virtual_printer.commands import CUTS
from printer_agents.virtual_printer.drawing import png_of
from printer_agents.virtual_printer.parser import Parser
from printer_agents.virtual_printer.pen import Pen
from printer_agents.virtual_printer.rows import CutRow, Row

_DOTS_A_COLUMN = 12


def preview_png(
    document: TicketDocument, printer: PrinterCapabilities, mark: CopyMark = "", *, logo: Logo | None = None
) -> bytes:
    """The picture of its paper, 20 to 60 ms of work: call it on a thread.

    Args:
        document: what it says.
        printer: how this printer is spoken to; a code page number that the real one has not looks right here.
        mark: as the paper of a copy.
        logo: the house's; shown where the document names its digest.

    Returns:
        A one-bit PNG, one pixel a dot, dashes where the paper is cut in several; a printer's built-in letters differ in
        shape.
    """
    rows: list[Row] = []
    pen = Pen({printer.code_page: printer.encoding}, printer.columns * _DOTS_A_COLUMN)
    for command, is_real_time in Parser().feed(sheet_of(document, printer, mark, logo=logo).data):
        if not is_real_time:
            pen.obey(command)
            if command.name in CUTS:
                rows += [*([CutRow()] if rows else []), *pen.tear()]
    return png_of(rows + pen.tear(), pen.dots)
