"""A ticket as it stands now: what was cancelled or changed since it was sent is not asked for a second time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from kernel.errors import Conflict
from kernel.messages import TicketDocument, TicketLine
from order_service.commands.keep_lines import read_back
from order_service.domain.ticket import ReadLine, in_courses, pieces_of
from order_service.store.menu import read_courses
from order_service.store.orders import order_by_id
from order_service.store.print_jobs import TELLS_OF_LINES
from order_service.store.tables import order_items
from order_service.store.unit_of_work import UnitOfWork


class NothingToMake(Conflict):
    """Every line of the ticket was cancelled since."""

    code = "ticket-all-cancelled"
    hint = "Nothing of it is to be made; take it off the list."


def living_ticket(unit: UnitOfWork, job: Mapping[str, Any]) -> TicketDocument:
    """What its paper must say now: lines as they are wanted, cancelled ones apart, the table where the guests sit."""
    document = TicketDocument.model_validate(job["document"])
    if document.ticket_kind not in TELLS_OF_LINES or job["order_id"] is None:
        return document
    document = _at_its_table(unit, document, job["order_id"])
    mine = set(job["item_ids"])
    of_its_round = select(order_items).where(order_items.c.round_id == job["round_id"]).order_by(order_items.c.id)
    rows = [row for row in unit.connection.execute(of_its_round) if (row.cut_from or row.id) in mine]
    gone = [read_back(row) for row in rows if row.status == "void"]
    living = [read_back(row) for row in rows if row.status != "void"]
    courses = in_courses(living, read_courses(unit.connection)) if living else ()
    if not gone and courses in (document.courses, ()):
        return document
    return document.model_copy(
        update={
            "courses": courses,
            "pieces": pieces_of(living),
            "cancelled": _in_one_list(gone),
        }
    )


def require_something_to_make(document: TicketDocument) -> None:
    """Raises NothingToMake: a copy would be empty."""
    if document.cancelled and not document.courses:
        raise NothingToMake("Everything on this ticket was cancelled.")


def _at_its_table(unit: UnitOfWork, document: TicketDocument, order_id: int) -> TicketDocument:
    """A copy goes to the table where the guests sit now, and says where they sat."""
    order = order_by_id(unit.connection, order_id)
    if order is None or order.table.label == document.table_label:
        return document
    return document.model_copy(update={"table_label": order.table.label, "moved_from": document.table_label})


def _in_one_list(lines: list[ReadLine]) -> tuple[TicketLine, ...]:
    in_no_course = [replace(line, course=None) for line in lines]
    return tuple(line for section in in_courses(in_no_course, {}) for line in section.lines)
