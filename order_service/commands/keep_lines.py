"""A line of a round as the book keeps it, and back: a snapshot, so that changing the menu changes no order."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from order_service.domain.house_rules import HouseRules
from order_service.domain.menu import ChosenLine, Extra
from order_service.domain.ticket import ReadLine
from order_service.store.business_days import running_day
from order_service.store.unit_of_work import UnitOfWork


def item_row(order_id: int, round_id: int, line: ChosenLine, unit_cents: int, total_cents: int) -> dict[str, Any]:
    """The row of `order_items`."""
    return {
        "order_id": order_id,
        "round_id": round_id,
        "product_id": line.product.id,
        "name": line.product.name,
        "name_en": line.product.name_en,
        "kitchen_name": line.product.kitchen_name,
        "quantity_milli": int(line.quantity * 1000),
        "unit_price_cents": unit_cents,
        "line_total_cents": total_cents,
        "options": [_snapshot(extra) for extra in line.options],
        **prepared(line),
        "status": "held" if line.is_held else "fired",
        "zone_ids": list(line.product.zone_ids),
        "unit": line.product.unit,
        "course": line.course,
        "category_id": line.product.category_id,
        "category_name": line.product.category_name,
        "vat_rate_bp": line.product.vat_rate_bp,
    }


def prepared(line: ChosenLine) -> dict[str, Any]:
    """The columns that say how it is made."""
    return {
        "choices": [
            _snapshot(choice)
            | {"question": question.name}
            | ({} if (question, choice) in line.unusual_choices else {"is_default": True})
            for question, choice in line.choices
        ],
        "removed": [_snapshot(extra) for extra in line.removed],
        "note": line.note,
    }


def sale(unit: UnitOfWork, rules: HouseRules, section: str, waiter_id: int) -> dict[str, Any]:
    """When, where and by whom a round was sold, as reports read it from each of its lines."""
    return {
        "business_day": running_day(unit, rules),
        "local_hour": unit.now.astimezone(rules.zone).hour,
        "waiter_id": waiter_id,
        "section": section,
    }


def read_back(row: Row[Any], quantity_milli: int | None = None, made: dict[str, Any] | None = None) -> ReadLine:
    """What a cook reads of a kept line, or of so much of it.

    Args:
        made: columns that say how it is made, in place of the row's.
    """
    how = made or {name: getattr(row, name) for name in ("choices", "removed", "note")}
    return ReadLine(
        row.product_id,
        row.kitchen_name or row.name,
        Decimal(row.quantity_milli if quantity_milli is None else quantity_milli) / 1000,
        tuple(row.zone_ids),
        row.unit,
        row.course,
        tuple(extra["name"] for extra in row.options),
        tuple(extra["name"] for extra in how["removed"]),
        told_choices(how["choices"]),
        how["note"],
    )


def told_choices(choices: list[dict[str, Any]]) -> tuple[str, ...]:
    """The answers that a cook must hear of: not what is made as always."""
    told = [one for one in choices if not one.get("is_default")]
    return tuple(f"{one['question']}: {one['name']}" if one.get("question") else one["name"] for one in told)


def _snapshot(extra: Extra) -> dict[str, Any]:
    return {"id": extra.id, "name": extra.name, "name_en": extra.name_en, "cents": extra.cents}
