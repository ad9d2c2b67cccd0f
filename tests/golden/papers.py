"""What the golden papers say: one evening at the taverna, each kind of paper once."""

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kernel.messages import (
    AlsoAt,
    Bill,
    BillExtra,
    BillLine,
    CopyMark,
    LateTicket,
    Logo,
    PrinterCapabilities,
    Report,
    ReportRow,
    ReportSection,
    TicketChange,
    TicketCourse,
    TicketDocument,
    TicketLine,
)
from printer_agents.paper.preview import preview_png

FOLDER = Path(__file__).parent / "papers"
WIDTHS = (48, 42, 32)

CHOPS = TicketLine(
    quantity="1",
    name="Παϊδάκια αρνίσια (μερίδα) με πατάτες φούρνου",
    choices=("ψήσιμο: μέτριο",),
    removed=("πατάτες",),
    seat="3",
    allergy="ξηροί καρποί",
    note="καθαρό τηγάνι, ευχαριστούμε πολύ\n🌶 λίγο",
)
KITCHEN = TicketDocument(
    zone_name="Κουζίνα",
    number=42,
    previous_number=41,
    table_label="12",
    section="Αίθριο",
    covers=4,
    waiter="Μαρία",
    round_number=2,
    fired_at_local="2026-06-05T21:47:10",
    pieces="7",
    also_at=(AlsoAt(zone_name="Μπαρ", pieces="3"),),
    part=1,
    parts=2,
    courses=(
        TicketCourse(
            name="Πρώτα",
            lines=(
                TicketLine(quantity="2", name="Χωριάτικη σαλάτα", removed=("κρεμμύδι",), extras=("έξτρα φέτα",)),
                TicketLine(quantity="1", name="Τζατζίκι"),
            ),
        ),
        TicketCourse(
            name="Κυρίως",
            lines=(
                TicketLine(quantity="2", name="Μουσακάς"),
                CHOPS,
                TicketLine(quantity="0.450 kg", name="Τσιπούρα σχάρας", note="💚"),
            ),
        ),
    ),
)
VOID = KITCHEN.model_copy(
    update={
        "ticket_kind": "void",
        "number": 43,
        "previous_number": 42,
        "about_number": 40,
        "courses": (TicketCourse(lines=(TicketLine(quantity="1", name="Μουσακάς"),)),),
        "pieces": "1",
        "also_at": (),
        "parts": 1,
        "reason": "ο πελάτης άλλαξε γνώμη",
    }
)
CHANGE = VOID.model_copy(
    update={
        "ticket_kind": "change",
        "courses": (),
        "reason": "",
        "changes": (
            TicketChange(before=CHOPS, after=CHOPS.model_copy(update={"choices": ("ψήσιμο: καλοψημένα",)})),
            TicketChange(
                before=TicketLine(quantity="2", name="Μουσακάς"), after=TicketLine(quantity="2", name="Παστίτσιο")
            ),
        ),
    }
)
MOVE = TicketDocument(
    ticket_kind="move",
    zone_name="Κουζίνα",
    number=44,
    previous_number=43,
    about_number=42,
    table_label="9",
    moved_from="12",
    waiter="Μαρία",
    fired_at_local="2026-06-05T22:05:00",
)
LATE = TicketDocument(
    ticket_kind="catch_up",
    zone_name="Κουζίνα",
    number=52,
    previous_number=51,
    table_label="",
    fired_at_local="2026-06-05T22:31:40",
    late=(
        LateTicket(
            number=47,
            table_label="12",
            waiter="Μαρία",
            fired_at_local="2026-06-05T22:12:00",
            lines=(CHOPS, TicketLine(quantity="2", name="Μουσακάς")),
        ),
        LateTicket(
            number=48,
            table_label="Πακέτο 3",
            waiter="Νίκος",
            fired_at_local="2026-06-05T22:14:30",
            lines=(TicketLine(quantity="10", name="Σουβλάκι χοιρινό", extras=("πίτα",)),),
            cancelled=(TicketLine(quantity="2", name="Πατάτες τηγανητές"),),
            may_be_out=True,
        ),
        LateTicket(
            number=49,
            ticket_kind="void",
            table_label="12",
            waiter="Μαρία",
            fired_at_local="2026-06-05T22:16:00",
            lines=(TicketLine(quantity="1", name="Μουσακάς"),),
            reason="ο πελάτης άλλαξε γνώμη",
        ),
        LateTicket(
            number=50,
            ticket_kind="change",
            table_label="12",
            waiter="Μαρία",
            fired_at_local="2026-06-05T22:18:00",
            changes=(TicketChange(before=CHOPS, after=CHOPS.model_copy(update={"choices": ("ψήσιμο: καλοψημένο",)})),),
        ),
        LateTicket(
            number=51, ticket_kind="move", table_label="9", moved_from="12", fired_at_local="2026-06-05T22:20:00"
        ),
    ),
)
TEST = TicketDocument(
    ticket_kind="test", zone_name="Κουζίνα", number=7, table_label="", fired_at_local="2026-06-05T10:02:00"
)
THE_BILL = Bill(
    restaurant="Ταβέρνα ο Νίκος",
    details="Λιμάνι Ναυπλίου · 27520 12345",
    lines=(
        BillLine(
            quantity="2",
            name="Χωριάτικη σαλάτα",
            unit_price="8.50",
            amount="17.00",
            extras=(BillExtra(name="έξτρα φέτα", amount="1.50"),),
        ),
        BillLine(quantity="1", name="Τζατζίκι", unit_price="5.00", amount="5.00"),
        BillLine(quantity="1", name="Παϊδάκια αρνίσια (μερίδα) με πατάτες φούρνου", unit_price="14.00", amount="14.00"),
        BillLine(quantity="3", name="Μπύρα Fix 500ml", unit_price="4.50", amount="13.50"),
        BillLine(quantity="0.450 kg", name="Τσιπούρα", unit_price="48.00", amount="21.60"),
        BillLine(quantity="1", name="Ούζο", unit_price="3.00", amount="0.00", is_free=True),
    ),
    subtotal="72.60",
    discount="7.26",
    paid="20.00",
    total="45.34",
    parts=("11.34", "11.33", "11.34", "11.33"),
)
BILL = TicketDocument(
    ticket_kind="pre_bill",
    zone_name="Μπαρ",
    number=45,
    table_label="12",
    covers=4,
    waiter="Μαρία",
    fired_at_local="2026-06-05T22:31:00",
    bill=THE_BILL,
)
APART = BILL.model_copy(
    update={
        "part": 1,
        "parts": 3,
        "bill": THE_BILL.model_copy(
            update={"lines": THE_BILL.lines[:2], "discount": "", "paid": "", "total": "23.50", "parts": ()}
        ),
    }
)
DAY = TicketDocument(
    ticket_kind="report",
    zone_name="Μπαρ",
    number=118,
    table_label="",
    waiter="Ελένη",
    fired_at_local="2026-06-06T01:42:00",
    report=Report(
        title="ΑΝΑΦΟΡΑ Ζ 118",
        restaurant="Ταβέρνα ο Νίκος",
        period="05/06/2026 10:12 - 06/06/2026 01:40",
        sections=(
            ReportSection(
                rows=(
                    ReportRow(label="Παραγγελίες", count="86", amount="4310.20"),
                    ReportRow(label="Εκπτώσεις", count="7", amount="-48.60"),
                    ReportRow(label="Κεράσματα", count="12", amount="-61.00"),
                    ReportRow(label="ΤΖΙΡΟΣ", amount="4200.60", is_total=True),
                )
            ),
            ReportSection(
                title="ΠΛΗΡΩΜΕΣ",
                rows=(
                    ReportRow(label="Μετρητά", count="41", amount="1830.10"),
                    ReportRow(label="Κάρτα", count="52", amount="2370.50"),
                    ReportRow(label="Φιλοδωρήματα", amount="96.00"),
                ),
            ),
            ReportSection(
                title="ΑΝΑ ΣΕΡΒΙΤΟΡΟ",
                rows=(
                    ReportRow(label="Μαρία", count="38", amount="2115.30"),
                    ReportRow(label="Κωνσταντίνος Παπαδημητρακόπουλος", count="48", amount="2085.30"),
                ),
            ),
            ReportSection(
                title="ΦΠΑ",
                rows=(
                    ReportRow(label="13% επί καθαρών 3310.62", amount="430.38"),
                    ReportRow(label="24% επί καθαρών 370.65", amount="88.95"),
                ),
            ),
        ),
    ),
)
RED = TicketLine(quantity="2", name="Борщ без лука", note="смотри: ресторан, 100% говядина")


