"""Which key signs leases, as all workers agree: one that holds another would have every box refuse what it says."""

from sqlalchemy import insert, select, update

from cloud_license.signing import LeaseKeys, public_text
from cloud_license.store.audit import record
from cloud_license.store.book import UnitOfWork
from cloud_license.store.tables import signing_keys
from kernel.errors import CannotStart


def agree(unit: UnitOfWork, keys: LeaseKeys) -> None:
    """Hold our key against the book's; the first worker's is written down.

    Raises:
        CannotStart: the book names another key.
    """
    current = unit.connection.scalar(select(signing_keys.c.kid).where(signing_keys.c.is_current))
    if current is None:
        _name(unit, keys)
    elif current != keys.signing.kid:
        raise CannotStart(
            f"The data folder holds the signing key {keys.signing.kid}, but boxes were told to expect {current}. "
            "Put the right lease-keys folder back, or run 'pos cloud-rotate-key' if the key is to change."
        )


def replace(unit: UnitOfWork, keys: LeaseKeys) -> None:
    """From now on this key signs."""
    unit.connection.execute(update(signing_keys).values(is_current=False))
    _name(unit, keys)
    record(unit, None, "signing_key_rotated", None, {"kid": keys.signing.kid})


def _name(unit: UnitOfWork, keys: LeaseKeys) -> None:
    key = keys.signing
    row = {"kid": key.kid, "public_key": public_text(key), "since": unit.now, "is_current": True}
    unit.connection.execute(insert(signing_keys), row)
