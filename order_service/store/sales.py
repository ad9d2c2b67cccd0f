"""Reads what was sold: sums of closed days, and the lines of days that are still open.

However long the range and whatever was sold, that takes six statements for open days and one for closed ones.
"""

from collections import defaultdict
from functools import cache
from typing import Any, Final, get_args

from sqlalchemy import Connection, bindparam, func, select, union_all
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from order_service.domain.business_day import day_after, periods_of
from order_service.domain.sales import Dimension, Figures, Sales, SoldOn
from order_service.store.business_days import closed_through
from order_service.store.tables import adjustments, order_items, orders, payments, sales_totals, users

SUMMED: Final = (
    "count",
    "quantity_milli",
    "gross_cents",
    "void_cents",
    "comp_cents",
    "discount_cents",
    "vat_cents",
)

_GRAIN = (
    order_items.c.product_id,
    order_items.c.category_id,
    order_items.c.category_name,
    order_items.c.local_hour,
    order_items.c.waiter_id,
    order_items.c.section,
    order_items.c.vat_rate_bp,
)
_NAME = func.max(order_items.c.name).label("product")


def _within(column: Any) -> Any:
    return column.between(bindparam("first"), bindparam("last"))


_SOLD_LINES = (
    select(
        order_items.c.business_day.label("day"),
        *_GRAIN,
        _NAME,
        func.count().label("lines"),
        func.sum(order_items.c.quantity_milli).label("quantity"),
        func.sum(order_items.c.line_total_cents).label("gross"),
    )
    .where(_within(order_items.c.business_day))
    .group_by(order_items.c.business_day, *_GRAIN)
)
_TAKEN_OFF = (
    select(
        adjustments.c.business_day.label("day"),
        *_GRAIN,
        _NAME,
        adjustments.c.kind,
        func.sum(adjustments.c.quantity_milli).label("quantity"),
        func.sum(adjustments.c.cents).label("cents"),
    )
    .join(order_items, order_items.c.id == adjustments.c.order_item_id)
    .where(_within(adjustments.c.business_day))
    .group_by(adjustments.c.business_day, *_GRAIN, adjustments.c.kind)
)
_MONEY_TAKEN = (
    select(
        payments.c.business_day.label("day"),
        payments.c.tender,
        func.count().label("payments"),
        func.sum(payments.c.amount_cents).label("cents"),
    )
    .where(_within(payments.c.business_day))
    .group_by(payments.c.business_day, payments.c.tender)
)
_MONEY_BACK = (
    select(payments.c.taken_back_day.label("day"), payments.c.tender, func.sum(payments.c.amount_cents).label("cents"))
    .where(_within(payments.c.taken_back_day))
    .group_by(payments.c.taken_back_day, payments.c.tender)
)
_OPENED = (
    select(
        orders.c.business_day.label("day"),
        func.count().label("opened"),
        func.coalesce(func.sum(orders.c.covers), 0).label("covers"),
    )
    .where(_within(orders.c.business_day))
    .group_by(orders.c.business_day)
)


def sales_between(connection: Connection, first: str, last: str, dimension: Dimension | None = None) -> Sales:
    """What was sold from `first` to `last`, both included.

    Args:
        dimension: only this one is needed (of closed days, only it and the total are read).
    """
    closed = closed_through(connection)
    sales = Sales()
    if first <= closed:
        _count_closed(connection, sales, first, min(last, closed), dimension)
    if last > closed:
        begin = max(first, day_after(closed)) if closed else first
        for of_day in open_sales(connection, begin, last).values():
            sales.include(of_day)
    return sales


def open_sales(connection: Connection, first: str, last: str) -> dict[str, Sales]:
    """What was sold on days that are not closed, from their lines; days on which nothing happened are left out."""
    days: dict[str, Sales] = defaultdict(Sales)
    names = {row.id: row.name for row in connection.execute(select(users.c.id, users.c.name))}
    span = {"first": first, "last": last}
    for row in connection.execute(_SOLD_LINES, span):
        figures = Figures(count=row.lines, quantity_milli=int(row.quantity), gross_cents=int(row.gross))
        days[row.day].count_lines(_sold_on(row, names), figures)
    for row in connection.execute(_TAKEN_OFF, span):
        figures = Figures(quantity_milli=-int(row.quantity))
        setattr(figures, f"{row.kind}_cents", int(row.cents))
        days[row.day].count_lines(_sold_on(row, names), figures)
    for row in connection.execute(_MONEY_TAKEN, span):
        days[row.day].count_in("tender", row.tender, Figures(count=row.payments, gross_cents=int(row.cents)))
    for row in connection.execute(_MONEY_BACK, span):
        days[row.day].count_in("tender", row.tender, Figures(void_cents=int(row.cents)))
    for row in connection.execute(_OPENED, span):
        days[row.day].count_in("orders", "opened", Figures(count=row.opened))
        days[row.day].count_in("orders", "covers", Figures(count=int(row.covers)))
    for sales in days.values():
        sales.work_out_vat()
    return dict(days)


def _count_closed(connection: Connection, sales: Sales, first: str, last: str, dimension: Dimension | None) -> None:
    from_month, to_month, beside = periods_of(first, last)
    spans = [(low, high, 10) for low, high in beside]
    if from_month:
        spans.append((from_month, to_month, 7))
    kinds = sorted({dimension, "total"}) if dimension else list(get_args(Dimension))
    t = sales_totals.c
    parts = [
        select(sales_totals).where(
            t.dimension.in_(kinds), t.period >= low, t.period <= high, func.length(t.period) == length
        )
        for low, high, length in spans
    ]
    found = union_all(*parts).subquery().c
    sums = [func.sum(found[name]).label(name) for name in SUMMED]
    wanted = select(found.dimension, found.key, func.max(found.name).label("name"), *sums)
    for row in connection.execute(wanted.group_by(found.dimension, found.key)):
        fields = {name: int(row._mapping[name]) for name in SUMMED}
        sales.count_in(row.dimension, row.key, Figures(row.name, **fields))


def keep_totals(connection: Connection, day: str, sales: Sales) -> None:
    """Keep the sums of a day that is being closed, and count them into its month."""
    rows = [
        {"dimension": dimension, "period": period, "key": key[:120], "name": figures.name[:120]}
        | {name: getattr(figures, name) for name in SUMMED}
        | {"net_cents": figures.net_cents}
        for dimension, by_key in sales.by.items()
        for key, figures in by_key.items()
        if not figures.is_nothing
        for period in (day, day[:7])
    ]
    if rows:
        connection.execute(_keep(connection.dialect.name), rows)


@cache
def _keep(dialect: str) -> Any:
    new = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(sales_totals)
    counted = {name: sales_totals.c[name] + new.excluded[name] for name in (*SUMMED, "net_cents")}
    return new.on_conflict_do_update(
        index_elements=["dimension", "period", "key"], set_=counted | {"name": new.excluded.name}
    )


def _sold_on(row: Any, names: dict[int, str]) -> SoldOn:
    return SoldOn(
        row.product_id,
        row.product,
        row.category_id,
        row.category_name,
        row.local_hour,
        row.waiter_id,
        names.get(row.waiter_id, ""),
        row.section,
        row.vat_rate_bp,
    )
