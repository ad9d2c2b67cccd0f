"""Checks, payments, and what is taken off."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from api.schemas.common import AnswerBody, Id, Language, Money, OneLine, PersonOut, RequestBody
from api.schemas.orders import QuantityText
from api.schemas.printing import PrintJobOut
from api.schemas.tables import OrderStatus
from kernel.money import from_wire
from order_service.domain.menu import printable_note

Tender = Literal["cash", "card", "other"]
"""How guests paid; no terminal is asked."""

Rev = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""The revision of the order that the screen showed; when it is another one now, the answer says who changed what."""


def _said(text: str) -> str:
    if not (cleaned := printable_note(text)):
        raise ValueError("write why, in a few words")
    return cleaned


Reason = Annotated[str, Field(min_length=1, max_length=200, examples=["wrong table"]), AfterValidator(_said)]
"""Kept with what was done, for ever."""


def _more_than_nothing(text: str) -> str:
    if not text.isascii() or from_wire(text) <= 0:
        raise ValueError("write an amount like 12.50")
    return text


Amount = Annotated[str, Field(pattern=r"^\d{1,7}\.\d{2}$", examples=["12.50"]), AfterValidator(_more_than_nothing)]
"""Money that was counted, more than nothing."""


class PartIn(RequestBody):
    """A part of a line: 1 of 3 beers."""

    item_id: Id
    quantity: QuantityText


class ShareIn(RequestBody):
    """One guest's part of what is paid."""

    amount: Amount
    tender: Tender = "cash"


class PayIn(RequestBody):
    """Money for whole lines, for parts of lines, or an amount off the check: one of the three."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"item_ids": [1, 2], "tender": "card"}]})

    tender: Tender = "cash"
    rev: Rev | None = None
    """Needed unless only whole lines are named of which nothing is paid."""
    item_ids: list[Id] = Field(default_factory=list, max_length=500)
    parts: list[PartIn] = Field(default_factory=list, max_length=500)
    amount: Amount | None = None
    """An equal part of the check, say; what it pays of each line is worked out here."""
    shares: list[ShareIn] = Field(default_factory=list, max_length=50)
    """Several guests pay it together: one payment each; the amounts add up to what is paid."""


class TakeBackIn(RequestBody):
    """Why a payment is undone."""

    reason: Reason
    rev: Rev | None = None


class CloseIn(RequestBody):
    """Close what is paid; a manager may close with a reason what is not."""

    rev: Rev
    force: bool = False
    reason: Reason | None = None


class CoversIn(RequestBody):
    """How many guests; null when nobody counted."""

    covers: Annotated[int, Field(ge=1, le=200)] | None
    rev: Rev | None = None


class CompIn(RequestBody):
    """Served, not charged."""

    reason: Reason
    quantity: QuantityText | None = None
    """Without one, all of it that is unpaid."""
    rev: Rev | None = None


class DiscountIn(RequestBody):
    """Off one line, or off all that is unpaid; a percentage or an amount."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "long wait", "percent": "10"}]})

    reason: Reason
    item_id: Id | None = None
    percent: Annotated[str, Field(pattern=r"^[0-9]{1,3}(?:\.[0-9]{1,2})?$", examples=["10"])] | None = None
    amount: Amount | None = None
    rev: Rev | None = None


class ChargeAgainIn(RequestBody):
    """Lines that cost their full price again; none means every line of which nothing is paid."""

    reason: Reason
    item_ids: list[Id] = Field(default_factory=list, max_length=500)
    rev: Rev | None = None


class PreBillIn(RequestBody):
    """Where to print the bill, and for whom."""

    printer_id: OneLine = Field(min_length=1, max_length=32)
    people: Annotated[int, Field(ge=1, le=50)] = 1
    """Say on the paper what each of so many would pay."""
    item_ids: list[Id] = Field(default_factory=list, max_length=500)
    """Only these lines, for guests who pay apart; none means all."""
    bills: list[Annotated[list[Id], Field(min_length=1, max_length=500)]] = Field(default_factory=list, max_length=20)
    """Separate bills, one after another, each with its own lines; `item_ids` is not read then."""
    language: Language = "el"
    rev: Rev | None = None


class PreBillOut(PrintJobOut):
    """The paper to watch; of separate bills the first, and the jobs of all."""

    job_ids: list[str]


class CheckLineOut(AnswerBody):
    """A line as money."""

    item_id: Id
    name: str
    name_en: str
    quantity: str
    unit_price: Money
    gross: Money
    """Before discount and comp."""
    discount: Money
    is_comped: bool
    due: Money
    paid: Money
    unpaid: Money
    paid_quantity: str
    unpaid_quantity: str


class VatOut(AnswerBody):
    """What is in the check at one rate; prices include it."""

    rate: str = Field(examples=["13.00"])
    """Percent."""
    gross: Money
    vat: Money
    net: Money


class PaidItemOut(AnswerBody):
    """What a payment paid of a line."""

    item_id: Id
    quantity: str
    amount: Money


class PaymentOut(AnswerBody):
    """Money taken; one taken back stays on the list."""

    id: Id
    tender: Tender
    amount: Money
    taken_at: datetime
    taken_by: PersonOut
    taken_back_at: datetime | None
    taken_back_by: PersonOut | None
    take_back_reason: str
    items: list[PaidItemOut]


class CheckOut(AnswerBody):
    """What the guests of an order owe."""

    order_id: Id
    table_label: str
    status: OrderStatus
    rev: int
    covers: int | None
    lines: list[CheckLineOut]
    gross_total: Money
    discount_total: Money
    comp_total: Money
    total: Money
    paid_total: Money
    unpaid_total: Money
    parts: list[Money]
    """What is left to pay in equal parts; they add up to it."""
    vat: list[VatOut]
    payments: list[PaymentOut]


class OrderListedOut(AnswerBody):
    """An order in a manager's list."""

    id: Id
    table_id: Id
    table_label: str
    status: OrderStatus
    rev: int
    covers: int | None
    opened_at: datetime
    opened_by: PersonOut
    closed_at: datetime | None
    business_day: str
    total: Money
    unpaid_total: Money
    print_problem: bool
    tickets_pending: int


class OrderPageOut(AnswerBody):
    """A page of orders, newest first."""

    orders: list[OrderListedOut]
    next_before: Id | None
    """Ask again with `before` of this for the next page; null on the last."""
