"""Between the wire's rounds and the command's."""

from decimal import Decimal

from api.schemas.orders import FiredRoundOut, RoundIn
from order_service.commands.fire_round import FiredLine, FiredRound, FireRound
from order_service.commands.owe_tickets import FiredTicket
from order_service.domain.menu import Extra, LineRequest
from order_service.domain.pricing import quantity_text
from order_service.domain.print_job import CUSTODY
from order_service.queries.floor import person


def line_requests(body: RoundIn) -> tuple[LineRequest, ...]:
    """Lines as the domain asks for them."""
    return tuple(
        LineRequest(
            line.product_id,
            Decimal(line.quantity),
            tuple(line.option_ids),
            tuple(line.removed_ingredient_ids),
            tuple(line.choice_ids),
            line.note,
            line.course,
            line.hold,
        )
        for line in body.lines
    )


def fired(done: FiredRound, request: FireRound) -> FiredRoundOut:
    """The answer to a Send, from what the command knows."""
    return FiredRoundOut.model_validate(
        {
            "order_id": done.order.id,
            "table_id": done.order.table.id,
            "status": done.order.status,
            "rev": done.order.rev,
            "total": done.order.total_cents,
            "unpaid_total": done.order.total_cents - done.order.paid_cents,
            "round": {
                "id": done.round_id,
                "number": done.number,
                "fired_at": done.fired_at,
                "fired_by": person(request.by.id, request.by.name),
                "items": [_item(line) for line in done.lines],
                "tickets": [_ticket(ticket, done) for ticket in done.tickets],
            },
        }
    )


def _item(line: FiredLine) -> dict[str, object]:
    chosen = line.line
    return {
        "id": line.id,
        "product_id": chosen.product.id,
        "name": chosen.product.name,
        "name_en": chosen.product.name_en,
        "quantity": quantity_text(int(chosen.quantity * 1000)),
        "unit_price": line.unit_cents,
        "line_total": line.total_cents,
        "options": [_priced(extra) for extra in chosen.options],
        "choices": [_priced(choice) for _, choice in chosen.choices],
        "removed": [{"name": extra.name, "name_en": extra.name_en} for extra in chosen.removed],
        "note": chosen.note,
        "status": "held" if chosen.is_held else "fired",
        "is_comped": False,
        "due": line.total_cents,
        "paid_quantity": "0",
        "unit": chosen.product.unit,
        "course": chosen.course,
        "zone_ids": list(chosen.product.zone_ids),
        "printed": False,
    }


def _priced(extra: Extra) -> dict[str, object]:
    return {"name": extra.name, "name_en": extra.name_en, "price": extra.cents}


def _ticket(ticket: FiredTicket, done: FiredRound) -> dict[str, object]:
    zone = ticket.ticket.zone
    return {
        "job_id": ticket.job_id,
        "zone_id": zone.id,
        "zone_name": zone.name,
        "zone_name_en": zone.name_en,
        "printer_id": ticket.ticket.destination.printer_id,
        "printer_name": ticket.ticket.destination.name,
        "number": ticket.number,
        "kind": "addition" if done.number > 1 else "new",
        "state": "new",
        "custody": CUSTODY["new"],
        "reason": "",
        "is_copy": False,
        "copies_possible": False,
        "tries": 0,
        "updated_at": done.fired_at,
    }
