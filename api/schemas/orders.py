"""Orders, rounds and where their tickets are."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.schemas.common import AnswerBody, Id, Money, PersonOut, RequestBody
from api.schemas.tables import OrderStatus
from kernel.messages import JobStateName, TicketKind
from order_service.domain.course import MAX_COURSE
from order_service.domain.menu import Unit


def _in_ascii(text: str) -> str:
    if not text.isascii():
        raise ValueError("write digits from 0 to 9")
    return text


QuantityText = Annotated[
    str, Field(pattern=r"^\d{1,4}(?:\.\d{1,3})?$", examples=["2", "0.450"]), AfterValidator(_in_ascii)
]
"""A count or a weight; more than 0 and at most 999."""

CourseNumber = Annotated[int, Field(ge=1, le=MAX_COURSE, strict=True)]

Custody = Literal["received", "taken", "on_paper", "unconfirmed", "unknown", "failed", "ended"]
"""What a waiter sees: ✓ received, ⎙ taken, ⎙✓ on paper, ? unknown, ✗ failed; `ended`: moved, cancelled or dropped.

`unconfirmed`: sent whole to a printer that answers nothing; no trouble, and not proven either.
"""


class LineIn(RequestBody):
    """One product as tapped. The price comes from the menu, never from here."""

    product_id: Id
    quantity: QuantityText = "1"
    option_ids: list[Id] = Field(default_factory=list, max_length=30)
    removed_ingredient_ids: list[Id] = Field(default_factory=list, max_length=30)
    choice_ids: list[Id] = Field(default_factory=list, max_length=30)
    note: str = Field("", max_length=200)
    course: CourseNumber | None = None
    """When it is served, 1 first; null leaves that to the menu."""
    hold: bool = Field(default_factory=bool, strict=True)
    """Kept for later: it counts on the check, and no printer hears of it until it is fired. False unless said."""


class PreparationIn(RequestBody):
    """How a line that was sent shall be made instead; null leaves that as it was. It may not change the price."""

    note: Annotated[str, Field(max_length=200)] | None = None
    removed_ingredient_ids: list[Id] | None = Field(None, max_length=30)
    choice_ids: list[Id] | None = Field(None, max_length=30)
    quantity: QuantityText | None = None
    """So much of the line; all of it when null."""
    rev: Annotated[int, Field(ge=1, le=2**53 - 1)] | None = None
    """The revision of the order that the screen showed."""


class OpenOrderIn(RequestBody):
    """Open an order on a free table."""

    table_id: Id
    covers: Annotated[int, Field(ge=1, le=200)] | None = None


class RoundIn(RequestBody):
    """Lines that print together."""

    lines: list[LineIn] = Field(min_length=1, max_length=100)


class TableRoundIn(RoundIn):
    """A round for a table, whatever its state: opens the order if there is none."""

    covers: Annotated[int, Field(ge=1, le=200)] | None = None
    order_id: Id | None = None
    """The order that the phone saw on the table when it was tapped. The round goes to its guests, also when they sit
    elsewhere by now; when that order has ended, the answer says who ended it, and nothing is opened in its place."""


class ChosenOut(AnswerBody):
    """An option or choice as it was sold."""

    name: str
    name_en: str
    price: Money


class RemovedOut(AnswerBody):
    """An ingredient left out."""

    name: str
    name_en: str


class ItemOut(AnswerBody):
    """A line; name, price and zone are a snapshot of the moment it was fired."""

    id: Id
    product_id: Id
    name: str
    name_en: str
    quantity: str
    unit_price: Money
    """One unit with its options and choices."""
    line_total: Money
    options: list[ChosenOut]
    choices: list[ChosenOut]
    removed: list[RemovedOut]
    note: str
    status: Literal["held", "fired", "paid", "void"]
    """`held`: kept for later, no ticket yet."""
    is_comped: bool
    """Served, not charged."""
    due: Money
    """What guests owe for it: the total less discount and comp."""
    paid_quantity: str
    """How much of it is paid."""
    unit: Unit
    """What `quantity` counts."""
    course: int | None
    zone_ids: list[str]
    """Zones that read this line; none: no printer does, and the screen says so."""
    printed: bool
    """On paper in every zone that reads it."""


class TicketOut(AnswerBody):
    """One zone's paper for one round."""

    job_id: str
    zone_id: str
    zone_name: str
    zone_name_en: str
    printer_id: str
    printer_name: str
    number: int
    kind: TicketKind
    state: JobStateName
    custody: Custody
    slip_number: int | None = None
    """The catch-up slip that stands for it, when it went stale."""
    reason: str
    """Why it is not on paper; '' when nothing is wrong."""
    is_copy: bool
    copies_possible: bool
    tries: int
    updated_at: datetime


class RoundOut(AnswerBody):
    """A round with its lines and tickets."""

    id: Id
    number: int
    fired_at: datetime
    fired_by: PersonOut
    items: list[ItemOut]
    tickets: list[TicketOut]


class FiredRoundOut(AnswerBody):
    """What a Send did: the round it made, and where the order stands now."""

    order_id: Id
    table_id: Id
    status: OrderStatus
    rev: int
    total: Money
    unpaid_total: Money
    round: RoundOut


class OrderOut(AnswerBody):
    """An order, whole."""

    id: Id
    table_id: Id
    table_label: str
    section: str
    status: OrderStatus
    rev: int
    covers: int | None
    opened_at: datetime
    opened_by: PersonOut
    closed_at: datetime | None
    closed_by: PersonOut | None = None
    """Who closed or cancelled it."""
    business_day: str
    waiters: list[PersonOut]
    total: Money
    paid_total: Money
    unpaid_total: Money
    rounds: list[RoundOut]


class OrderSummaryOut(AnswerBody):
    """An order in a list."""

    id: Id
    table_id: Id
    table_label: str
    status: OrderStatus
    rev: int
    opened_at: datetime
    total: Money
    unpaid_total: Money
    print_problem: bool
    tickets_pending: int
