"""How well tickets reach paper: the one figure of a restaurant's service that leaves the box."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from order_service.store.tables import print_jobs, print_log, printers

IN_TIME = timedelta(seconds=5)
SPAN = timedelta(days=1)

_LAST_DAYS = (
    select(print_jobs.c.created_at, print_log.c.printed_at)
    .outerjoin(print_log, (print_log.c.job_id == print_jobs.c.id) & print_log.c.success)
    .where(print_jobs.c.copy_mark == "")
)


def share_on_paper(connection: Connection, now: datetime) -> float | None:
    """Of the tickets owed in the last day, the share that was on paper within IN_TIME; None when there were none.

    Reads by printer and business day, as the index does, however many tickets there ever were.
    """
    days = [(now - timedelta(days=back)).date().isoformat() for back in (2, 1, 0)]
    days.append((now + timedelta(days=1)).date().isoformat())  # east of Greenwich the day may have begun
    places = connection.scalars(select(printers.c.id)).all()
    wanted = _LAST_DAYS.where(
        print_jobs.c.printer_id.in_(places), print_jobs.c.business_day.in_(days), print_jobs.c.created_at >= now - SPAN
    )
    rows = connection.execute(wanted).all()
    in_time = sum(row.printed_at is not None and row.printed_at - row.created_at <= IN_TIME for row in rows)
    return round(in_time / len(rows), 4) if rows else None


def active_printers(connection: Connection) -> list[str]:
    """Ids of the printers that should print."""
    return list(connection.scalars(select(printers.c.id).where(printers.c.is_active).order_by(printers.c.id)))
