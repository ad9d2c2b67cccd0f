"""Add a zone, rename it, take it away."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from kernel.errors import Conflict, NotFound
from order_service.domain.floor_plan import GroupNotFound
from order_service.domain.menu import Zone
from order_service.domain.permissions import Staff
from order_service.domain.printer import NoSuchPrinter
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.unit_of_work import UnitOfWork


class NoSuchZone(NotFound):
    """No such zone."""

    code = "no-such-zone"
    hint = "Refresh the zones; somebody removed it."


class ZoneIdTaken(Conflict):
    """A zone with this id exists."""

    code = "zone-id-taken"
    hint = "Choose another id."


class ZoneInUse(Conflict):
    """Printers, categories or products name it; the facts say how many, and some names."""

    code = "zone-in-use"
    hint = "Send them to another zone first."


def add_zone(unit: UnitOfWork, zone: Zone, by: Staff, correlation_id: str) -> None:
    """Add a zone; one that was removed comes back under its id.

    Raises:
        ZoneIdTaken.
    """
    names = {"name": zone.name, "name_en": zone.name_en, "deleted_at": None}
    known = unit.connection.execute(select(t.zones.c.deleted_at).where(t.zones.c.id == zone.id)).one_or_none()
    if known is None:
        unit.connection.execute(insert(t.zones), {"id": zone.id, **names})
    elif known.deleted_at is None:
        raise ZoneIdTaken(f"There is a zone '{zone.id}'.")
    else:
        unit.connection.execute(update(t.zones).where(t.zones.c.id == zone.id).values(names))
    _told(unit, "zone_added", zone.id, {"name": zone.name}, by, correlation_id)


def rename_zone(unit: UnitOfWork, zone: Zone, by: Staff, correlation_id: str) -> None:
    """Give it other names. Raises NoSuchZone."""
    before = require_zone(unit, zone.id)
    unit.connection.execute(update(t.zones).where(t.zones.c.id == zone.id).values(name=zone.name, name_en=zone.name_en))
    _told(unit, "zone_changed", zone.id, {"before": before, "after": zone.name}, by, correlation_id)


def set_section_printers(
    unit: UnitOfWork, zone_id: str, wanted: dict[int, str], by: Staff, correlation_id: str
) -> None:
    """Say, whole, in which sections the zone's tickets come out at a printer of their own: the nearest bar.

    Raises:
        NoSuchZone, GroupNotFound, NoSuchPrinter.
    """
    require_zone(unit, zone_id)
    sections = set(unit.connection.scalars(select(t.table_groups.c.id).where(t.table_groups.c.id.in_(wanted))))
    if unknown := [section for section in wanted if section not in sections]:
        raise GroupNotFound(f"There is no section {unknown[0]}.")
    p = t.printers.c
    usable = select(p.id).where(p.id.in_(set(wanted.values())), p.deleted_at.is_(None))
    if missing := set(wanted.values()) - set(unit.connection.scalars(usable)):
        raise NoSuchPrinter(f"There is no printer '{min(missing)}'.")
    near = t.section_printers
    mine = near.c.zone_id == zone_id
    before = {row.section_id: row.printer_id for row in unit.connection.execute(select(near).where(mine))}
    unit.connection.execute(delete(near).where(mine))
    rows = [{"zone_id": zone_id, "section_id": section, "printer_id": printer} for section, printer in wanted.items()]
    if rows:
        unit.connection.execute(insert(near), rows)
    details = {"before": {str(key): value for key, value in before.items()}, "after": rows}
    _told(unit, "zone_sections_set", zone_id, details, by, correlation_id)


def remove_zone(unit: UnitOfWork, zone_id: str, by: Staff, correlation_id: str) -> None:
    """Take away a zone that nothing names; its row stays for the tickets of the past.

    Raises:
        NoSuchZone, ZoneInUse.
    """
    name = require_zone(unit, zone_id)
    users = {
        "printers": select(t.printers.c.name).where(t.printers.c.zone_id == zone_id, t.printers.c.deleted_at.is_(None)),
        "categories": select(t.categories.c.name).where(
            t.categories.c.printer_zone_id == zone_id, t.categories.c.deleted_at.is_(None)
        ),
        "products": select(t.products.c.name)
        .join(t.product_zones, t.product_zones.c.product_id == t.products.c.id)
        .where(t.product_zones.c.zone_id == zone_id, t.products.c.deleted_at.is_(None)),
    }
    named = {kind: list(unit.connection.scalars(query)) for kind, query in users.items()}
    if any(named.values()):
        told = "; ".join(f"{len(names)} {kind}: {', '.join(names[:5])}" for kind, names in named.items() if names)
        raise ZoneInUse(f"{name} is used by {told}.", **named)
    unit.connection.execute(update(t.zones).where(t.zones.c.id == zone_id).values(deleted_at=unit.now))
    _told(unit, "zone_removed", zone_id, {"name": name}, by, correlation_id)


def require_zone(unit: UnitOfWork, zone_id: str) -> str:
    """The living zone's name. Raises NoSuchZone."""
    z = t.zones.c
    name = unit.connection.scalar(select(z.name).where(z.id == zone_id, z.deleted_at.is_(None)))
    if name is None:
        raise NoSuchZone(f"There is no zone '{zone_id}'.")
    return str(name)


def _told(unit: UnitOfWork, action: str, zone_id: str, details: dict[str, Any], by: Staff, correlation_id: str) -> None:
    menu_changed(unit)
    record(unit, by.id, action, f"zone:{zone_id}", details, correlation_id=correlation_id)
