"""Printers, tickets in trouble, and the alerts that stay until somebody acts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.schemas.common import AnswerBody, Id, Language, OneLine, PersonOut, RequestBody
from api.schemas.orders import TicketOut
from kernel.messages import JobStateName
from order_service.domain.menu import printable_note
from order_service.domain.print_job import Act
from order_service.domain.printer_words import PrinterState

PrinterName = Annotated[OneLine, Field(min_length=1, max_length=32)]
Reason = Annotated[str, AfterValidator(printable_note)]


class PrinterOut(AnswerBody):
    """A printer and what is known of it now."""

    id: str
    name: str
    zone_id: str
    zone_name: str
    zone_name_en: str
    is_active: bool
    is_paused: bool
    """A manager holds its tickets back."""
    presence: Literal["online", "stopped", "offline", "unknown"]
    """Of its agent; `offline` after 25 s without a sign of life."""
    state: PrinterState
    reason: str
    """Why the printer prints nothing, as its agent says; '' when ready."""
    sentence: str
    sentence_en: str
    """What is wrong and what to do about it."""
    is_paper_low: bool
    """The printer says that its roll is near its end."""
    waiting: int
    """Tickets for it that are not on paper."""
    waiting_since: datetime | None
    """When the oldest of them was sent."""
    in_trouble: int
    """Tickets that somebody must settle."""
    last_printed_at: datetime | None
    backup_id: str | None
    takeover_after_s: int | None
    """Seconds of trouble after which the backup takes over; null leaves that to a manager."""
    diverted_to: str | None
    """The printer that prints its tickets for the time being."""
    diverted_to_name: str
    diverted_at: datetime | None
    diverted_by: str
    """Who said so; '' when the backup took over by itself."""


class PrintJobOut(TicketOut):
    """A ticket as the print queue lists it."""

    order_id: Id | None
    """Null for a report, a test page or a catch-up slip."""
    table_label: str
    lines: list[str]
    created_at: datetime
    alert_id: Id | None
    """Its open alert."""
    taken_by: PersonOut | None
    """Who is on it."""
    acts: list[Act]
    """What can be done about it: `again`, `divert`, `came_out` (somebody holds the paper), `drop` (managers)."""


class AttemptOut(AnswerBody):
    """One try to print a ticket."""

    attempt: int
    at: datetime
    success: bool
    reason: str


class PrintJobStoryOut(PrintJobOut):
    """A ticket with all tries to print it."""

    attempts: list[AttemptOut]
    sentence: str
    sentence_en: str
    """What is wrong and what to do about it; '' when nothing is."""


class AlertOut(AnswerBody):
    """A ticket that is not on paper in time. It lives until somebody acts."""

    id: Id
    job_id: str
    order_id: Id | None
    table_label: str
    zone_id: str
    zone_name: str
    zone_name_en: str
    printer_id: str
    printer_name: str
    number: int
    state: JobStateName
    lines: list[str]
    cause: Literal["printer", "agent", "unknown"]
    """`printer`: the agent says why. `agent`: nothing is heard from the printer's agent."""
    reason: str
    raised_at: datetime
    taken_by: PersonOut | None
    """Who is on it; the alert stays until it is settled."""
    acts: list[Act]
    can_divert_to: list[str]
    """Ids of other active printers."""


class ActOnAlert(RequestBody):
    """What is done about it.

    `told_kitchen`: by word of mouth; the ticket is taken back. `seen` only quiets it. `taken`: somebody is on it; the
    alert stays open, and everybody reads their name.
    """

    action: Literal["told_kitchen", "seen", "taken"]
    reason: Reason = Field("", max_length=200)


class DivertJob(RequestBody):
    """Print a ticket, or all tickets of a printer, on another printer."""

    printer_id: PrinterName


class DropJob(RequestBody):
    """Nobody needs the paper any more."""

    reason: Reason = Field(min_length=1, max_length=200)


class TryPrinter(RequestBody):
    """Print a test page."""

    language: Language = "el"


class TestedOut(PrintJobOut):
    """What became of a test page within a few seconds."""

    __test__ = False
    is_printed: bool
    sentence: str
    sentence_en: str
    """`Ready.`, or the real fault and what to do about it."""


class PrintReport(RequestBody):
    """Which report to print: a closed day's Z by its number, else the running day's X."""

    printer_id: PrinterName
    z_number: Annotated[int, Field(ge=1, le=2**53 - 1)] | None = None
    language: Language = "el"
