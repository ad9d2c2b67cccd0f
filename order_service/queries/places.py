"""Printers as a manager sets them up."""

from typing import Any

from sqlalchemy import Connection, select

from order_service.domain.printer import NoSuchPrinter
from order_service.store.tables import printers


def known_macs(connection: Connection) -> dict[str, str]:
    """Our printers by their network cards, where a check saw them."""
    living = select(printers.c.mac, printers.c.id).where(printers.c.deleted_at.is_(None), printers.c.mac != "")
    return {row.mac: row.id for row in connection.execute(living)}


def printer_setup(connection: Connection, printer_id: str) -> dict[str, Any]:
    """A living printer with its address and capabilities.

    Raises:
        NoSuchPrinter.
    """
    wanted = select(printers).where(printers.c.id == printer_id, printers.c.deleted_at.is_(None))
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NoSuchPrinter(f"There is no printer '{printer_id}'.")
    return dict(row._mapping)
