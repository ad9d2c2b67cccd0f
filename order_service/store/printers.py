"""Printers as their agents must know them."""

from sqlalchemy import Connection, select

from kernel.messages import PrinterSettings
from order_service.store.tables import printers, revisions


def printer_settings(connection: Connection) -> list[PrinterSettings]:
    """One message per configured printer, inactive ones included."""
    return [
        PrinterSettings.model_validate(
            {
                **row.capabilities,
                "printer_id": row.id,
                "name": row.name,
                "zone_id": row.zone_id,
                "address": row.ip_address,
                "port": row.port,
                "is_active": row.is_active,
                "rev": row.rev,
            }
        )
        for row in connection.execute(select(printers).order_by(printers.c.id))
    ]


def house_rev(connection: Connection) -> int:
    """Revision of menu, zones and printers."""
    return connection.scalar(select(revisions.c.rev).where(revisions.c.name == "menu")) or 0
