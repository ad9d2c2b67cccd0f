"""Answers given under an `Idempotency-Key`: the same click twice has one effect and one answer."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select

from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import idempotency_keys as keys
from kernel.errors import Conflict, Invalid

KEPT = timedelta(days=7)
SECRET = "secret"  # noqa: S105  # a mark in place of a body that must not be kept
"""Kept in place of a body that holds a site's key."""


class KeyReused(Invalid):
    """The key came before with another body."""

    code = "idempotency-key-reused"
    hint = "A new click needs a new key; the first request under this key was kept."


class SecretShownAlready(Conflict):
    """The request was done before, and its answer held a key that is kept nowhere."""

    code = "secret-shown-already"
    hint = "Look for the site in the list and make a new key for it."


@dataclass(frozen=True)
class RequestKey:
    """Names one click: who, on which call, under which key, and a fingerprint of what was asked."""

    admin_id: int
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
    """The answer given before, or None for a new click.

    Raises:
        KeyReused: same key, other body.
        SecretShownAlready: the answer held a secret.
    """
    mine = (keys.c.admin_id == request.admin_id) & (keys.c.endpoint == request.endpoint) & (keys.c.key == request.key)
    row = unit.connection.execute(select(keys).where(mine)).one_or_none()
    if row is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise KeyReused("This key was used for another request.")
    if row.body == SECRET:
        raise SecretShownAlready("This was done already; its secret was shown once.")
    return Answer(row.status, row.body, replayed=True)


def remember(unit: UnitOfWork, request: RequestKey, answer: Answer, *, is_secret: bool) -> None:
    """Keep the answer in the transaction that holds its effect."""
    unit.connection.execute(delete(keys).where(keys.c.created_at < unit.now - KEPT))
    row = {
        "admin_id": request.admin_id,
        "endpoint": request.endpoint,
        "key": request.key,
        "fingerprint": request.fingerprint,
        "status": answer.status,
        "body": SECRET if is_secret else answer.body,
        "created_at": unit.now,
    }
    unit.connection.execute(insert(keys), row)
