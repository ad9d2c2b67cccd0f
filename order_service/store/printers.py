"""Printers as their agents must know them."""

from sqlalchemy import Connection, select

from kernel.messages import Logo, PrinterSettings
from order_service.store.tables import printers, revisions


def printer_settings(connection: Connection, logo: Logo | None) -> list[PrinterSettings]:
    """One message per configured printer, inactive ones included; each carries the house's logo."""
    return [
        PrinterSettings.model_validate(
            {
                **row.capabilities,
                "printer_id": row.id,
                "name": row.name,
                "zone_id": row.zone_id,
                "logo": logo,
                "address": row.ip_address,
                "port": row.port,
                "is_active": row.is_active,
                "is_paused": row.is_paused,
                "rev": row.rev,
            }
        )
        for row in connection.execute(select(printers).order_by(printers.c.id))
    ]


def house_rev(connection: Connection) -> int:
    """Revision of menu, zones and printers."""
    return connection.scalar(select(revisions.c.rev).where(revisions.c.name == "menu")) or 0
