"""Health, the check before service, backups, and the live stream."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerBody
from kernel.backup_state import Trouble
from kernel.checkup import State


class HealthOut(AnswerBody):
    """Always answered, whatever the licence."""

    status: Literal["ok", "degraded"]
    version: str
    database: Literal["ok", "failing"]
    broker: Literal["connected", "disconnected"]
    order_service: Literal["inside", "beside", "silent"]
    """Where the relay runs; `silent`: nobody pays what is owed to the printers now."""
    backup_age_s: int | None
    """Of the newest good backup; null while there is none."""
    warnings: list[str]
    server_time: datetime


class FindingOut(AnswerBody):
    """One thing that was looked at, and what to do about it."""

    topic: Literal["database", "disk", "clock", "backup", "broker", "order-service", "printer", "licence"]
    subject: str
    """Which one, where there are several: a printer's name."""
    state: State
    code: str
    """Which judgement, stable: the key of its sentence in the web apps' languages."""
    says: str
    do: str
    """What to do now; '' when nothing."""
    facts: dict[str, str | int]
    """Values for the sentence: `free_mb`, `age_s`, `waiting`, ..."""


class HouseCheckOut(AnswerBody):
    """Is the box fit for an evening?"""

    state: State
    """The worst of the findings: `warn` works, but see to it; `bad` does not."""
    findings: list[FindingOut]
    server_time: datetime
    """Compare with the phone's own clock."""


class BackupOut(AnswerBody):
    """One backup on the medium."""

    name: str = Field(examples=["20261126T184500Z"])
    made_at: datetime
    bytes: int
    version: str
    """Of the software that made it."""


class BackupsOut(AnswerBody):
    """What is known of backups, newest first."""

    folder: str
    """'' while the backups' process has never run."""
    every_s: int
    is_separate: bool
    """On another device than the data."""
    tried_at: datetime | None
    good_at: datetime | None
    trouble: Trouble
    """Why the last try made none; '' when it did."""
    detail: str
    kept: list[BackupOut]


class LiveEvent(AnswerBody):
    """What changed; read it again."""

    kind: Literal["hello", "table", "order", "print_job", "alert", "menu", "printer", "staff", "licence", "day"]
    id: str
    rev: int


class PairingOut(AnswerBody):
    """Where a phone finds the waiter app."""

    url: str
    """What the QR code says."""
    others: list[str]
    """Further addresses of the same box, should the first not open."""
