"""Reports. Amounts are decimal strings; a quantity is a decimal string of units."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.schemas.common import AnswerBody, Id, Money, OneLine, PersonOut, RequestBody
from api.schemas.orders import OrderOut
from order_service.domain.order import Status


def _from_milli(value: object) -> object:
    if not isinstance(value, int):
        return value
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 1000}.{abs(value) % 1000:03d}".rstrip("0").rstrip(".")


Quantity = Annotated[str, BeforeValidator(_from_milli), Field(examples=["1.5"])]
MoneyIn = Annotated[str, Field(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$", examples=["50.00"])]
"""An amount as a person wrote it, not negative."""


class FiguresOut(AnswerBody):
    """One row: gross less voids, comps and discounts is net; see docs/reports.md."""

    name: str
    count: int
    """Lines sent; of a tender, payments."""
    quantity: Quantity = Field(validation_alias="quantity_milli")
    gross: Money
    voids: Money
    comps: Money
    discounts: Money
    net: Money
    vat: Money
    """Inside the net; of the total and of VAT rates only."""


class SalesRowOut(FiguresOut):
    """A row with its key: an item's id, an hour, a rate in hundredths of a percent, a tender."""

    key: str


class TotalsOut(FiguresOut):
    """A day's totals."""

    orders: int
    covers: int
    takings: Money
    """Money taken less money given back, all tenders."""


class AdjustmentOut(AnswerBody):
    """A void, comp or discount; a negative amount was given back."""

    id: Id
    day: str
    at: datetime
    kind: Literal["void", "comp", "discount"]
    order_id: Id
    table_label: str
    item: str
    quantity: Quantity = Field(validation_alias="quantity_milli")
    amount: Money
    reason: str
    by: str


class CountedPurseOut(AnswerBody):
    """A count of a waiter's purse."""

    waiter_id: Id
    waiter: str
    float: Money
    expected: Money
    counted: Money
    difference: Money
    note: str
    by: str
    at: datetime


class PurseOut(AnswerBody):
    """What a waiter took on a day, and the last count if there was one."""

    waiter_id: Id
    waiter: str
    cash: Money
    card: Money
    other: Money
    float: Money | None
    expected: Money | None
    counted: Money | None
    difference: Money | None
    note: str
    by: str
    at: datetime | None


class CashUpPageOut(AnswerBody):
    """Everybody's purse on a day."""

    day: str
    purses: list[PurseOut]


class CountPurseIn(RequestBody):
    """A waiter's purse was counted; `day` is the running one when it is left out."""

    waiter_id: Id
    float: MoneyIn = "0.00"
    counted: MoneyIn
    note: OneLine = Field("", max_length=200)
    day: OneLine = Field("", max_length=10)


class OpenTableOut(AnswerBody):
    """A table that carries over into the next day."""

    order_id: Id
    table_label: str
    waiter: str
    opened_at: datetime
    total: Money
    unpaid: Money


class CloserOut(AnswerBody):
    """Who closed a day."""

    id: Id
    name: str


class DayReportOut(AnswerBody):
    """X or Z of a business day."""

    kind: Literal["x", "z"]
    day: str
    z_number: int | None
    opened_at: datetime
    made_at: datetime
    closed_by: CloserOut | None
    totals: TotalsOut
    items: list[SalesRowOut]
    categories: list[SalesRowOut]
    hours: list[SalesRowOut]
    waiters: list[SalesRowOut]
    sections: list[SalesRowOut]
    vat_rates: list[SalesRowOut]
    tenders: list[SalesRowOut]
    adjustments: list[AdjustmentOut]
    cash_ups: list[CountedPurseOut]
    open_tables: list[OpenTableOut]


class CloseDayIn(RequestBody):
    """The day that is closed, as the screen showed it: pressed twice, it closes no second day."""

    day: OneLine = Field(min_length=10, max_length=10, examples=["2026-06-05"])


class ZSummaryOut(AnswerBody):
    """A closed day."""

    day: str
    z_number: int
    closed_at: datetime
    closed_by: str
    net: Money
    takings: Money


class SalesOut(AnswerBody):
    """What was sold in a range of days."""

    first_day: str
    last_day: str
    by: str
    total: FiguresOut
    rows: list[SalesRowOut]


class HistoryOrderOut(AnswerBody):
    """An order in the history."""

    id: Id
    business_day: str
    table_id: Id
    table_label: str
    status: Status
    covers: int | None
    opened_at: datetime
    opened_by: PersonOut
    closed_at: datetime | None
    closed_by: PersonOut | None
    rounds: int
    total: Money
    paid_total: Money
    unpaid_total: Money


class HistoryOut(AnswerBody):
    """A page of the history; `next` is the `after` of the next page."""

    orders: list[HistoryOrderOut]
    next: str | None


class TrailEntryOut(AnswerBody):
    """Something that happened: who, when, what, and why."""

    at: datetime
    who: str
    what: str
    order_id: Id | None
    reason: str
    details: dict[str, Any]
    correlation_id: str


class HistoryPaymentOut(AnswerBody):
    """Money that was taken, and whether it was given back."""

    id: Id
    tender: Literal["cash", "card", "other"]
    amount: Money
    by: str
    at: datetime
    business_day: str
    taken_back_at: datetime | None
    reason: str
    """Of the take-back."""


class OrderStoryOut(AnswerBody):
    """All there is to know of an order: its lines and papers, its money, and who did what."""

    order: OrderOut
    payments: list[HistoryPaymentOut]
    adjustments: list[AdjustmentOut]
    trail: list[TrailEntryOut]


class TrailOut(AnswerBody):
    """What happened at a table, oldest first."""

    table_id: Id
    table_label: str
    entries: list[TrailEntryOut]
    is_complete: bool
    """False when there was more than fits; ask for a shorter time."""
