"""Add a printer, change it, take it away. Its agent is told by the settings that follow each change."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from kernel.errors import Conflict, Invalid
from kernel.messages import PrinterCapabilities
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
    """Tickets wait for it, or other printers or sections name it; the facts say which."""

    code = "printer-in-use"
    hint = "Let its tickets print or divert them, and choose another printer where it is named; then remove it."


class NoBackup(Invalid):
    """The printer named as its backup is itself, or is not there."""

    code = "printer-no-backup"
    hint = "Choose another printer as its backup, or none."


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
    backup_id: str | None = None
    takeover_after_s: int | None = None


def add_printer(unit: UnitOfWork, draft: PrinterDraft, doors: PrinterDoors, by: Staff, correlation_id: str) -> None:
    """Add a printer; one that was removed comes back under its id.

    Raises:
        PrinterIdTaken, PrinterAddressRefused, UnknownZone, NoBackup.
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
        NoSuchPrinter, PrinterAddressRefused, UnknownZone, NoBackup.
    """
    before = _require(unit, draft.id)
    _change(unit, draft.id, _values(unit, draft, doors))
    _told(unit, "printer_changed", draft.id, {"before": before, "after": asdict(draft)}, by, correlation_id)


def pause_printer(unit: UnitOfWork, printer_id: str, by: Staff, correlation_id: str, *, wanted: bool) -> None:
    """Hold its tickets back, or let them come out again; twice is once. Raises NoSuchPrinter."""
    _require(unit, printer_id)
    changed = unit.connection.execute(
        update(t.printers)
        .where(t.printers.c.id == printer_id, t.printers.c.is_paused != wanted)
        .values(is_paused=wanted, rev=t.printers.c.rev + 1)
    )
    if changed.rowcount:
        _told(unit, "printer_paused" if wanted else "printer_resumed", printer_id, {}, by, correlation_id)


def learn_capabilities(
    unit: UnitOfWork, printer_id: str, learned: dict[str, Any], by: Staff, correlation_id: str
) -> None:
    """Keep what a check found about a printer beside what is known of it.

    Args:
        learned: some of PrinterCapabilities, checked by whoever made this.

    Raises:
        NoSuchPrinter.
    """
    before = _require(unit, printer_id)
    known = PrinterCapabilities.model_validate({**before["capabilities"], **learned})
    spoken = known.model_dump(mode="json", exclude_defaults=True)
    if spoken != before["capabilities"]:
        _change(unit, printer_id, {"capabilities": spoken})
        details = {"before": before["capabilities"], "after": spoken}
        _told(unit, "printer_learned", printer_id, details, by, correlation_id)


def remember_mac(unit: UnitOfWork, printer_id: str, mac: str) -> None:
    """The network card that a check saw at the printer's address."""
    mine = t.printers.c.id == printer_id
    unit.connection.execute(update(t.printers).where(mine, t.printers.c.mac != mac).values(mac=mac))


def remove_printer(unit: UnitOfWork, printer_id: str, by: Staff, correlation_id: str) -> None:
    """Take away a printer that no ticket waits for; its row stays for the tickets of the past.

    Raises:
        NoSuchPrinter, PrinterInUse.
    """
    before = _require(unit, printer_id)
    jobs = select(func.count()).select_from(t.print_jobs).where(t.IS_OPEN, t.print_jobs.c.printer_id == printer_id)
    if waiting := unit.connection.scalar(jobs):
        raise PrinterInUse(f"{waiting} tickets wait for {before['name']}.", waiting=waiting)
    if named := _named_by(unit, printer_id):
        raise PrinterInUse(f"{before['name']} is named by {', '.join(named)}.", named_by=named)
    _change(unit, printer_id, {"is_active": False, "deleted_at": unit.now})
    _told(unit, "printer_removed", printer_id, {"before": before}, by, correlation_id)


def _named_by(unit: UnitOfWork, printer_id: str) -> list[str]:
    """Printers whose backup or stand-in it is, and sections whose tickets come out there."""
    p, near = t.printers.c, t.section_printers.c
    printers = select(p.name).where(p.deleted_at.is_(None), or_(p.backup_id == printer_id, p.diverted_to == printer_id))
    groups = t.table_groups.c
    sections = (
        select(groups.name).join(t.section_printers, near.section_id == groups.id).where(near.printer_id == printer_id)
    )
    return [*unit.connection.scalars(printers), *unit.connection.scalars(sections)]


def _values(unit: UnitOfWork, draft: PrinterDraft, doors: PrinterDoors) -> dict[str, Any]:
    address = doors.check(draft.ip_address, draft.port)
    require_zones(unit, [draft.zone_id])
    if draft.backup_id is not None:
        p = t.printers.c
        known = unit.connection.scalar(select(p.id).where(p.id == draft.backup_id, p.deleted_at.is_(None)))
        if known is None or known == draft.id:
            raise NoBackup(f"'{draft.backup_id}' can't be its backup.")
    return {
        "name": draft.name,
        "zone_id": draft.zone_id,
        "ip_address": address,
        "port": draft.port,
        "is_active": draft.is_active,
        "capabilities": draft.capabilities,
        "backup_id": draft.backup_id,
        "takeover_after_s": draft.takeover_after_s if draft.backup_id else None,
    }


def _require(unit: UnitOfWork, printer_id: str) -> dict[str, Any]:
    p = t.printers.c
    columns = (
        p.id, p.name, p.zone_id, p.ip_address, p.port, p.is_active, p.capabilities, p.backup_id, p.takeover_after_s
    )  # fmt: skip
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