def the_logo() -> Logo:
    """An anchor of sorts, dot by dot, so that no picture library decides how it looks."""
    width, height = 160, 96
    rows = bytearray()
    for y in range(height):
        bits = 0
        for x in range(width):
            ring = 16**2 <= (x - 80) ** 2 + (y - 20) ** 2 <= 20**2
            stock = abs(x - 80) <= 3 and 36 <= y <= 88
            arms = 40**2 <= (x - 80) ** 2 + (y - 50) ** 2 <= 45**2 and y > 58
            bits = bits << 1 | (ring or stock or arms or y in (0, height - 1))
        rows += bits.to_bytes(width // 8, "big")
    dots = bytes(rows)
    digest = hashlib.sha256(dots).hexdigest()
    return Logo(digest=digest, width=width, height=height, dots=base64.b64encode(dots).decode())


@dataclass(frozen=True)
class Paper:
    """One paper, as it is drawn."""

    document: TicketDocument
    mark: CopyMark = ""
    printer: dict[str, Any] = field(default_factory=dict)
    logo: Logo | None = None
    widths: tuple[int, ...] = WIDTHS

    def png(self, columns: int) -> bytes:
        """Its picture at one width."""
        printer = PrinterCapabilities.model_validate({"columns": columns, **self.printer})
        return preview_png(self.document, printer, self.mark, logo=self.logo)


def _english(document: TicketDocument) -> TicketDocument:
    return document.model_copy(update={"language": "en"})


def _with(document: TicketDocument, **changes: Any) -> TicketDocument:
    return document.model_copy(update=changes)


def _logo_bill() -> TicketDocument:
    return _with(BILL, bill=THE_BILL.model_copy(update={"logo": the_logo().digest}))


PAPERS: dict[str, Paper] = {
    "kitchen": Paper(KITCHEN),
    "kitchen-en": Paper(_english(KITCHEN)),
    "kitchen-small": Paper(KITCHEN, printer={"text_size": "small", "blank_rows_top": 3, "blank_rows_end": 2}),
    "kitchen-large": Paper(KITCHEN, printer={"text_size": "large"}),
    "kitchen-graphics": Paper(KITCHEN, printer={"graphics": True}),
    "kitchen-cut-per-course": Paper(KITCHEN, printer={"cut_per_course": True}, widths=(48, 32)),
    "kitchen-drawn-lines": Paper(_with(KITCHEN, courses=(TicketCourse(lines=(RED, *KITCHEN.courses[0].lines)),))),
    "addition": Paper(_with(KITCHEN, ticket_kind="addition")),
    "void": Paper(VOID),
    "void-en": Paper(_english(VOID), widths=(48,)),
    "change": Paper(CHANGE),
    "change-en": Paper(_english(CHANGE), widths=(48,)),
    "move": Paper(MOVE),
    "move-of-some": Paper(_with(MOVE, courses=KITCHEN.courses[:1]), widths=(48, 32)),
    "copy": Paper(KITCHEN, "copy"),
    "copy-of-a-changed-order": Paper(
        _with(KITCHEN, courses=KITCHEN.courses[:1], cancelled=KITCHEN.courses[1].lines[:1], moved_from="6"),
        "copy",
        widths=(48, 32),
    ),
    "copy-of-a-held-one": Paper(
        _with(KITCHEN, diverted_from="Κουζίνα", printed_at="Μπαρ", held_at="Εκτυπωτής κουζίνας"),
        "possible_copy",
        widths=(48, 32),
    ),
    "possible-copy": Paper(KITCHEN, "possible_copy"),
    "possible-copy-en": Paper(_english(KITCHEN), "possible_copy", widths=(48,)),
    "diverted": Paper(_with(KITCHEN, diverted_from="Κουζίνα", printed_at="Μπαρ"), "possible_copy"),
    "diverted-cut-per-course": Paper(
        _with(KITCHEN, diverted_from="Κουζίνα", printed_at="Μπαρ"),
        "possible_copy",
        printer={"cut_per_course": True},
        widths=(48,),
    ),
    "diverted-en": Paper(_english(_with(KITCHEN, diverted_from="Κουζίνα", printed_at="Μπαρ")), widths=(48,)),
    "catch-up": Paper(LATE),
    "catch-up-en": Paper(_english(LATE), widths=(48,)),
    "test": Paper(TEST),
    "test-en": Paper(_english(TEST), widths=(48,)),
    "test-taught-euro": Paper(TEST, printer={"user_chars": True}, widths=(48,)),
    "bill": Paper(_logo_bill(), logo=the_logo()),
    "bill-en": Paper(_english(BILL)),
    "bill-apart": Paper(APART),
    "bill-taught-euro": Paper(BILL, printer={"user_chars": True}, widths=(48,)),
    "report": Paper(DAY),
    "report-en": Paper(_english(DAY), widths=(48,)),
}


def all_papers() -> list[tuple[str, Paper, int]]:
    """(file name, paper, columns) of each."""
    return [(f"{name}-{columns}.png", paper, columns) for name, paper in PAPERS.items() for columns in paper.widths]
