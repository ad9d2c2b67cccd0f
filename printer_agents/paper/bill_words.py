"""The words that a pre-bill adds, in the guests' language."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class BillWords:
    """One language."""

    bill: str
    no_receipt: str
    not_fiscal: str
    table: str
    waiter: str
    free: str
    subtotal: str
    discount: str
    paid: str
    total: str
    each: str
    """Takes `people`."""
    thanks: str
    decimal_sign: str


GREEK = BillWords(
    bill="ΛΟΓΑΡΙΑΣΜΟΣ",
    no_receipt="δεν είναι απόδειξη",
    not_fiscal="δεν είναι φορολογικό στοιχείο",
    table="Τραπέζι",
    waiter="Σερβιτόρος",
    free="κέρασμα",
    subtotal="Μερικό σύνολο",
    discount="Έκπτωση",
    paid="Πληρωμένα",
    total="ΣΥΝΟΛΟ",
    each="Ανά άτομο ({people})",
    thanks="Ευχαριστούμε!",
    decimal_sign=",",
)

ENGLISH = BillWords(
    bill="BILL",
    no_receipt="this is not a receipt",
    not_fiscal="this is not a fiscal document",
    table="Table",
    waiter="Served by",
    free="with our compliments",
    subtotal="Subtotal",
    discount="Discount",
    paid="Paid",
    total="TOTAL",
    each="Each of {people}",
    thanks="Thank you!",
    decimal_sign=".",
)


def bill_words_of(language: Literal["el", "en"]) -> BillWords:
    """The words of a language."""
    return GREEK if language == "el" else ENGLISH
