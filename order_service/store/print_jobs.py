"""Print jobs: the outbox of the kitchen. A row in state `new` or `sent` is owed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, insert, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kernel.ids import new_ulid
from kernel.messages import CopyMark, PrintJob, TicketDocument
from order_service.store.alerts import raise_alert
from order_service.store.tables import IS_OPEN, order_items, print_jobs, printers, ticket_counters
from order_service.store.unit_of_work import UnitOfWork

TELLS_OF_LINES = frozenset({"new", "addition"})
"""Kinds of tickets that ask a zone to make something."""

_PRINTERS = select(printers.c.id)
_OWE = insert(print_jobs)
_JOBS = select(print_jobs).where(print_jobs.c.id.in_(bindparam("ids", expanding=True))).order_by(print_jobs.c.position)
_MARK_SENT = (
    update(print_jobs)
    .where(print_jobs.c.id.in_(bindparam("ids", expanding=True)), print_jobs.c.state == "new")
    .values(state="sent")
)


@dataclass(frozen=True)
class NewJob:
    """A ticket about to be owed."""

    printer_id: str
    zone_id: str
    number: int
    document: TicketDocument
    item_ids: tuple[int, ...]
    copy_mark: CopyMark = ""
    copy_of: str | None = None
    meant_for: str | None = None
    """The printer whose ticket it is; None when that is where it is printed."""


@dataclass(frozen=True)
class JobOrigin:
    """Where a ticket comes from; a paper of no order has none."""

    order_id: int | None
    round_id: int | None
    business_day: str
    correlation_id: str
    sender_id: int | None


def next_numbers(unit: UnitOfWork, printer_ids: list[str], day: str) -> list[int]:
    """Take a ticket number for each entry of `printer_ids` (a printer may stand there twice), in one statement.

    They belong to the transaction: a round that is refused leaves no gap.
    """
    wanted = Counter(sorted(printer_ids))
    rows = [{"printer_id": printer, "business_day": day, "last_number": n} for printer, n in wanted.items()]
    taken = unit.connection.execute(_take_numbers(unit.connection.dialect.name), rows)
    last = {row.printer_id: row.last_number for row in taken}
    numbers = []
    for printer in printer_ids:
        numbers.append(last[printer] - wanted[printer] + 1)
        wanted[printer] -= 1
    return numbers


@cache
def _take_numbers(dialect: str) -> Any:
    """Built once a dialect, for any number of rows; with the rows in its VALUES it could never be cached."""
    new = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(ticket_counters)
    return new.on_conflict_do_update(
        index_elements=["printer_id", "business_day"],
        set_={"last_number": ticket_counters.c.last_number + new.excluded.last_number},
    ).returning(ticket_counters.c.printer_id, ticket_counters.c.last_number)


def owe(unit: UnitOfWork, origin: JobOrigin, jobs: list[NewJob], stale_after: timedelta) -> list[str]:
    """Write tickets in the transaction of what they tell; returns their ids.

    Args:
        stale_after: from now on; older tickets are not printed blind.
    """
    if not jobs:
        return []
    rows = [
        {
            "id": new_ulid(unit.now),
            "order_id": origin.order_id,
            "round_id": origin.round_id,
            "zone_id": job.zone_id,
            "printer_id": job.printer_id,
            "ticket_number": job.number,
            "business_day": origin.business_day,
            "document": job.document.model_dump(mode="json", exclude_defaults=True),
            "item_ids": list(job.item_ids),
            "copy_mark": job.copy_mark,
            "copy_of": job.copy_of,
            "state": "new",
            "correlation_id": origin.correlation_id,
            "sender_id": origin.sender_id,
            "created_at": unit.now,
            "stale_after": unit.now + stale_after,
            "updated_at": unit.now,
            "meant_for": None if job.meant_for == job.printer_id else job.meant_for,
        }
        for job in jobs
    ]
    unit.connection.execute(_OWE, rows)
    unit.owes_tickets = True
    return [str(row["id"]) for row in rows]


def owed_jobs(connection: Connection, printer_id: str | None, states: tuple[str, ...], limit: int) -> list[Any]:
    """Open jobs in `states`, oldest first, of one printer or of all; what is on their paper `whole_jobs` reads.

    Args:
        limit: of jobs of each printer, so that one that is down a long time does not hide the others' tickets.
    """
    of_printers = [printer_id] if printer_id is not None else printer_ids(connection)
    if not of_printers:
        return []
    named = {f"printer_{place}": one for place, one in enumerate(of_printers)}
    return list(connection.execute(_owed(states, len(of_printers)), {**named, "limit": limit}))


def printer_ids(connection: Connection) -> list[str]:
    """Every printer of the book."""
    return list(connection.scalars(_PRINTERS))


@cache
def _owed(states: tuple[str, ...], count: int) -> Select[Any]:
    """A few steps along the index for each printer: numbering rows in a window would read all that is owed."""
    firsts = []
    for place in range(count):
        of_printer = print_jobs.c.printer_id == bindparam(f"printer_{place}")
        first = (
            select(
                print_jobs.c.position,
                print_jobs.c.id,
                print_jobs.c.printer_id,
                print_jobs.c.state,
                print_jobs.c.stale_after,
                print_jobs.c.copy_of,
            )
            .where(IS_OPEN, print_jobs.c.state.in_(states), of_printer)
            .order_by(print_jobs.c.position)
            .limit(bindparam("limit"))
            .subquery()
        )
        firsts.append(select(first))
    all_firsts = union_all(*firsts).subquery()
    return select(all_firsts).order_by(all_firsts.c.position)


def whole_jobs(connection: Connection, job_ids: list[str]) -> list[Any]:
    """All there is to these jobs, oldest first."""
    return list(connection.execute(_JOBS, {"ids": job_ids})) if job_ids else []


def tickets_of_lines(connection: Connection, item_ids: Iterable[int]) -> dict[int, list[Any]]:
    """For each line, the latest job of each zone that told of it (a copy or a diverted one stands for the first)."""
    wanted = set(item_ids)
    of_their_rounds = select(order_items.c.round_id).where(order_items.c.id.in_(wanted))
    found: dict[int, dict[str, Any]] = {}
    for job in connection.execute(
        select(print_jobs).where(print_jobs.c.round_id.in_(of_their_rounds)).order_by(print_jobs.c.position)
    ):
        if job.document.get("ticket_kind", "new") in TELLS_OF_LINES:
            for item_id in wanted.intersection(job.item_ids):
                found.setdefault(item_id, {})[job.zone_id] = job
    return {item_id: list(jobs.values()) for item_id, jobs in found.items()}


def mark_sent(unit: UnitOfWork, job_ids: list[str]) -> None:
    """They were given to the broker; those that moved on meanwhile stay where they are."""
    unit.connection.execute(_MARK_SENT, {"ids": job_ids})


def fail_unsent(unit: UnitOfWork, job: Mapping[str, Any], reason: str) -> None:
    """End a job that no agent answered for, and raise its alert.

    One that was never sent has failed. One that was sent may be on paper, its answer lost: it is uncertain, so that
    whoever prints it again gets the banner of a possible copy.
    """
    ended = unit.connection.execute(
        update(print_jobs)
        .where(print_jobs.c.id == job["id"], print_jobs.c.state.in_(("new", "sent")))
        .values(
            state=case((print_jobs.c.state == "new", "failed"), else_="uncertain"),
            reason=reason,
            updated_at=unit.now,
        )
    )
    if ended.rowcount:
        raise_alert(unit, job, "agent", reason, reopen=True)
        unit.announce("print_job", job["id"])


def to_message(row: Any, lasts_s: float) -> PrintJob:
    """The job as its agent reads it; `lasts_s`: seconds from now until it is too old to be printed blind."""
    return PrintJob(
        job_id=row.id,
        printer_id=row.printer_id,
        zone_id=row.zone_id,
        document=TicketDocument.model_validate(row.document),
        copy_mark=row.copy_mark,
        fired_at=row.created_at,
        stale_after=row.stale_after,
        lasts_s=lasts_s,
        correlation_id=row.correlation_id,
    )
