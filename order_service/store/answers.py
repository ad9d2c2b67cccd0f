"""Answers given under an `Idempotency-Key`: the same tap twice has one effect and one answer."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select

from kernel.errors import Invalid
from order_service.store.tables import idempotency_keys as keys
from order_service.store.unit_of_work import UnitOfWork

KEPT = timedelta(days=7)

_KNOWN = select(keys.c.fingerprint, keys.c.status, keys.c.body).where(
    keys.c.user_id == bindparam("user"), keys.c.endpoint == bindparam("call"), keys.c.key == bindparam("tap")
)
_NEW = insert(keys)


class IdempotencyKeyReused(Invalid):
    """The key came before with another body."""

    code = "idempotency-key-reused"
    hint = "A new tap needs a new key; the first request under this key was kept."


@dataclass(frozen=True)
class RequestKey:
    """Names one tap: who, on which call, under which key, and a fingerprint of what was asked."""

    user_id: int
    endpoint: str
    key: str
    fingerprint: str


@dataclass(frozen=True)
class Answer:
    """What was, or will be, answered."""

    status: int
    body: str
    replayed: bool = False


def recall(unit: UnitOfWork, request: RequestKey) -> Answer | None:
    """The answer given before, or None for a new tap.

    Raises:
        IdempotencyKeyReused: same key, other body.
    """
    row = unit.connection.execute(
        _KNOWN, {"user": request.user_id, "call": request.endpoint, "tap": request.key}
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise IdempotencyKeyReused("This key was used for another request.")
    return Answer(row.status, row.body, replayed=True)


def remember(unit: UnitOfWork, request: RequestKey, answer: Answer) -> None:
    """Keep the answer in the transaction that holds its effect."""
    unit.connection.execute(
        _NEW,
        {
            "user_id": request.user_id,
            "endpoint": request.endpoint,
            "key": request.key,
            "fingerprint": request.fingerprint,
            "status": answer.status,
            "body": answer.body,
            "created_at": unit.now,
        },
    )


def forget_old(unit: UnitOfWork) -> int:
    """Drop answers older than KEPT; returns how many."""
    return unit.connection.execute(delete(keys).where(keys.c.created_at < unit.now - KEPT)).rowcount
