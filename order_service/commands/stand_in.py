"""One printer stands in for another: all its tickets go there, those that wait and those to come, until it is back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select, update

from kernel.errors import Conflict
from order_service.commands.gather_stale import gather, is_kitchen_paper
from order_service.commands.living_ticket import living_ticket
from order_service.commands.second_paper import PrinterNotFound, end_job, owe_copy
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff
from order_service.domain.routing import Destination
from order_service.store.alerts import settle_alert
from order_service.store.audit import record
from order_service.store.menu import menu_changed, read_routes
from order_service.store.tables import IS_OPEN, OLDEST_FIRST, print_jobs, printers
from order_service.store.unit_of_work import UnitOfWork


class StandsIn(Conflict):
    """That printer is itself stood in for; its tickets would go in circles."""

    code = "printer-diverted"
    hint = "Choose a printer whose own tickets come out there."


class NotDiverted(Conflict):
    """Its tickets come out there already."""

    code = "printer-not-diverted"
    hint = "Refresh the printers; somebody brought its tickets back."


def divert_printer(
    unit: UnitOfWork, printer_id: str, to: str, by: Staff | None, rules: HouseRules, correlation_id: str
) -> list[str]:
    """Send what waits at a printer, and all that is to come, to another one; papers say whose they are.

    Printers that it stood in for go there, too. Tickets past their time go as one slip.

    Args:
        by: None when its backup takes over by itself.

    Returns:
        ids of the jobs that took the places of those that waited.

    Raises:
        PrinterNotFound: one of the two is not in use.
        StandsIn: `to` is the printer itself, or is diverted.
    """
    places = read_routes(unit.connection).printers
    target = places.get(to)
    if printer_id not in places or target is None or not target.is_active:
        raise PrinterNotFound(f"There is no printer '{to if printer_id in places else printer_id}' in use.")
    if to == printer_id or target.diverted_to is not None:
        raise StandsIn(f"{target.name} prints nothing of its own now.", printer_id=to)
    p = printers.c
    theirs = or_(p.id == printer_id, p.diverted_to == printer_id)
    values = {"diverted_to": to, "diverted_at": unit.now, "diverted_by": None if by is None else by.id}
    unit.connection.execute(update(printers).where(theirs, p.id != to).values(rev=p.rev + 1, **values))
    moved = _move_all(unit, printer_id, rules)
    _told(unit, "printer_diverted", printer_id, {"to": to, "moved": len(moved)}, by, correlation_id)
    return moved


def bring_back(
    unit: UnitOfWork, printer_id: str, by: Staff | None, rules: HouseRules, correlation_id: str
) -> list[str]:
    """End it: new tickets come out at their own printer again, and so do those that still wait at the stand-in.

    Args:
        by: None when it came back by itself.

    Raises:
        PrinterNotFound, NotDiverted.
    """
    place = read_routes(unit.connection).printers.get(printer_id)
    if place is None:
        raise PrinterNotFound(f"There is no printer '{printer_id}' in use.")
    if place.diverted_to is None:
        raise NotDiverted(f"{place.name} prints its own tickets.")
    p = printers.c
    values = {"diverted_to": None, "diverted_at": None, "diverted_by": None}
    unit.connection.execute(update(printers).where(p.id == printer_id).values(rev=p.rev + 1, **values))
    moved = _move_all(unit, place.diverted_to, rules, meant_for=printer_id)
    details = {"from": place.diverted_to, "moved": len(moved)}
    _told(unit, "printer_back", printer_id, details, by, correlation_id)
    return moved


def _move_all(unit: UnitOfWork, printer_id: str, rules: HouseRules, meant_for: str | None = None) -> list[str]:
    """Move what waits at a printer (of what is meant for another one) to where the routes lead now."""
    routes = read_routes(unit.connection)
    waiting = select(print_jobs).where(IS_OPEN, print_jobs.c.printer_id == printer_id).order_by(OLDEST_FIRST)
    if meant_for is not None:
        waiting = waiting.where(print_jobs.c.meant_for == meant_for)
    moved: list[str] = []
    late: dict[Destination, list[Mapping[str, Any]]] = {}
    for row in unit.connection.execute(waiting).all():
        job = dict(row._mapping)
        destination = routes.of_printer(job["meant_for"] or job["printer_id"])
        if destination.printer_id == printer_id:
            continue
        if job["stale_after"] <= unit.now and is_kitchen_paper(job):
            late.setdefault(destination, []).append(job)
            continue
        document = living_ticket(unit, job)
        if document.cancelled and not document.courses:
            end_job(unit, job, "dropped")
            settle_alert(unit, job["id"], "dropped")
            continue
        copy = owe_copy(unit, job, document, destination, rules)
        end_job(unit, job, "diverted", copy)
        settle_alert(unit, job["id"], "diverted")
        moved.append(copy)
    for destination, jobs in late.items():
        moved += gather(unit, jobs, destination, rules)
    return moved


def _told(
    unit: UnitOfWork, action: str, printer_id: str, details: dict[str, Any], by: Staff | None, correlation_id: str
) -> None:
    menu_changed(unit)
    unit.announce("printer", printer_id)
    record(
        unit,
        None if by is None else by.id,
        action,
        f"printer:{printer_id}",
        details,
        correlation_id=correlation_id,
    )
