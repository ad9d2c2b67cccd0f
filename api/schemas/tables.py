"""The floor."""

from datetime import datetime
from typing import Literal

from api.schemas.common import AnswerBody, Id, Money, PersonOut

OrderStatus = Literal["open", "partially_paid", "paid", "closed", "cancelled"]


class TableOrderOut(AnswerBody):
    """The active order of a table, as its tile shows it."""

    id: Id
    status: OrderStatus
    rev: int
    opened_at: datetime
    opened_by: PersonOut
    covers: int | None
    total: Money
    unpaid_total: Money
    is_mine: bool
    """The signed-in person may act on it."""
    print_problem: bool
    """A ticket of it has an open alert."""
    tickets_pending: int
    """Tickets not yet on paper."""


class TableOut(AnswerBody):
    """A table; `order` is null when it is free."""

    id: Id
    number: int
    label: str
    is_active: bool
    group_id: Id | None
    order: TableOrderOut | None


class TableGroupOut(AnswerBody):
    """A section of the floor."""

    id: Id
    name: str
    name_en: str
    sort_order: int
