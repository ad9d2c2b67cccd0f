"""What every change of an order begins and ends with: find it, compare what the phone saw, keep and tell."""

from typing import Any, Protocol

from kernel.errors import Invalid
from order_service.commands.fire_round import OrderNotFound
from order_service.commands.last_change import require_active
from order_service.domain.business_day import local_stamp
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import OrderChanged
from order_service.domain.permissions import Staff, require_order
from order_service.store.audit import changes_after, record
from order_service.store.orders import OrderRow, change_order, order_by_id, waiters_of
from order_service.store.unit_of_work import UnitOfWork


class ReasonMissing(Invalid):
    """What a manager does against the rule is kept with its reason."""

    code = "reason-missing"
    hint = "Write why, in a few words."


class OrderTap(Protocol):
    """What every request about one order says. `rev`: the revision that the phone showed, if it matters."""

    @property
    def order_id(self) -> int: ...  # noqa: D102
    @property
    def by(self) -> Staff: ...  # noqa: D102
    @property
    def correlation_id(self) -> str: ...  # noqa: D102
    @property
    def rev(self) -> int | None: ...  # noqa: D102


def find_order(unit: UnitOfWork, request: OrderTap, rules: HouseRules, *, only_active: bool = True) -> OrderRow:
    """The order, for somebody who may act on it and saw it as it is.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed.
        OrderChanged: somebody did something after the revision that the phone saw.
    """
    order = order_by_id(unit.connection, request.order_id)
    if order is None:
        raise OrderNotFound(f"There is no order {request.order_id}.")
    if order.opened_by != request.by.id and not request.by.manages:
        require_order(request.by, order.opened_by, waiters_of(unit.connection, order.id), order.owner_name)
    if only_active:
        require_active(unit, order, rules)
    if request.rev is not None and request.rev != order.rev:
        raise changed(unit, order, request.rev, rules)
    return order


def changed(unit: UnitOfWork, order: OrderRow, seen_rev: int, rules: HouseRules) -> OrderChanged:
    """The refusal that says who did what and when, the latest first."""
    changes = changes_after(unit.connection, f"order:{order.id}", seen_rev)
    told = [{"who": change.who, "what": change.what, "at": local_stamp(change.at, rules.zone)} for change in changes]
    sentence = "The order changed after you looked."
    if told:
        last = told[0]
        sentence += f" {last['who'] or 'The box'}: {last['what'].replace('_', ' ')}, {last['at'][11:16]}."
    return OrderChanged(sentence, rev=order.rev, seen_rev=seen_rev, status=order.status, changes=told)


def keep_change(
    unit: UnitOfWork,
    order: OrderRow,
    request: OrderTap,
    action: str,
    details: dict[str, Any],
    reason: str = "",
    **values: Any,
) -> int:
    """Write the order's new columns, who did it and what was before, and tell the screens; returns the revision."""
    rev = change_order(unit, order, **values)
    before = {name: getattr(order, name) for name in values if hasattr(order, name)}
    after = {name: values[name] for name in before}
    record(
        unit,
        request.by.id,
        action,
        f"order:{order.id}",
        {"rev": rev, **details, "before": before, "after": after},
        reason=reason,
        correlation_id=request.correlation_id,
    )
    unit.announce("order", order.id, rev)
    unit.announce("table", order.table.id, rev)
    return rev
