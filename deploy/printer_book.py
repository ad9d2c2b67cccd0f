"""What a check learnt of a printer goes into the book, beside the processes that have it open."""

from contextlib import nullcontext
from typing import Any

from sqlalchemy import select, update

from kernel.clock import utc_now
from kernel.database import open_database
from kernel.errors import CannotStart
from kernel.settings import read_settings
from order_service.settings import OrderServiceSettings
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.write_lock import WriteLock


def keep(printer_id: str, learnt: dict[str, Any]) -> None:
    """Put fields of PrinterCapabilities into a printer's settings; its agent hears of it within a second.

    Raises:
        CannotStart: there is no such printer, or the book can't be written.
    """
    settings = read_settings(OrderServiceSettings)
    database = open_database(settings.database_url, settings.database_path)
    lock = WriteLock(database.path.with_name(f"{database.path.name}.turn")) if database.path else None
    try:
        with lock.held() if lock is not None else nullcontext(), database.writer.begin() as connection:
            _keep(UnitOfWork(connection, utc_now()), printer_id, learnt)
    finally:
        database.close()


def _keep(unit: UnitOfWork, printer_id: str, learnt: dict[str, Any]) -> None:
    p = t.printers.c
    mine = p.id == printer_id, p.deleted_at.is_(None)
    before = unit.connection.scalar(select(p.capabilities).where(*mine))
    if before is None:
        raise CannotStart(f"There is no printer '{printer_id}'.")
    after = before | learnt
    unit.connection.execute(update(t.printers).where(*mine).values(capabilities=after, rev=p.rev + 1))
    menu_changed(unit)
    record(unit, None, "printer_checked", f"printer:{printer_id}", {"before": before, "after": after})
