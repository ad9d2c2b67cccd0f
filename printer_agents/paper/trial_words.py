"""The words of a test page."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TrialWords:
    """One language."""

    columns: str
    """Takes `columns`."""
    letters: str
    signs: str
    elsewhere: str
    drawn: str
    sizes: str
    sample: str
    inverse: str
    settings: str
    code_page: str
    picture: str
    status: str
    fence: str
    beep: str
    cut: str
    per_course: str
    text_size: str
    blank_rows: str
    then: str


GREEK = TrialWords(
    columns="Κάθε γραμμή χωρά {columns} χαρακτήρες:",
    letters="Ελληνικά:",
    signs="Ευρώ και σύμβολα:",
    elsewhere="Ξένα γράμματα, όπως γίνονται:",
    drawn="Ζωγραφισμένα γράμματα:",
    sizes="ΜΕΓΕΘΗ",
    sample="Μουσακάς",
    inverse="ΧΩΡΙΣ ΚΡΕΜΜΥΔΙ",
    settings="ΡΥΘΜΙΣΕΙΣ",
    code_page="κωδικοσελίδα",
    picture="εικόνα",
    status="κατάσταση",
    fence="απόδειξη εκτύπωσης",
    beep="ήχος",
    cut="κοπή",
    per_course="ανά σειρά",
    text_size="μέγεθος",
    blank_rows="κενές γραμμές",
    then="Τώρα: ένας ήχος, και κοπή κάτω από αυτή τη γραμμή.",
)

ENGLISH = TrialWords(
    columns="A line takes {columns} characters:",
    letters="Greek:",
    signs="Euro and signs:",
    elsewhere="Foreign letters, as they become:",
    drawn="Drawn letters:",
    sizes="SIZES",
    sample="Μουσακάς",
    inverse="NO ONION",
    settings="SETTINGS",
    code_page="code page",
    picture="picture",
    status="status",
    fence="proof of printing",
    beep="beep",
    cut="cut",
    per_course="per course",
    text_size="size",
    blank_rows="blank rows",
    then="Now: one beep, and a cut below this line.",
)


def trial_words_of(language: Literal["el", "en"]) -> TrialWords:
    """The words of a language."""
    return GREEK if language == "el" else ENGLISH
