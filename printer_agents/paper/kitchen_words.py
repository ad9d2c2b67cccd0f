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
    stands_in_for: str
    was: str
    reason: str


GREEK = TicketWords(
    banners={
        "addition": "ΠΡΟΣΘΗΚΗ",
        "void": "ΑΚΥΡΩΣΗ",
        "change": "ΑΛΛΑΓΗ",
        "move": "ΜΕΤΑΦΟΡΑ",
        "test": "ΔΟΚΙΜΗ",
        "catch_up": "ΚΑΘΥΣΤΕΡΗΜΕΝΑ",
        "report": "ΑΝΑΦΟΡΑ",
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
    stands_in_for="αντί για",
    was="προηγ.",
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
        "report": "REPORT",
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
    stands_in_for="instead of",
    was="was",
    reason="reason",
)


def words_of(language: Literal["el", "en"]) -> TicketWords:
    """The words of a language."""
    return GREEK if language == "el" else ENGLISH
