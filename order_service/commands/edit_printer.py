"""Add a printer, change it, take it away. Its agent is told by the settings that follow each change."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, insert, select, update

from kernel.errors import Conflict
from kernel.printer_doors import PrinterDoors
from order_service.domain.permissions import Staff
from order_service.domain.printer import NoSuchPrinter
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.menu_names import require_zones
from order_service.store.unit_of_work import UnitOfWork


class PrinterIdTaken(Conflict):
    """A printer with this id exists."""

    code = "printer-id-taken"
    hint = "Choose another id."


class PrinterInUse(Conflict):
    """Tickets wait for it; `waiting` says how many."""

    code = "printer-in-use"
    hint = "Let its tickets print, or divert them to another printer, then remove it."


@dataclass(frozen=True)
class PrinterDraft:
    """A printer as a manager writes it; `capabilities` as in PrinterSettings, checked by whoever made this."""

    id: str
    name: str
    zone_id: str
    ip_address: str
    port: int
    is_active: bool
    capabilities: dict[str, Any]


def add_printer(unit: UnitOfWork, draft: PrinterDraft, doors: PrinterDoors, by: Staff, correlation_id: str) -> None:
    """Add a printer; one that was removed comes back under its id.

    Raises:
        PrinterIdTaken, PrinterAddressRefused, UnknownZone.
    """
    values = _values(unit, draft, doors)
    mine = t.printers.c.id == draft.id
    known = unit.connection.execute(select(t.printers.c.deleted_at).where(mine)).one_or_none()
    if known is None:
        unit.connection.execute(insert(t.printers), {"id": draft.id, **values})
    elif known.deleted_at is None:
        raise PrinterIdTaken(f"There is a printer '{draft.id}'.")
    else:
        _change(unit, draft.id, values | {"deleted_at": None})
    _told(unit, "printer_added", draft.id, {"after": asdict(draft)}, by, correlation_id)


def change_printer(unit: UnitOfWork, draft: PrinterDraft, doors: PrinterDoors, by: Staff, correlation_id: str) -> None:
    """Change it, whole. Tickets that wait for it are printed as it now says.

    Raises:
        NoSuchPrinter, PrinterAddressRefused, UnknownZone.
    """
    before = _require(unit, draft.id)
    _change(unit, draft.id, _values(unit, draft, doors))
    _told(unit, "printer_changed", draft.id, {"before": before, "after": asdict(draft)}, by, correlation_id)


def remove_printer(unit: UnitOfWork, printer_id: str, by: Staff, correlation_id: str) -> None:
    """Take away a printer that no ticket waits for; its row stays for the tickets of the past.

    Raises:
        NoSuchPrinter, PrinterInUse.
    """
    before = _require(unit, printer_id)
    jobs = select(func.count()).select_from(t.print_jobs).where(t.IS_OPEN, t.print_jobs.c.printer_id == printer_id)
    if waiting := unit.connection.scalar(jobs):
        raise PrinterInUse(f"{waiting} tickets wait for {before['name']}.", waiting=waiting)
    _change(unit, printer_id, {"is_active": False, "deleted_at": unit.now})
    _told(unit, "printer_removed", printer_id, {"before": before}, by, correlation_id)


def _values(unit: UnitOfWork, draft: PrinterDraft, doors: PrinterDoors) -> dict[str, Any]:
    address = doors.check(draft.ip_address, draft.port)
    require_zones(unit, [draft.zone_id])
    return {
        "name": draft.name,
        "zone_id": draft.zone_id,
        "ip_address": address,
        "port": draft.port,
        "is_active": draft.is_active,
        "capabilities": draft.capabilities,
    }


def _require(unit: UnitOfWork, printer_id: str) -> dict[str, Any]:
    p = t.printers.c
    columns = (p.id, p.name, p.zone_id, p.ip_address, p.port, p.is_active, p.capabilities)
    row = unit.connection.execute(select(*columns).where(p.id == printer_id, p.deleted_at.is_(None))).one_or_none()
    if row is None:
        raise NoSuchPrinter(f"There is no printer '{printer_id}'.")
    return dict(row._mapping)


def _change(unit: UnitOfWork, printer_id: str, values: dict[str, Any]) -> None:
    p = t.printers.c
    unit.connection.execute(update(t.printers).where(p.id == printer_id).values(rev=p.rev + 1, **values))


def _told(
    unit: UnitOfWork, action: str, printer_id: str, details: dict[str, Any], by: Staff, correlation_id: str
) -> None:
    menu_changed(unit)
    unit.announce("printer", printer_id)
    record(unit, by.id, action, f"printer:{printer_id}", details, correlation_id=correlation_id)
