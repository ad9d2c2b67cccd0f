"""After the cloud was restored from a backup: a box knows a later serial than we do, so ours must pass it."""

from sqlalchemy import select, update

from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import sites
from kernel.lease import LARGEST_SERIAL


def catch_up(unit: UnitOfWork, site_id: str, known_serial: int) -> None:
    """Go past a serial that a recognised box has seen signed; else it would refuse what we say from now on."""
    mine = sites.c.site_id == site_id
    serial = unit.connection.scalar(select(sites.c.serial).where(mine))
    if serial is None or serial > known_serial:
        return
    unit.connection.execute(update(sites).where(mine).values(serial=min(known_serial + 1, LARGEST_SERIAL)))
    unit.changed.append(site_id)
    record(unit, None, "serial_caught_up", site_id, {"from": serial, "past": known_serial})
