"""An order's life as a table of states; a missing pair is refused."""

from typing import Final, Literal

from kernel.errors import Conflict

Status = Literal["open", "partially_paid", "paid", "closed", "cancelled"]
Step = Literal["fire", "pay_some", "pay_rest", "close", "force_close", "cancel", "take_back_some", "take_back_all"]

OPEN: Final = "open"
PARTIALLY_PAID: Final = "partially_paid"
PAID: Final = "paid"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"

ACTIVE: frozenset[str] = frozenset({OPEN, PARTIALLY_PAID, PAID})
"""While an order is in one of these its table is not free."""

NEXT: dict[tuple[Status, Step], Status] = {
    (OPEN, "fire"): OPEN,
    (PARTIALLY_PAID, "fire"): PARTIALLY_PAID,
    (PAID, "fire"): PARTIALLY_PAID,  # guests do order one last coffee
    (OPEN, "pay_some"): PARTIALLY_PAID,
    (PARTIALLY_PAID, "pay_some"): PARTIALLY_PAID,
    (OPEN, "pay_rest"): PAID,
    (PARTIALLY_PAID, "pay_rest"): PAID,
    (PAID, "take_back_some"): PARTIALLY_PAID,
    (PARTIALLY_PAID, "take_back_some"): PARTIALLY_PAID,
    (PAID, "take_back_all"): OPEN,
    (PARTIALLY_PAID, "take_back_all"): OPEN,
    (PAID, "close"): CLOSED,
    (OPEN, "force_close"): CLOSED,
    (PARTIALLY_PAID, "force_close"): CLOSED,
    (PAID, "force_close"): CLOSED,
    (OPEN, "cancel"): CANCELLED,
    (PARTIALLY_PAID, "cancel"): CANCELLED,
}


class OrderAlreadyClosed(Conflict):
    """The order ended; its table may have a new one."""

    code = "order-already-closed"
    hint = "Open a new order for this table."


class NotInThisState(Conflict):
    """The step makes no sense for an order in this state."""

    code = "not-in-this-state"
    hint = "Refresh the order and look at what changed."


class TableHasOrder(Conflict):
    """A table has one active order at most."""

    code = "table-has-order"
    hint = "Add to the order that is open on this table."


class TableNotActive(Conflict):
    """The table was taken out of use."""

    code = "table-not-active"
    hint = "Choose another table, or ask a manager to put this one back in use."


def after(status: Status, step: Step) -> Status:
    """The state that follows.

    Raises:
        OrderAlreadyClosed: the order is closed or cancelled.
        NotInThisState: every other missing pair.
    """
    if (following := NEXT.get((status, step))) is not None:
        return following
    if status not in ACTIVE:
        raise OrderAlreadyClosed(f"This order is {status}.", status=status)
    raise NotInThisState(f"An order that is {status} can't {step.replace('_', ' ')}.", status=status, step=step)
