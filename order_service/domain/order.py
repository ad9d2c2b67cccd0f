"""An order's life as a table of states; a missing pair is refused."""

from typing import Final, Literal

from kernel.errors import Conflict

Status = Literal["open", "partially_paid", "paid", "closed", "cancelled"]
Step = Literal[
    "fire",
    "fire_free",
    "pay_some",
    "pay_rest",
    "take_back_some",
    "take_back_all",
    "owe_less",
    "owe_nothing",
    "owe_more",
    "close",
    "close_unowed",
    "force_close",
    "cancel",
]

OPEN: Final = "open"
PARTIALLY_PAID: Final = "partially_paid"
PAID: Final = "paid"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"

ACTIVE: frozenset[str] = frozenset({OPEN, PARTIALLY_PAID, PAID})
"""While an order is in one of these its table is not free."""

STEPS: dict[Step, str] = {
    "fire": "a round that costs something is sent",
    "fire_free": "a round that costs nothing is sent",
    "pay_some": "guests pay, and something is left to pay",
    "pay_rest": "guests pay what was left",
    "take_back_some": "a manager takes a payment back, others stand",
    "take_back_all": "a manager takes the only payment back",
    "owe_less": "a line is cancelled, given free, discounted or moved away; something is left to pay",
    "owe_nothing": "the same, and nothing is left to pay",
    "owe_more": "a discount or free line is charged again, or a line moves here",
    "close": "the paid order is closed",
    "close_unowed": "an order on which nothing is left to pay is closed",
    "force_close": "a manager closes it with a reason, whatever is unpaid",
    "cancel": "a manager cancels the order with a reason; no payment stands",
}
"""What each step means, for the page of rules."""

NEXT: dict[tuple[Status, Step], Status] = {
    (OPEN, "fire"): OPEN,
    (PARTIALLY_PAID, "fire"): PARTIALLY_PAID,
    (PAID, "fire"): PARTIALLY_PAID,  # guests do order one last coffee
    (OPEN, "fire_free"): OPEN,
    (PARTIALLY_PAID, "fire_free"): PARTIALLY_PAID,
    (PAID, "fire_free"): PAID,  # and a glass of water with it
    (OPEN, "pay_some"): PARTIALLY_PAID,
    (PARTIALLY_PAID, "pay_some"): PARTIALLY_PAID,
    (OPEN, "pay_rest"): PAID,
    (PARTIALLY_PAID, "pay_rest"): PAID,
    (PAID, "take_back_some"): PARTIALLY_PAID,
    (PARTIALLY_PAID, "take_back_some"): PARTIALLY_PAID,
    (PAID, "take_back_all"): OPEN,
    (PARTIALLY_PAID, "take_back_all"): OPEN,
    (OPEN, "owe_less"): OPEN,
    (PARTIALLY_PAID, "owe_less"): PARTIALLY_PAID,
    (OPEN, "owe_nothing"): OPEN,  # nothing was paid, so it is not paid; it may be closed
    (PARTIALLY_PAID, "owe_nothing"): PAID,
    (PAID, "owe_nothing"): PAID,
    (OPEN, "owe_more"): OPEN,
    (PARTIALLY_PAID, "owe_more"): PARTIALLY_PAID,
    (PAID, "owe_more"): PARTIALLY_PAID,
    (PAID, "close"): CLOSED,
    (OPEN, "close_unowed"): CLOSED,
    (OPEN, "force_close"): CLOSED,
    (PARTIALLY_PAID, "force_close"): CLOSED,
    (PAID, "force_close"): CLOSED,
    (OPEN, "cancel"): CANCELLED,
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


class NotPaidYet(Conflict):
    """Something on the check is not paid; the order stays open."""

    code = "not-paid-yet"
    hint = "Take the rest of the money, or ask a manager to close it with a reason."


class OrderChanged(Conflict):
    """Somebody changed the order after this phone looked; says who did what, and when."""

    code = "order-changed"
    hint = "Look at what changed, then do it again."


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


def charging(added_cents: int) -> Step:
    """The step of sending a round that costs so much."""
    return "fire" if added_cents else "fire_free"


def owing(unpaid_cents: int) -> Step:
    """The step of a change that took something off, by what it left to pay."""
    return "owe_less" if unpaid_cents else "owe_nothing"


def closing(status: Status, unpaid_cents: int) -> Step:
    """How a waiter closes it: an order on which nothing was ever to pay needs no payment.

    Raises:
        NotPaidYet: something is left to pay.
    """
    if status not in ACTIVE:
        raise OrderAlreadyClosed(f"This order is {status}.", status=status)
    if unpaid_cents:
        raise NotPaidYet("Not everything on this order is paid.", unpaid_cents=unpaid_cents)
    return "close" if status == PAID else "close_unowed"
