"""What was sold, as sums: by item, category, hour, waiter, section, VAT rate and tender.

Every figure belongs to the business day on which it happened: a line to the day it was sent, a void, comp or discount
to the day it was given, a payment to the day it was taken, and its take-back to the day of that. So the figures of a
closed day never change, and the figures of any range are the sum of its days, to the cent. VAT is inside the prices; it
is rounded once a rate and day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from order_service.domain.check import vat_within

Dimension = Literal["total", "item", "category", "hour", "waiter", "section", "vat", "tender", "orders"]

LINE_DIMENSIONS: Final[tuple[Dimension, ...]] = ("total", "item", "category", "hour", "waiter", "section", "vat")


@dataclass
class Figures:
    """One row of a report. Amounts in cents, quantity in thousandths.

    Attributes:
        count: lines sent, or payments taken.
        quantity_milli: units that stayed sold: sent less cancelled.
        gross_cents: lines at their price; of a tender: money taken.
        void_cents: cancelled lines; of a tender: money taken back.
        comp_cents, discount_cents: served free, and taken off.
        vat_cents: inside the net; for the total and by rate only.
    """

    name: str = ""
    count: int = 0
    quantity_milli: int = 0
    gross_cents: int = 0
    void_cents: int = 0
    comp_cents: int = 0
    discount_cents: int = 0
    vat_cents: int = 0

    @property
    def net_cents(self) -> int:
        """What was really sold."""
        return self.gross_cents - self.void_cents - self.comp_cents - self.discount_cents

    def add(self, other: "Figures") -> None:
        """Count another row in; its name is the newer one."""
        self.name = other.name or self.name
        self.count += other.count
        self.quantity_milli += other.quantity_milli
        self.gross_cents += other.gross_cents
        self.void_cents += other.void_cents
        self.comp_cents += other.comp_cents
        self.discount_cents += other.discount_cents
        self.vat_cents += other.vat_cents

    @property
    def is_nothing(self) -> bool:
        """Says nothing about its day."""
        return not (
            self.count
            or self.quantity_milli
            or self.gross_cents
            or self.void_cents
            or self.comp_cents
            or self.discount_cents
        )


@dataclass(frozen=True)
class SoldOn:
    """What a sum of lines has in common: a row of the smallest grain that is read from the book."""

    product_id: int
    product: str
    category_id: int | None
    category: str
    hour: int
    waiter_id: int | None
    waiter: str
    section: str
    vat_rate_bp: int

    def keys(self) -> dict[Dimension, tuple[str, str]]:
        """Key and name in each dimension of lines."""
        return {
            "total": ("", ""),
            "item": (str(self.product_id), self.product),
            "category": (str(self.category_id or ""), self.category),
            "hour": (f"{self.hour:02d}", ""),
            "waiter": (str(self.waiter_id or ""), self.waiter),
            "section": (self.section, self.section),
            "vat": (str(self.vat_rate_bp), ""),
        }


@dataclass
class Sales:
    """Sums of one day or many, by dimension and key."""

    by: dict[Dimension, dict[str, Figures]] = field(default_factory=dict)

    def count_in(self, dimension: Dimension, key: str, figures: Figures) -> None:
        """Add a row."""
        self.by.setdefault(dimension, {}).setdefault(key, Figures()).add(figures)

    def count_lines(self, sold: SoldOn, figures: Figures) -> None:
        """Add a sum of lines in every dimension of lines."""
        for dimension, (key, name) in sold.keys().items():
            figures.name = name
            self.count_in(dimension, key, figures)

    def include(self, other: "Sales") -> None:
        """Add all of another's rows."""
        for dimension, rows in other.by.items():
            for key, figures in rows.items():
                self.count_in(dimension, key, figures)

    def work_out_vat(self) -> None:
        """The VAT inside each rate's net, rounded once; the total's is their sum. For the lines of one day."""
        rates = self.by.get("vat", {})
        for rate, figures in rates.items():
            figures.vat_cents = vat_within(figures.net_cents, int(rate))
        if "total" in self.by:
            self.by["total"][""].vat_cents = sum(figures.vat_cents for figures in rates.values())

    def total(self) -> Figures:
        """All lines."""
        return self.by.get("total", {}).get("", Figures())

    def rows(self, dimension: Dimension) -> list[dict[str, Any]]:
        """As reports show them: hours, rates and tenders in order, all else by what it brought."""
        found = self.by.get(dimension, {})
        keys: Iterable[str] = sorted(found)
        if dimension not in ("hour", "vat", "tender"):
            keys = sorted(found, key=lambda key: (-found[key].net_cents, key))
        return [{"key": key, **as_report(found[key])} for key in keys if not found[key].is_nothing]


def as_report(figures: Figures) -> dict[str, Any]:
    """A row's figures by their names on reports; cents as integers."""
    return {
        "name": figures.name,
        "count": figures.count,
        "quantity_milli": figures.quantity_milli,
        "gross": figures.gross_cents,
        "voids": figures.void_cents,
        "comps": figures.comp_cents,
        "discounts": figures.discount_cents,
        "net": figures.net_cents,
        "vat": figures.vat_cents,
    }
