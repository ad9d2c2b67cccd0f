"""What a printer's trouble is called, in words that a person can act on."""

from dataclasses import dataclass
from typing import Final, Literal

Presence = Literal["online", "stopped", "offline", "unknown"]
PrinterState = Literal["ready", "not_printing", "paused", "off", "agent_gone"]
"""`agent_gone`: nothing is heard of the program that speaks to it; `off`: out of use."""


@dataclass(frozen=True)
class Sentence:
    """The same in Greek and English: what is wrong, and what to do."""

    el: str
    en: str


READY: Final = Sentence("Έτοιμος.", "Ready.")
OFF: Final = Sentence("Δεν χρησιμοποιείται.", "Not in use.")
AGENT_GONE: Final = Sentence(
    "Το πρόγραμμα του εκτυπωτή δεν απαντά. Δείτε αν τρέχει το κουτί όπου είναι συνδεδεμένος.",
    "The printer's program does not answer. Look whether the box it runs on is on.",
)

FAULTS: Final[dict[str, Sentence]] = {
    "paper_out": Sentence("Τέλειωσε το χαρτί. Βάλτε ρολό.", "Out of paper. Put in a roll."),
    "cover_open": Sentence("Το καπάκι είναι ανοιχτό. Κλείστε το.", "The cover is open. Close it."),
    "offline": Sentence(
        "Είναι εκτός γραμμής. Πατήστε το κουμπί χαρτιού ή σβήστε και ανάψτε τον.",
        "It is offline. Press its feed button, or switch it off and on.",
    ),
    "printer_error": Sentence(
        "Έχει σφάλμα, ίσως ο κόφτης. Ανοίξτε το καπάκι, βγάλτε το χαρτί, σβήστε και ανάψτε τον.",
        "It reports an error, maybe the cutter. Open the cover, free the paper, switch it off and on.",
    ),
    "unreachable": Sentence(
        "Δεν απαντά στη διεύθυνσή του. Δείτε ρεύμα και καλώδιο δικτύου.",
        "Nothing answers at its address. Look at its power and its network cable.",
    ),
    "no_route": Sentence(
        "Η διεύθυνσή του δεν είναι στο δίκτυο του καταστήματος. Συγκρίνετέ την με το αυτοτέστ του.",
        "Its address is not on this network. Compare it with the printer's self-test.",
    ),
    "refused": Sentence(
        "Η συσκευή σε αυτή τη διεύθυνση δεν δέχεται εκτυπώσεις. Δείτε διεύθυνση και θύρα.",
        "The device at this address takes no prints. Look at address and port.",
    ),
    "busy": Sentence(
        "Τον κρατά άλλο πρόγραμμα. Κλείστε το άλλο πρόγραμμα ή τον άλλο υπολογιστή.",
        "Another program holds it. Close the other program or computer.",
    ),
    "silent": Sentence(
        "Συνδέεται και δεν λέει τίποτα. Σβήστε και ανάψτε τον.",
        "It takes the connection and says nothing. Switch it off and on.",
    ),
    "link_lost": Sentence(
        "Η σύνδεση κόπηκε την ώρα που τύπωνε. Δείτε το τελευταίο χαρτί.",
        "The connection broke while it printed. Look at its last paper.",
    ),
    "power_cut": Sentence(
        "Κόπηκε το ρεύμα την ώρα που τύπωνε. Δείτε το τελευταίο χαρτί.",
        "The power went while it printed. Look at its last paper.",
    ),
    "stale": Sentence("Το δελτίο πάλιωσε πριν τυπωθεί.", "The ticket grew too old before it could be printed."),
    "paused": Sentence("Σε παύση. Πατήστε «συνέχεια».", "Paused. Press resume."),
    "cancelled": Sentence("Ακυρώθηκε.", "Taken back."),
    "unprintable": Sentence(
        "Το δελτίο δεν μπορεί να τυπωθεί. Πείτε το με το στόμα και ειδοποιήστε την τεχνική υποστήριξη.",
        "This ticket can't be laid out. Tell it by word of mouth, and tell whoever looks after the system.",
    ),
    "wrong_device": Sentence(
        "Αυτό που απαντά σε αυτή τη διεύθυνση δεν είναι τέτοιος εκτυπωτής.",
        "What answers at this address is no such printer.",
    ),
    "bad_address": Sentence(
        "Η διεύθυνση δεν επιτρέπεται. Γράψτε τη διεύθυνση του εκτυπωτή, όπως 192.168.1.50.",
        "This address is not allowed. Write the printer's own, like 192.168.1.50.",
    ),
    "disk": Sentence(
        "Ο δίσκος του κουτιού δεν γράφεται. Ελευθερώστε χώρο ή αλλάξτε την κάρτα.",
        "The box's disk can't be written. Free some space, or change the card.",
    ),
}
"""By the reasons of `kernel.messages`."""


PAPER_CAME: Final = Sentence("Τυπώθηκε.", "Printed.")
NOTHING: Final = Sentence("", "")
DOUBT: Final = Sentence("Ίσως τυπώθηκε. Δείτε το χαρτί.", "It may be printed. Look at the paper.")


def told_reason(reason: str) -> Sentence:
    """A reason in words; '' says nothing."""
    if reason in ("uncertain", "unconfirmed"):
        return DOUBT
    return FAULTS.get(reason, NOTHING)


@dataclass(frozen=True)
class PrinterNow:
    """What is known of a printer."""

    state: PrinterState
    reason: str
    sentence: Sentence


def printer_now(*, is_active: bool, is_paused: bool, presence: Presence, reason: str) -> PrinterNow:
    """A printer's state in words. Trouble is said even while it is paused: it will be in the way afterwards."""
    if not is_active:
        return PrinterNow("off", "", OFF)
    if presence != "online":
        return PrinterNow("agent_gone", "", AGENT_GONE)
    if reason and reason != "paused":
        return PrinterNow("not_printing", reason, FAULTS.get(reason, AGENT_GONE))
    if is_paused or reason == "paused":
        return PrinterNow("paused", "paused", FAULTS["paused"])
    return PrinterNow("ready", "", READY)
