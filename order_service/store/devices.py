"""Devices on which people signed in before. Only hashes are kept: a stolen book makes no known device."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from order_service.domain.throttle import account_subject
from order_service.store.tables import known_devices as devices
from order_service.store.tables import sign_in_failures as failures
from order_service.store.unit_of_work import UnitOfWork

KEPT = timedelta(days=400)
"""As long as a browser keeps a cookie."""


def new_device_secret() -> str:
    """What a device holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def device_hash(secret: str) -> str:
    """How a device is named in the book; '' for none."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest() if secret else ""


def is_known_device(connection: Connection, device: str, user_id: int) -> bool:
    """Whether this person signed in on this device before."""
    chosen = select(devices.c.user_id).where(devices.c.device == device, devices.c.user_id == user_id)
    return connection.scalar(chosen) is not None


def remember_device(unit: UnitOfWork, before: str, device: str, user_id: int) -> None:
    """The person signed in on `device`, which was `before`.

    A device gets a new secret with each person who is new on it and keeps who was known: else somebody could plant a
    secret of theirs on a colleague's phone and be taken for it.
    """
    mine = (devices.c.device == device, devices.c.user_id == user_id)
    if before == device and is_known_device(unit.connection, device, user_id):
        unit.connection.execute(update(devices).where(*mine).values(last_at=unit.now))
        return
    unit.connection.execute(delete(devices).where(devices.c.last_at < unit.now - KEPT))
    rows = unit.connection.execute(select(devices).where(devices.c.device == before, devices.c.user_id != user_id))
    known = [{**row._mapping, "device": device} for row in rows]
    known.append({"device": device, "user_id": user_id, "first_at": unit.now, "last_at": unit.now})
    unit.connection.execute(insert(devices), known)


def forget_devices(unit: UnitOfWork, user_id: int) -> None:
    """The person is known on no device any more."""
    unit.connection.execute(delete(devices).where(devices.c.user_id == user_id))


def forget_failures(unit: UnitOfWork, username: str, user_id: int) -> None:
    """A new PIN starts with a clean slate, on every device."""
    theirs = failures.c.subject.like(f"known:%:{user_id}")
    unit.connection.execute(delete(failures).where((failures.c.subject == account_subject(username)) | theirs))
