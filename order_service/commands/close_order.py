"""Close an order: its table is free again."""

from dataclasses import dataclass

from kernel.errors import Conflict
from order_service.commands.order_change import ReasonMissing, find_order, keep_change
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import after, closing
from order_service.domain.payment import due_of, paid_of
from order_service.domain.permissions import Staff, require_manager
from order_service.store.check_lines import as_money, is_live, lines_of
from order_service.store.unit_of_work import UnitOfWork


class LinesHeld(Conflict):
    """Lines wait to be fired, so nobody has eaten them."""

    code = "lines-held"
    hint = "Fire the held lines, or let a manager cancel them."


@dataclass(frozen=True)
class CloseOrder:
    """A tap on Close. `force`: a manager closes it with a reason although something is unpaid."""

    order_id: int
    by: Staff
    correlation_id: str
    rev: int | None
    force: bool = False
    reason: str = ""


def close_order(unit: UnitOfWork, request: CloseOrder, rules: HouseRules) -> None:
    """Close it.

    Raises:
        OrderNotFound, NotYourOrder, OrderAlreadyClosed, OrderChanged.
        LinesHeld: something waits to be fired.
        NotPaidYet: something is left to pay.
        ManagersOnly, ReasonMissing: of a forced close.
    """
    if request.force:
        require_manager(request.by)
        if not request.reason:
            raise ReasonMissing("A forced close needs a reason.")
    order = find_order(unit, request, rules)
    rows = lines_of(unit.connection, order.id)
    if held := [row for row in rows if row.status == "held"]:
        raise LinesHeld(f"{held[0].name} is still held.", held=[row.name for row in held])
    lines = [as_money(row) for row in rows if is_live(row)]
    unpaid = due_of(lines) - paid_of(lines)
    step = "force_close" if request.force and unpaid else closing(order.status, unpaid)
    keep_change(
        unit,
        order,
        request,
        "order_force_closed" if step == "force_close" else "order_closed",
        {"unpaid_cents": unpaid},
        request.reason,
        status=after(order.status, step),
        closed_at=unit.now,
        closed_by=request.by.id,
    )
