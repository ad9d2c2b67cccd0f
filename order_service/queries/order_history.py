"""All orders ever, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from order_service.domain.business_day import InvalidDays, day_range
from order_service.domain.order import Status
from order_service.domain.permissions import Staff
from order_service.domain.search import matches
from order_service.queries.floor import person
from order_service.queries.order_detail import order_detail
from order_service.queries.table_trail import order_trail
from order_service.store.day_report import adjustments_of_order
from order_service.store.tables import MAX_KEY, order_items, orders, payments, products, tables, users

SEARCH_DAYS = 100
"""Days that a search by words may span; it reads every order of them."""
BY_DAY = 31
"""Up to so many days are read by their days; longer ranges of one table, waiter or status by that."""


@dataclass(frozen=True)
class HistoryFilter:
    """Which orders. All conditions hold together; what is None or empty filters nothing.

    Attributes:
        first, last: business days on which they were opened, both included.
        words: of an order's number, its table, its waiter, or a dish on it; accents don't matter.
        after: `next` of the page before.
    """

    first: str
    last: str
    table_id: int | None = None
    waiter_id: int | None = None
    status: Status | None = None
    words: str = ""
    after: str = ""
    limit: int = 50


def order_history(connection: Connection, wanted: HistoryFilter) -> dict[str, Any]:
    """Orders, the latest first, and where the next page begins. One read; four with words.

    Raises:
        InvalidDays: backwards, or over SEARCH_DAYS with words.
    """
    first, last = day_range(wanted.first, wanted.last)
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    by_day = days <= BY_DAY or (wanted.table_id, wanted.waiter_id, wanted.status) == (None, None, None)
    if by_day and wanted.after:
        last = min(last, wanted.after[:10])
    closer = users.alias("closer")
    found = (
        select(
            orders,
            tables.c.label.label("table_label"),
            users.c.name.label("opener"),
            closer.c.name.label("closer"),
        )
        .join(tables, tables.c.id == orders.c.table_id)
        .join(users, users.c.id == orders.c.opened_by)
        .outerjoin(closer, closer.c.id == orders.c.closed_by)
        .where(orders.c.business_day.between(first, last), *_conditions(wanted, by_day=by_day))
        .order_by(*([orders.c.business_day.desc()] if by_day else []), orders.c.id.desc())
        .limit(wanted.limit + 1)
    )
    if words := wanted.words.strip():
        if days > SEARCH_DAYS:
            raise InvalidDays(f"A search by words spans {SEARCH_DAYS} days at most.", first=first, last=last)
        found = found.where(_names(connection, words))
    rows = connection.execute(found).all()
    page = rows[: wanted.limit]
    more = len(rows) > wanted.limit
    return {
        "orders": [_summary(row) for row in page],
        "next": f"{page[-1].business_day}.{page[-1].id}" if more else None,
    }


def order_story(connection: Connection, order_id: int, who: Staff) -> dict[str, Any] | None:
    """An order with its lines, papers, money, and all that was done to it; None when there is no such order."""
    order = order_detail(connection, order_id, who)
    if order is None:
        return None
    return {
        "order": order,
        "payments": _payments(connection, order_id),
        "adjustments": adjustments_of_order(connection, order_id),
        "trail": order_trail(connection, order_id),
    }


def _payments(connection: Connection, order_id: int) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(payments, users.c.name.label("by_name"))
        .join(users, users.c.id == payments.c.taken_by)
        .where(payments.c.order_id == order_id)
        .order_by(payments.c.id)
    )
    return [
        {
            "id": row.id,
            "tender": row.tender,
            "amount": row.amount_cents,
            "by": row.by_name,
            "at": row.taken_at,
            "business_day": row.business_day,
            "taken_back_at": row.taken_back_at,
            "reason": row.take_back_reason,
        }
        for row in rows
    ]


def _conditions(wanted: HistoryFilter, *, by_day: bool) -> Iterable[ColumnElement[bool]]:
    """The filters; `by_day` keeps the database from using their indexes instead of that of days."""
    if wanted.table_id is not None:
        yield (orders.c.table_id + 0 if by_day else orders.c.table_id) == min(wanted.table_id, MAX_KEY)
    if wanted.waiter_id is not None:
        yield (orders.c.opened_by + 0 if by_day else orders.c.opened_by) == min(wanted.waiter_id, MAX_KEY)
    if wanted.status is not None:
        yield (orders.c.status + "" if by_day else orders.c.status) == wanted.status
    if wanted.after:
        day, _, order_id = wanted.after.partition(".")
        key = min(int(order_id), MAX_KEY)
        if not by_day:
            yield orders.c.id < key
        else:
            yield or_(orders.c.business_day < day, and_(orders.c.business_day == day, orders.c.id < key))


def _names(connection: Connection, words: str) -> ColumnElement[bool]:
    """Orders that the words may mean. The few names of the house are compared here, where accents can be ignored."""

    def meant(statement: Any) -> list[int]:
        rows = connection.execute(statement)
        return [row[0] for row in rows if matches(words, *(name for name in row[1:] if name))]

    dishes = meant(select(products.c.id, products.c.name, products.c.name_en))
    chosen = [
        orders.c.table_id.in_(meant(select(tables.c.id, tables.c.label))),
        orders.c.opened_by.in_(meant(select(users.c.id, users.c.name))),
        exists().where(order_items.c.order_id == orders.c.id, order_items.c.product_id.in_(dishes)),
    ]
    if words.isascii() and words.isdigit() and int(words) <= MAX_KEY:
        chosen.append(orders.c.id == int(words))
    return or_(*chosen)


def _summary(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "business_day": row.business_day,
        "table_id": row.table_id,
        "table_label": row.table_label,
        "status": row.status,
        "covers": row.covers,
        "opened_at": row.opened_at,
        "opened_by": person(row.opened_by, row.opener),
        "closed_at": row.closed_at,
        "closed_by": None if row.closed_by is None else person(row.closed_by, row.closer),
        "rounds": row.rounds,
        "total": row.total_cents,
        "paid_total": row.paid_cents,
        "unpaid_total": row.total_cents - row.paid_cents,
    }
