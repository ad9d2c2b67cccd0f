"""Who did the last thing to an order, for the sentence that tells a phone why it is too late."""

from order_service.domain.business_day import local_stamp
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import ACTIVE, OrderAlreadyClosed
from order_service.store.audit import changes_after
from order_service.store.orders import OrderRow
from order_service.store.unit_of_work import UnitOfWork


def require_active(unit: UnitOfWork, order: OrderRow, rules: HouseRules) -> None:
    """Raises OrderAlreadyClosed with who ended it, and when."""
    if order.status not in ACTIVE:
        raise OrderAlreadyClosed(
            f"This order is {order.status}.", status=order.status, **last_change(unit, order, rules)
        )


def last_change(unit: UnitOfWork, order: OrderRow, rules: HouseRules) -> dict[str, str]:
    """Who did the last thing to it: members of a refusal."""
    changes = changes_after(unit.connection, f"order:{order.id}", -1, most=1)
    if not changes:
        return {}
    change = changes[0]
    return {"who": change.who, "what": change.what, "at": local_stamp(change.at, rules.zone)}
