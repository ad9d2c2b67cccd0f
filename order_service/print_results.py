"""What agents answer -> the book. Applying an answer twice or late is harmless."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from kernel.logging import get_logger
from kernel.messages import JobState, JobStates
from order_service.domain.print_job import HOLDS, moves_forward
from order_service.store.alerts import raise_alert, settle_alert
from order_service.store.tables import agent_commands, print_jobs, print_log
from order_service.store.unit_of_work import UnitOfWork

_NEEDS_A_PERSON = frozenset({"failed", "uncertain"})
_ENDS_AN_ATTEMPT = frozenset({"printed", "unconfirmed", "failed", "uncertain"})

TAKEN_BACK = frozenset({"diverted", "cancelled", "dropped", "replaced", "by_hand", "gathered"})
MOST_ATTEMPTS = 20
"""Attempts nothing was heard of that one answer can bring into the log."""

_JOBS = select(print_jobs).where(
    print_jobs.c.id.in_(bindparam("ids", expanding=True)), print_jobs.c.printer_id == bindparam("printer")
)
_MOVE = update(print_jobs).where(print_jobs.c.id == bindparam("job"))
_KNOWN_ATTEMPT = select(print_log.c.id).where(
    print_log.c.job_id == bindparam("job"),
    print_log.c.attempt == bindparam("number"),
    print_log.c.success == bindparam("is_success"),
)
_NOT_A_COPY = (
    update(print_jobs).where(print_jobs.c.id == bindparam("copy"), print_jobs.c.state == "new").values(copy_mark="")
)
_NEW_ATTEMPT = insert(print_log)

log = get_logger("print_results")


def apply_states(unit: UnitOfWork, message: JobStates) -> None:
    """Move each job forward, keep a `print_log` row per attempt, raise or settle alerts: one transaction."""
    ids = [state.job_id for state in message.states]
    found = unit.connection.execute(_JOBS, {"ids": ids, "printer": message.printer_id})
    jobs = {row.id: dict(row._mapping) for row in found}
    for state in message.states:
        job = jobs.get(state.job_id)
        if job is None:
            log.warning("answer_for_unknown_job", job_id=state.job_id, printer_id=message.printer_id)
            continue
        _close_commands(unit, job, state)
        if moves_forward(job["state"], job["seq"], state.state, state.seq):
            _apply(unit, job, state)
        elif job["state"] in TAKEN_BACK and state.state == "printed":
            _log_attempt(unit, job, state.attempt, success=True, error="")  # too late to be taken back


def _apply(unit: UnitOfWork, job: dict[str, Any], state: JobState) -> None:
    for earlier in range(max(1, job["tries"], state.attempt - MOST_ATTEMPTS), state.attempt):
        _log_attempt(unit, job, earlier, success=False, error="link_lost")
    job.update(
        state=state.state,
        reason=state.reason,
        seq=state.seq,
        tries=max(job["tries"], state.attempt),
        copies_possible=job["copies_possible"] or state.copies_possible,
    )
    unit.connection.execute(
        _MOVE,
        {
            "job": job["id"],
            "state": job["state"],
            "reason": job["reason"],
            "seq": job["seq"],
            "tries": job["tries"],
            "copies_possible": job["copies_possible"],
            "updated_at": unit.now,
        },
    )
    if state.state in _ENDS_AN_ATTEMPT:
        _log_attempt(unit, job, state.attempt, success=state.state == "printed", error=state.reason)
    if state.state in ("printed", "unconfirmed"):
        settle_alert(unit, job["id"], "printed")
    elif state.state in _NEEDS_A_PERSON:
        raise_alert(unit, job, "printer", state.reason, reopen=True)  # whatever was done before, this is news
    elif state.reason in HOLDS:
        raise_alert(unit, job, "printer", state.reason)  # at once: only a hand helps
    unit.announce("print_job", job["id"], state.seq)
    if job["order_id"] is not None:
        unit.announce("order", job["order_id"])


def _log_attempt(unit: UnitOfWork, job: dict[str, Any], attempt: int, *, success: bool, error: str) -> None:
    known = unit.connection.scalar(_KNOWN_ATTEMPT, {"job": job["id"], "number": attempt, "is_success": success})
    if known is None:
        unit.connection.execute(
            _NEW_ATTEMPT,
            {
                "job_id": job["id"],
                "order_id": job["order_id"],
                "printer_id": job["printer_id"],
                "attempt": attempt,
                "printed_at": unit.now,
                "item_ids": job["item_ids"],
                "success": success,
                "error_message": error,
            },
        )


def _close_commands(unit: UnitOfWork, job: dict[str, Any], state: JobState) -> None:
    """A cancel was answered, by `cancelled` or by paper that came out before it."""
    if job["state"] in TAKEN_BACK and state.state not in ("accepted", "printing"):
        unit.connection.execute(
            update(agent_commands)
            .where(agent_commands.c.job_id == job["id"], agent_commands.c.done_at.is_(None))
            .values(done_at=unit.now)
        )
        is_off_paper = state.state == "cancelled" and state.attempt == 0 and not job["copy_mark"]
        if is_off_paper and job["state"] == "diverted":
            unit.connection.execute(_NOT_A_COPY, {"copy": job["replaced_by"]})
            unit.owes_tickets = True  # it waited for this
