"""What was taken off lines after they were sold: cancelled, given free, discounted. For the reports of the day."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import insert

from order_service.domain.house_rules import HouseRules
from order_service.store.business_days import running_day
from order_service.store.tables import adjustments
from order_service.store.unit_of_work import UnitOfWork

Kind = Literal["void", "comp", "discount"]

_NEW = insert(adjustments)


@dataclass(frozen=True)
class TakenOff:
    """From one line. Negative cents give it back.

    Attributes:
        cents: what guests owe less than before: of a void or comp the line's due, of a discount its amount.
        quantity_milli: units that count as not sold; 0 but for a void.
    """

    item_id: int
    cents: int
    quantity_milli: int = 0


def note_adjustments(
    unit: UnitOfWork,
    rules: HouseRules,
    order_id: int,
    kind: Kind,
    taken_off: list[TakenOff],
    user_id: int,
    reason: str,
) -> None:
    """Keep what was taken off an order's lines, on the running business day; lines that lost nothing are left out."""
    day = running_day(unit, rules)
    rows = [
        {
            "order_id": order_id,
            "order_item_id": one.item_id,
            "kind": kind,
            "quantity_milli": one.quantity_milli,
            "cents": one.cents,
            "reason": reason,
            "user_id": user_id,
            "business_day": day,
            "at": unit.now,
        }
        for one in taken_off
        if one.cents or one.quantity_milli
    ]
    if rows:
        unit.connection.execute(_NEW, rows)
