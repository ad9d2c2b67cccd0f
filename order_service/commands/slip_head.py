"""What a slip about a ticket says above its lines: where the guests sit now, who says so, and of which ticket."""

from datetime import datetime
from typing import Any

from kernel.messages import TicketDocument, TicketKind
from order_service.domain.business_day import local_stamp
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.store.orders import OrderRow


def slip_about(
    original: TicketDocument,
    order: OrderRow,
    by: Staff,
    now: datetime,
    number: int,
    rules: HouseRules,
    kind: TicketKind,
    **says: Any,
) -> TicketDocument:
    """A slip for the zone that read the ticket, in its language.

    Args:
        original: the ticket.
        number: the slip's own.
        says: its lines, as fields of TicketDocument.
    """
    return TicketDocument(
        ticket_kind=kind,
        zone_name=original.zone_name,
        number=number,
        previous_number=number - 1 if number > 1 else None,
        about_number=original.number,
        table_label=order.table.label,
        section=order.table.section,
        covers=order.covers,
        waiter=by.name,
        round_number=original.round_number,
        fired_at_local=local_stamp(now, rules.zone),
        language=original.language,
        **says,
    )
