"""A job unanswered for too long -> ask again, then tell the sender and the manager."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from kernel.clock import Monotonic, Now, monotonic_s, utc_now
from kernel.database import Database
from kernel.logging import get_logger
from order_service.store.alerts import Cause, raise_alert
from order_service.store.tables import IS_OPEN, OLDEST_FIRST, alerts, print_jobs
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

ASK_AGAIN_S = 30.0

log = get_logger("stuck_jobs")


@dataclass
class _Age:
    at_first_sight_s: float
    first_seen: float
    asked_at: float


@dataclass(frozen=True)
class _Alarm:
    row: Any
    cause: Cause
    reason: str
    reopens: bool


class StuckJobs:
    """Watches open jobs. Ages are monotonic from first sight, so that a jumping wall clock raises no alarm.

    Args:
        cause_of: for a printer, who is to blame and why (`agent` silent, `printer` with its reason).
        ask: ask agents where these rows of `print_jobs` stand.
        alert_after_s: how long a ticket may take to paper.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        *,
        cause_of: Callable[[str], tuple[Cause, str]],
        ask: Callable[[list[Any]], None],
        alert_after_s: float,
        now: Now = utc_now,
        monotonic: Monotonic = monotonic_s,
    ) -> None:
        self._database = database
        self._writer = writer
        self._cause_of = cause_of
        self._ask = ask
        self._alert_after_s = alert_after_s
        self._now = now
        self._monotonic = monotonic
        self._ages: dict[str, _Age] = {}

    def sweep(self) -> None:
        """Look once; call about once a second."""
        with self._database.reading() as connection:
            open_jobs = list(
                connection.execute(
                    select(
                        print_jobs,
                        alerts.c.id.label("alert_id"),
                        alerts.c.reason.label("alert_reason"),
                        alerts.c.acted_at,
                    )
                    .outerjoin(alerts, alerts.c.job_id == print_jobs.c.id)
                    .where(IS_OPEN)
                    .order_by(OLDEST_FIRST)
                    .limit(1000)
                )
            )
        clock = self._monotonic()
        ages = {row.id: self._ages.get(row.id) or self._first_sight(row, clock) for row in open_jobs}
        self._ages = ages
        late = [row for row in open_jobs if self._age(ages[row.id], clock) >= self._alert_after_s]
        alarms = [alarm for row in late if (alarm := self._alarm_for(row)) is not None]
        if alarms:
            self._writer.run(lambda unit: _raise_all(unit, alarms))
        self._ask_about(late, clock)

    def _ask_about(self, late: list[Any], clock: float) -> None:
        """Ring jobs again that an agent took and did not print: it answers where they stand (T4)."""
        due = []
        for row in late:
            age = self._ages[row.id]
            if row.state in ("accepted", "printing") and clock - age.asked_at >= ASK_AGAIN_S:
                age.asked_at = clock
                due.append(row)
        if due:
            self._ask(due)

    def _alarm_for(self, row: Any) -> "_Alarm | None":
        """What its people must be told; None when they know."""
        cause, reason = self._cause_of(row.printer_id)
        reason = row.reason or reason
        in_vain = row.acted_at is not None and (self._now() - row.acted_at).total_seconds() >= ASK_AGAIN_S
        if row.alert_id is None or in_vain or (row.acted_at is None and row.alert_reason != reason):
            return _Alarm(row, cause, reason, in_vain)
        return None

    def _first_sight(self, row: Any, clock: float) -> _Age:
        wall_s = max(0.0, (self._now() - row.created_at).total_seconds())
        return _Age(wall_s, clock, clock)

    @staticmethod
    def _age(age: _Age, clock: float) -> float:
        return age.at_first_sight_s + clock - age.first_seen


def _raise_all(unit: UnitOfWork, alarms: list[_Alarm]) -> None:
    """In one transaction, and only for what is still open in it: paper may have come since the look."""
    ids = [alarm.row.id for alarm in alarms]
    open_still = set(unit.connection.scalars(select(print_jobs.c.id).where(IS_OPEN, print_jobs.c.id.in_(ids))))
    for alarm in alarms:
        job = alarm.row._mapping
        if job["id"] in open_still and raise_alert(unit, job, alarm.cause, alarm.reason, reopen=alarm.reopens):
            log.warning(
                "ticket_not_on_paper",
                job_id=job["id"],
                printer_id=job["printer_id"],
                cause=alarm.cause,
                reason=alarm.reason,
            )
