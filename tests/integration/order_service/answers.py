"""What an agent says, in one line."""

from datetime import UTC, datetime

from kernel.messages import JobState, JobStates


def an_answer(
    job_id: str, state: str, *, seq: int = 1, attempt: int = 0, reason: str = "", printer: str = "kitchen"
) -> JobStates:
    said = {"job_id": job_id, "state": state, "seq": seq, "attempt": attempt, "reason": reason}
    return JobStates(
        printer_id=printer, boot_id="b1", states=(JobState.model_validate(said | {"at": datetime.now(UTC)}),)
    )


def answers(several: list[JobStates]) -> JobStates:
    """As one message."""
    return several[0].model_copy(update={"states": tuple(state for one in several for state in one.states)})
