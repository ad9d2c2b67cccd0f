"""Printers, tickets in trouble, and the alerts that stay until somebody acts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.schemas.common import AnswerBody, Id, OneLine, PersonOut, RequestBody
from api.schemas.orders import TicketOut
from order_service.domain.menu import printable_note


class PrinterOut(AnswerBody):
    """A printer and what is known of it now."""

    id: str
    name: str
    zone_id: str
    zone_name: str
    zone_name_en: str
    is_active: bool
    presence: Literal["online", "stopped", "offline", "unknown"]
    """Of its agent; `offline` after 25 s without a sign of life."""
    reason: str
    """Why the printer prints nothing, as its agent says; '' when ready."""
    waiting: int
    """Tickets for it that are not on paper."""


class PrintJobOut(TicketOut):
    """A ticket as the print queue lists it."""

    order_id: Id
    table_label: str
    lines: list[str]
    created_at: datetime


class AlertOut(AnswerBody):
    """A ticket that is not on paper in time. It lives until somebody acts."""

    id: Id
    job_id: str
    order_id: Id
    table_label: str
    zone_id: str
    zone_name: str
    zone_name_en: str
    printer_id: str
    printer_name: str
    number: int
    lines: list[str]
    cause: Literal["printer", "agent", "unknown"]
    """`printer`: the agent says why. `agent`: nothing is heard from the printer's agent."""
    reason: str
    raised_at: datetime
    taken_by: PersonOut | None
    """Who is on it; the alert stays until it is settled."""
    can_divert_to: list[str]
    """Ids of other active printers."""


class ActOnAlert(RequestBody):
    """What was done about it: `told_kitchen` by word of mouth (the ticket is taken back), `seen` only quiets it.

    `taken`: somebody is on it; the alert stays open, and everybody reads their name.
    """

    action: Literal["told_kitchen", "seen", "taken"]
    reason: Annotated[str, AfterValidator(printable_note)] = Field("", max_length=200)


class DivertJob(RequestBody):
    """Print a ticket on another printer."""

    printer_id: OneLine = Field(min_length=1, max_length=32)
