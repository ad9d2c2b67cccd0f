"""A euro sign for a printer whose page has none: drawn by us, taught with `ESC &`, forgotten at the next reset. Pure.

The letter whose place it takes is that of its own only between `ESC % 1` and `ESC % 0`: no other letter is lost by it.
Source: Epson's and Jolimark's command references (TP820: codes 20 to 7E, 12 x 24 dots, three bytes a column).
"""

from kernel.messages import PrinterCapabilities
from printer_agents.paper.greek import PICTURE, TAUGHT, page_of

EURO = "€"
_PLACE = b"~"
_ROWS = (
    "............"
    "............"
    "............"
    "............"
    "............"
    ".....#####.."
    "...########."
    "...###...#.."
    "..####......"
    ".########..."
    "#########..."
    "..###......."
    ".#######...."
    "#######....."
    "..###......."
    "...###......"
    "...####..##."
    "....#######."
    ".....#####.."
    "............"
    "............"
    "............"
    "............"
    "............"
)
"""Row by row as on paper."""
_WIDE, _HIGH = 12, 24


def letters_of(printer: PrinterCapabilities) -> str:
    """What text is respelt in: this printer's page, with a euro sign where it can be taught one; or PICTURE."""
    if printer.graphics:
        return PICTURE
    is_taught = printer.user_chars and EURO not in page_of(printer.encoding)
    return printer.encoding + TAUGHT if is_taught else printer.encoding


def _columns() -> bytes:
    """The sign's dots as the command wants them: from left to right, each column from the top."""
    columns = (_ROWS[x::_WIDE].replace("#", "1").replace(".", "0") for x in range(_WIDE))
    return b"".join(int(column, 2).to_bytes(_HIGH // 8, "big") for column in columns)


TEACH_EURO = b"\x1b&\x03" + _PLACE * 2 + bytes((_WIDE,)) + _columns()
"""42 bytes: ESC & 3 c1 c2 x, then the columns."""
PRINT_EURO = b"\x1b%\x01" + _PLACE + b"\x1b%\x00"
