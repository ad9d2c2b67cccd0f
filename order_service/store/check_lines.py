"""Lines as money, and the payments that stand on them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, insert, select, update

from order_service.domain.check import CheckLine
from order_service.domain.payment import Portion
from order_service.store.tables import order_items, payment_items, payments, users
from order_service.store.unit_of_work import UnitOfWork

_LINES = select(order_items).where(order_items.c.order_id == bindparam("order")).order_by(order_items.c.id)
_KEEP_MONEY = (
    update(order_items)
    .where(order_items.c.id == bindparam("item"))
    .values(
        quantity_milli=bindparam("quantity"),
        line_total_cents=bindparam("gross"),
        discount_cents=bindparam("discount"),
        is_comped=bindparam("comped"),
        paid_milli=bindparam("paid_part"),
        paid_cents=bindparam("paid"),
        status=case((order_items.c.status == "held", "held"), else_=bindparam("settled")),
    )
)
"""A held line stays held when it is paid."""
_NEW_LINE = insert(order_items).returning(order_items.c.id)


def lines_of(connection: Connection, order_id: int) -> list[Row[Any]]:
    """Every line, cancelled ones too, in the order they were sent."""
    return list(connection.execute(_LINES, {"order": order_id}))


def is_live(row: Row[Any]) -> bool:
    """It was not cancelled."""
    return bool(row.status != "void")


def as_money(row: Row[Any]) -> CheckLine:
    """The line as the rules of the check see it."""
    return CheckLine(
        row.id,
        row.quantity_milli,
        row.line_total_cents,
        row.discount_cents,
        row.is_comped,
        row.paid_milli,
        row.paid_cents,
    )


def check_of(connection: Connection, order_id: int) -> list[CheckLine]:
    """The live lines."""
    return [as_money(row) for row in lines_of(connection, order_id) if is_live(row)]


def keep_lines(unit: UnitOfWork, before: Iterable[CheckLine], after: Iterable[CheckLine]) -> None:
    """Write the lines that changed; a line of which all was paid is `paid`."""
    known = {line.id: line for line in before}
    rows = [_money(line) for line in after if known.get(line.id) != line]
    if rows:
        unit.connection.execute(_KEEP_MONEY, rows)


def cut_line(unit: UnitOfWork, row: Row[Any], stays: CheckLine, gone: CheckLine, **changes: Any) -> int:
    """Write a cut: the line keeps what stays, a new line gets what goes; returns the new line's id."""
    unit.connection.execute(_KEEP_MONEY, [_money(stays)])
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    values |= {
        "quantity_milli": gone.quantity_milli,
        "line_total_cents": gone.gross_cents,
        "discount_cents": gone.discount_cents,
        "is_comped": gone.is_comped,
        "paid_milli": 0,
        "paid_cents": 0,
        "cut_from": row.cut_from or row.id,
        "status": "fired" if row.status == "paid" else row.status,
    }
    new_id: int = unit.connection.execute(_NEW_LINE, values | changes).scalar_one()
    return new_id


def prepare_line(unit: UnitOfWork, item_id: int, columns: dict[str, Any]) -> None:
    """It is made another way now."""
    unit.connection.execute(update(order_items).where(order_items.c.id == item_id).values(columns))


def mark_void(unit: UnitOfWork, item_ids: list[int]) -> None:
    """These lines are cancelled."""
    unit.connection.execute(update(order_items).where(order_items.c.id.in_(item_ids)).values(status="void"))


def _money(line: CheckLine) -> dict[str, Any]:
    return {
        "item": line.id,
        "quantity": line.quantity_milli,
        "gross": line.gross_cents,
        "discount": line.discount_cents,
        "comped": line.is_comped,
        "paid_part": line.paid_milli,
        "paid": line.paid_cents,
        "settled": "paid" if line.paid_milli and not line.unpaid_cents else "fired",
    }


def insert_payment(
    unit: UnitOfWork, order_id: int, tender: str, portions: list[Portion], taken_by: int, day: str
) -> int:
    """A payment and what it paid; returns its id."""
    payment_id: int = unit.connection.execute(
        insert(payments).returning(payments.c.id),
        {
            "order_id": order_id,
            "tender": tender,
            "amount_cents": sum(portion.amount_cents for portion in portions),
            "taken_by": taken_by,
            "taken_at": unit.now,
            "business_day": day,
        },
    ).scalar_one()
    unit.connection.execute(
        insert(payment_items),
        [
            {
                "payment_id": payment_id,
                "item_id": portion.item_id,
                "quantity_milli": portion.quantity_milli,
                "amount_cents": portion.amount_cents,
            }
            for portion in portions
        ],
    )
    return payment_id


def mark_taken_back(unit: UnitOfWork, payment_id: int, by: int, reason: str, day: str) -> None:
    """The payment does not stand any more."""
    unit.connection.execute(
        update(payments)
        .where(payments.c.id == payment_id)
        .values(taken_back_at=unit.now, taken_back_by=by, take_back_reason=reason, taken_back_day=day)
    )


def payments_of(connection: Connection, order_id: int) -> list[Row[Any]]:
    """All payments ever taken on the order, oldest first, with the names of who took them and took them back."""
    backer = users.alias("backer")
    return list(
        connection.execute(
            select(payments, users.c.name.label("taker"), backer.c.name.label("backer"))
            .join(users, users.c.id == payments.c.taken_by)
            .outerjoin(backer, backer.c.id == payments.c.taken_back_by)
            .where(payments.c.order_id == order_id)
            .order_by(payments.c.id)
        )
    )


def portions_of(connection: Connection, payment_id: int) -> list[Portion]:
    """What a payment paid."""
    rows = connection.execute(
        select(payment_items).where(payment_items.c.payment_id == payment_id).order_by(payment_items.c.item_id)
    )
    return [Portion(row.item_id, row.quantity_milli, row.amount_cents) for row in rows]


def who_paid(connection: Connection, item_id: int) -> tuple[str, datetime] | None:
    """Who took the last standing payment of a line, and when."""
    row = connection.execute(
        select(users.c.name, payments.c.taken_at)
        .join(payments, payments.c.taken_by == users.c.id)
        .join(payment_items, payment_items.c.payment_id == payments.c.id)
        .where(payment_items.c.item_id == item_id, payments.c.taken_back_at.is_(None))
        .order_by(payments.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.name, row.taken_at)
