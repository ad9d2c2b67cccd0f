"""Health, the check before service, backups, and the live stream."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from api.schemas.common import AnswerBody, Money, OneLine, RequestBody
from kernel import checkup, verdict
from kernel.backup_state import Trouble, Why
from kernel.restore_state import RestoreTrouble, Step


class LicenseOut(AnswerBody):
    """May this house work, why not, and for how long."""

    state: verdict.State
    cause: verdict.Cause | Literal["box_locked"]
    reason: str
    """Why it is shut, a sentence for a person; '' while it is open."""
    call: str
    """Whom to call about it."""
    expires_at: datetime | None
    lock_at: datetime | None
    """A lock that the vendor announced."""
    hours_left: float | None
    """Until the box stops if the licence service stays out of reach."""
    daemon: Literal["online", "stopped", "offline", "unknown"]
    """The process that asks the licence service; while it is away, the last lease counts on."""
    trouble: str
    """Why the licence service is not heard; '' when all is well."""
    clock_offset_s: float | None
    """By how much the box's clock is ahead of the licence service's, as far as powered-on time tells."""


class HealthOut(AnswerBody):
    """Always answered, whatever the licence."""

    status: Literal["ok", "degraded"]
    version: str
    database: Literal["ok", "failing"]
    broker: Literal["connected", "disconnected"]
    order_service: Literal["inside", "beside", "silent"]
    """Where the relay runs; `silent`: nobody pays what is owed to the printers now."""
    license_daemon: Literal["running", "silent"]
    license: LicenseOut
    on_paper_share: float | None
    """Of the last day's tickets, those that were on paper within 5 s, from 0 to 1."""
    printers: int
    """Those in use; 0 while the database does not answer."""
    agents_running: int
    """How many of them have an agent that is heard."""
    printers_in_trouble: int
    """Those whose agent is silent or says why it prints nothing."""
    disk_free_mb: int | None
    backup_age_s: int | None
    """Of the newest good backup; null while there is none."""
    warnings: list[str]
    server_time: datetime


class HouseIn(RequestBody):
    """What a manager decides for the whole restaurant."""

    restaurant_name: Annotated[OneLine, Field(max_length=60)]
    """On top of every pre-bill and report; '' for none."""
    restaurant_details: Annotated[OneLine, Field(max_length=120)]
    """Address and telephone, below it."""
    waiters_may_discount: Annotated[bool, Field(strict=True)]
    """On their own tables; else managers only."""
    day_starts_at_hour: Annotated[int, Field(ge=0, le=23, strict=True)]
    """Local hour at which a business day begins."""


class HouseOut(AnswerBody):
    """The same, and when the hour counts."""

    restaurant_name: str
    restaurant_details: str
    waiters_may_discount: bool
    day_starts_at_hour: int
    today: str
    """The business day that runs; a new hour never changes it."""
    hour_counts_from: str | None
    """The first day that begins at `day_starts_at_hour`, while that is still to come."""
    timezone: str


class LockBox(RequestBody):
    """Why the box is locked; everybody who opens the app reads it."""

    reason: Annotated[OneLine, Field(min_length=1, max_length=200)]


class BoxLockOut(AnswerBody):
    """The box's own lock."""

    locked: bool
    lock_reason: str | None


class FindingOut(AnswerBody):
    """One thing that was looked at, and what to do about it."""

    topic: Literal["database", "disk", "clock", "backup", "broker", "order-service", "printer", "licence"]
    subject: str
    """Which one, where there are several: a printer's name."""
    state: checkup.State
    code: str
    """Which judgement, stable: the key of its sentence in the web apps' languages."""
    says: str
    do: str
    """What to do now; '' when nothing."""
    facts: dict[str, str | int]
    """Values for the sentence: `free_mb`, `age_s`, `waiting`, ..."""


class HouseCheckOut(AnswerBody):
    """Is the box fit for an evening?"""

    state: checkup.State
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
    why: Why
    """`before-restore`: made when the box went back to another one; the way to undo that."""


class RestoreOut(AnswerBody):
    """The last restore that was asked for on a screen."""

    id: str
    name: str
    """Of the backup."""
    user_name: str
    asked_at: datetime
    step: Step
    trouble: RestoreTrouble
    """Why nothing was changed."""
    detail: str
    undo: str
    """The backup of what was there just before; '' while there is none."""
    ended_at: datetime | None


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
    """Each was read from end to end when it was made."""
    can_restore: bool
    """From the screen; else by `pos restore` on the box."""
    restore: RestoreOut | None = None


class LostOut(AnswerBody):
    """What the box would forget by going back to a backup: what came after it."""

    name: str
    made_at: datetime
    orders: int
    """Opened since."""
    rounds: int
    payments: int
    paid: Money
    """Of those payments, without what was taken back."""
    open_tables: int
    """Open now: they become what they were then."""
    acts: int
    """Everything else counted too: whatever was written to the audit log since."""


class RestoreIn(RequestBody):
    """The PIN of whoever is signed in, again."""

    pin: Annotated[str, Field(pattern=r"^\d{4,12}$", examples=["4071"])]


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
