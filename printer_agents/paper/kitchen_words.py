"""The words that a ticket adds to what people typed, in the kitchen's language."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TicketWords:
    """One language. Capitals are written as capitals."""

    banners: dict[str, str]
    copy: str
    possible_copy: str
    """Takes `number`."""
    without: str
    allergy: str
    seat: str
    table: str
    round: str
    """Takes `number`."""
    cover: str
    covers: str
    piece: str
    pieces: str
    also_at: str
    ticket: str
    sheet: str
    on_sheets: str
    """Takes `count`."""
    follows: str
    meant_for: str
    printed_at: str
    before: str
    now: str
    cancelled: str
    late_one: str
    late_many: str
    """Takes `count`."""
    was: str
    about: str
    """Takes `number`."""
    held_at: str
    """Takes `printer`."""
    reason: str


GREEK = TicketWords(
    banners={
        "addition": "ΠΡΟΣΘΗΚΗ",
        "void": "ΑΚΥΡΩΣΗ",
        "change": "ΑΛΛΑΓΗ",
        "move": "ΜΕΤΑΦΟΡΑ",
        "test": "ΔΟΚΙΜΗ",
        "catch_up": "ΚΑΘΥΣΤΕΡΗΜΕΝΑ",
    },
    copy="ΑΝΤΙΓΡΑΦΟ",
    possible_copy="Ίσως έχει ήδη βγει - ελέγξτε #{number:04d}",
    without="ΧΩΡΙΣ",
    allergy="ΑΛΛΕΡΓΙΑ",
    seat="θέση",
    table="ΤΡΑΠΕΖΙ",
    round="{number}η αποστολή",
    cover="άτομο",
    covers="άτομα",
    piece="τεμάχιο",
    pieces="τεμάχια",
    also_at="επίσης",
    ticket="δελτίο",
    sheet="φύλλο",
    on_sheets="σε {count} φύλλα",
    follows="ακολουθεί",
    meant_for="ΓΙΑ",
    printed_at="βγήκε στον εκτυπωτή",
    before="ΗΤΑΝ",
    now="ΤΩΡΑ",
    cancelled="ΑΚΥΡΩΘΗΚΑΝ",
    late_one="Ένα δελτίο άργησε να βγει. Ρώτα πριν το ετοιμάσεις.",
    late_many="{count} δελτία άργησαν να βγουν. Ρώτα πριν τα ετοιμάσεις.",
    was="προηγ.",
    about="για το δελτίο #{number:04d}",
    held_at="Σβήσε και άναψε: {printer}, πριν βάλεις χαρτί - αλλιώς βγαίνει κι εκεί",
    reason="λόγος",
)

ENGLISH = TicketWords(
    banners={
        "addition": "ADDITION",
        "void": "CANCELLED",
        "change": "CHANGE",
        "move": "MOVED",
        "test": "TEST",
        "catch_up": "LATE ORDERS",
    },
    copy="COPY",
    possible_copy="May be out already - check #{number:04d}",
    without="NO",
    allergy="ALLERGY",
    seat="seat",
    table="TABLE",
    round="round {number}",
    cover="cover",
    covers="covers",
    piece="piece",
    pieces="pieces",
    also_at="also at",
    ticket="ticket",
    sheet="sheet",
    on_sheets="on {count} sheets",
    follows="next",
    meant_for="FOR",
    printed_at="printed at",
    before="WAS",
    now="NOW",
    cancelled="CANCELLED SINCE",
    late_one="One ticket is late. Ask before you make it.",
    late_many="{count} tickets are late. Ask before you make them.",
    was="prev.",
    about="about ticket #{number:04d}",
    held_at="Switch {printer} off and on before you load paper - else it prints there, too",
    reason="reason",
)


def words_of(language: Literal["el", "en"]) -> TicketWords:
    """The words of a language."""
    return GREEK if language == "el" else ENGLISH
