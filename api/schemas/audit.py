"""The audit trail."""

from datetime import datetime
from typing import Any

from api.schemas.common import AnswerBody, PersonOut


class AuditEntryOut(AnswerBody):
    """Somebody did something."""

    id: int
    at: datetime
    by: PersonOut | None
    """Null: the box itself, or a name that nobody has."""
    action: str
    subject: str
    """`order:12`, `table:7`, `user:3` ..."""
    details: dict[str, Any]
    """What was before and after, as far as the action has such."""
    reason: str
    correlation_id: str


class AuditPageOut(AnswerBody):
    """The latest first."""

    entries: list[AuditEntryOut]
    next_before: int | None
    """Ask for `?before=` this to go on; null on the last page."""


class AuditCheckOut(AnswerBody):
    """Whether the log is as it was written."""

    ok: bool
    checked: int
    broken_at: int | None
    """The first row that was altered, or that follows one altered or removed."""
    next_after: int | None
    """Ask for `?after=` this to go on; null when all was checked."""
