"""Orders, rounds and lines in the book."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, insert, or_, select, update

from order_service.domain.order import Status
from order_service.store.tables import (
    IS_ACTIVE,
    MAX_KEY,
    order_items,
    order_waiters,
    orders,
    rounds,
    table_groups,
    tables,
    users,
)
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TableRow:
    """A table and its section."""

    id: int
    label: str
    is_active: bool
    section: str
    section_id: int | None = None


@dataclass(frozen=True)
class OrderRow:
    """An order as commands need it."""

    id: int
    table: TableRow
    opened_by: int
    owner_name: str
    status: Status
    covers: int | None
    rev: int
    rounds: int
    total_cents: int
    paid_cents: int
    business_day: str


_COLUMNS = (
    tables.c.id.label("table_id"),
    tables.c.label.label("table_label"),
    tables.c.is_active.label("table_active"),
    table_groups.c.name.label("section"),
    table_groups.c.id.label("section_id"),
    orders.c.id.label("order_id"),
    orders.c.opened_by,
    users.c.name.label("owner_name"),
    orders.c.status,
    orders.c.covers,
    orders.c.rev,
    orders.c.rounds,
    orders.c.total_cents,
    orders.c.paid_cents,
    orders.c.business_day,
)

# The statements of a Send are built once: SQLAlchemy would take longer to build and look one up than SQLite to run it.
_TABLE_WITH_ORDER = (
    select(*_COLUMNS)
    .select_from(
        tables.outerjoin(table_groups, table_groups.c.id == tables.c.group_id)
        .outerjoin(orders, and_(orders.c.table_id == tables.c.id, IS_ACTIVE))
        .outerjoin(users, users.c.id == orders.c.opened_by)
    )
    .where(tables.c.id == bindparam("table"))
)
_ORDER_BY_ID = (
    select(*_COLUMNS)
    .select_from(
        orders.join(tables, tables.c.id == orders.c.table_id)
        .join(users, users.c.id == orders.c.opened_by)
        .outerjoin(table_groups, table_groups.c.id == tables.c.group_id)
    )
    .where(orders.c.id == bindparam("order"))
)
_WAITERS = select(order_waiters.c.waiter_id).where(order_waiters.c.order_id == bindparam("order"))
_NEW_ORDER = insert(orders).returning(orders.c.id)
_NEW_ORDER_WAITER = insert(order_waiters)
_NEW_ROUND = insert(rounds).returning(rounds.c.id)
_NEW_ITEMS = insert(order_items)
_ITEMS_OF_ROUND = (
    select(order_items.c.id).where(order_items.c.round_id == bindparam("round")).order_by(order_items.c.id)
)
_ADVANCE = update(orders).where(orders.c.id == bindparam("order"))


def table_with_order(connection: Connection, table_id: int) -> tuple[TableRow, OrderRow | None] | None:
    """A table and its active order, in one read; None when there is no such table."""
    if table_id > MAX_KEY:
        return None
    row = connection.execute(_TABLE_WITH_ORDER, {"table": table_id}).one_or_none()
    return None if row is None else _split(row)


def order_by_id(connection: Connection, order_id: int) -> OrderRow | None:
    """An order in any state; None when there is none."""
    if order_id > MAX_KEY:
        return None
    row = connection.execute(_ORDER_BY_ID, {"order": order_id}).one_or_none()
    return None if row is None else _split(row)[1]


def waiters_of(connection: Connection, order_id: int) -> frozenset[int]:
    """Ids of those who were added to the order."""
    return frozenset(connection.scalars(_WAITERS, {"order": order_id}))


def insert_order(unit: UnitOfWork, table: TableRow, opened_by: int, covers: int | None, day: str) -> int:
    """A new open order without rounds; returns its id."""
    order_id: int = unit.connection.execute(
        _NEW_ORDER,
        {
            "table_id": table.id,
            "opened_by": opened_by,
            "status": "open",
            "covers": covers,
            "rev": 1,
            "total_cents": 0,
            "paid_cents": 0,
            "rounds": 0,
            "business_day": day,
            "opened_at": unit.now,
        },
    ).scalar_one()
    unit.connection.execute(_NEW_ORDER_WAITER, {"order_id": order_id, "waiter_id": opened_by})
    return order_id


def insert_round(unit: UnitOfWork, order_id: int, number: int, fired_by: int, correlation_id: str) -> int:
    """Returns the round's id."""
    round_id: int = unit.connection.execute(
        _NEW_ROUND,
        {
            "order_id": order_id,
            "number": number,
            "fired_by": fired_by,
            "fired_at": unit.now,
            "correlation_id": correlation_id,
        },
    ).scalar_one()
    return round_id


def insert_items(unit: UnitOfWork, rows: list[dict[str, Any]]) -> list[int]:
    """All lines of one round; returns their ids in the order of `rows`. Two statements, however many lines.

    (An INSERT that returns ids in the order of its rows is one statement a line on SQLite.)
    """
    unit.connection.execute(_NEW_ITEMS, rows)
    return list(unit.connection.scalars(_ITEMS_OF_ROUND, {"round": rows[0]["round_id"]}))


def advance_order(unit: UnitOfWork, order: OrderRow, *, status: Status, total_cents: int, rounds_now: int) -> int:
    """Keep a round's effect on its order; returns the new revision."""
    unit.connection.execute(
        _ADVANCE,
        {
            "order": order.id,
            "status": status,
            "total_cents": total_cents,
            "rounds": rounds_now,
            "rev": order.rev + 1,
        },
    )
    return order.rev + 1


def change_order(unit: UnitOfWork, order: OrderRow, **values: Any) -> int:
    """Keep a change of columns; returns the new revision."""
    unit.connection.execute(
        update(orders).where(orders.c.id == order.id).values(rev=order.rev + 1, **values),
    )
    return order.rev + 1


def concerns(user_id: int, assists: frozenset[int]) -> Any:
    """Condition: the order was opened by, or shared with, this person or one they assist."""
    people = sorted({user_id, *assists})
    return or_(orders.c.opened_by.in_(people), is_shared_with(people))


def is_shared_with(people: list[int]) -> ColumnElement[bool]:
    """Condition: one of these was added to the order; asked order by order, for as a list it would hold all ever."""
    return exists().where(order_waiters.c.order_id == orders.c.id, order_waiters.c.waiter_id.in_(people))


def _split(row: Any) -> tuple[TableRow, OrderRow | None]:
    table = TableRow(row.table_id, row.table_label, row.table_active, row.section or "", row.section_id)
    if row.order_id is None:
        return table, None
    return table, OrderRow(
        row.order_id,
        table,
        row.opened_by,
        row.owner_name,
        row.status,
        row.covers,
        row.rev,
        row.rounds,
        row.total_cents,
        row.paid_cents,
        row.business_day,
    )
