"""The check: what each line costs, what is paid, what is left, and what is in it."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from order_service.domain.check import CheckLine, equal_parts, vat_within
from order_service.domain.payment import due_of, paid_of
from order_service.domain.permissions import Staff, require_order
from order_service.domain.pricing import quantity_text
from order_service.queries.floor import person
from order_service.store.check_lines import as_money, is_live, lines_of, payments_of
from order_service.store.orders import order_by_id, waiters_of
from order_service.store.tables import payment_items, payments


def check(connection: Connection, order_id: int, who: Staff, people: int = 1) -> dict[str, Any] | None:
    """None when there is no such order. Five reads, however many lines.

    Args:
        people: how many equal parts what is left to pay is divided into.

    Raises:
        NotYourOrder: `who` may not act on it.
    """
    order = order_by_id(connection, order_id)
    if order is None:
        return None
    require_order(who, order.opened_by, waiters_of(connection, order.id), order.owner_name)
    live = [(row, as_money(row)) for row in lines_of(connection, order.id) if is_live(row)]
    lines = [line for _, line in live]
    due, paid = due_of(lines), paid_of(lines)
    return {
        "order_id": order.id,
        "table_label": order.table.label,
        "status": order.status,
        "rev": order.rev,
        "covers": order.covers,
        "lines": [_line(row, line) for row, line in live],
        "gross_total": sum(line.gross_cents for line in lines),
        "discount_total": sum(0 if line.is_comped else line.discount_cents for line in lines),
        "comp_total": sum(line.gross_cents for line in lines if line.is_comped),
        "total": due,
        "paid_total": paid,
        "unpaid_total": due - paid,
        "parts": equal_parts(due - paid, people),
        "vat": _vat([(row.vat_rate_bp, line) for row, line in live]),
        "payments": _payments(connection, order.id),
    }


def _line(row: Any, line: CheckLine) -> dict[str, Any]:
    return {
        "item_id": row.id,
        "name": row.name,
        "name_en": row.name_en,
        "quantity": quantity_text(line.quantity_milli),
        "unit_price": row.unit_price_cents,
        "gross": line.gross_cents,
        "discount": 0 if line.is_comped else line.discount_cents,
        "is_comped": line.is_comped,
        "due": line.due_cents,
        "paid": line.paid_cents,
        "unpaid": line.unpaid_cents,
        "paid_quantity": quantity_text(line.paid_milli),
        "unpaid_quantity": quantity_text(line.unpaid_milli),
    }


def _vat(lines: list[tuple[int, CheckLine]]) -> list[dict[str, Any]]:
    """By rate, highest first; VAT is inside the prices and rounded once a rate."""
    by_rate: dict[int, int] = defaultdict(int)
    for rate, line in lines:
        by_rate[rate] += line.due_cents
    return [
        {
            "rate": f"{rate // 100}.{rate % 100:02d}",
            "gross": gross,
            "vat": (vat := vat_within(gross, rate)),
            "net": gross - vat,
        }
        for rate, gross in sorted(by_rate.items(), reverse=True)
    ]


def _payments(connection: Connection, order_id: int) -> list[dict[str, Any]]:
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for part in connection.execute(
        select(payment_items)
        .join(payments, payments.c.id == payment_items.c.payment_id)
        .where(payments.c.order_id == order_id)
        .order_by(payment_items.c.item_id)
    ):
        items[part.payment_id].append(
            {"item_id": part.item_id, "quantity": quantity_text(part.quantity_milli), "amount": part.amount_cents}
        )
    return [
        {
            "id": row.id,
            "tender": row.tender,
            "amount": row.amount_cents,
            "taken_at": row.taken_at,
            "taken_by": person(row.taken_by, row.taker),
            "taken_back_at": row.taken_back_at,
            "taken_back_by": None if row.backer is None else person(row.taken_back_by, row.backer),
            "take_back_reason": row.take_back_reason,
            "items": items[row.id],
        }
        for row in payments_of(connection, order_id)
    ]
