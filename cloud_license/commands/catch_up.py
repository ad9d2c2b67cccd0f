"""After the cloud was restored from a backup: a box knows a later serial than we do, so ours must pass it."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select, update

from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import audit_log, sites
from kernel.lease import LARGEST_SERIAL

MOST_BEHIND: Final = 1_000_000
"""Changes of one site that a backup may lack; a box that says more talks nonsense."""


def catch_up(unit: UnitOfWork, site_id: str, known_serial: int) -> None:
    """Go past a serial that a recognised box has seen signed; else it would refuse what we say from now on."""
    mine = sites.c.site_id == site_id
    serial = unit.connection.scalar(select(sites.c.serial).where(mine))
    if serial is None or serial > known_serial:
        return
    unit.connection.execute(update(sites).where(mine).values(serial=min(known_serial + 1, LARGEST_SERIAL)))
    unit.changed.append(site_id)
    lately = (
        (audit_log.c.site_id == site_id)
        & (audit_log.c.action == "serial_caught_up")
        & (audit_log.c.at > unit.now - timedelta(hours=1))
    )
    if unit.connection.scalar(select(audit_log.c.id).where(lately).limit(1)) is None:  # once tells enough
        record(unit, None, "serial_caught_up", site_id, {"from": serial, "past": known_serial})
