"""PINs at rest: bcrypt over a keyed hash, so that a stolen database alone can't be guessed through."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import bcrypt

from kernel.errors import CannotStart
from kernel.secret_file import ensure_secret_file

COST = 10
"""85 ms on a desktop core, measured; it runs in a small pool, never on the event loop."""


@dataclass(frozen=True)
class NewPin:
    """A PIN as it is kept, and how long it was."""

    hash: str
    digits: int


def pin_pepper(data_dir: Path) -> bytes:
    """This box's key for PIN hashes, 32 bytes, made on first need; kept beside the database, not in it.

    Raises:
        CannotStart: the file is damaged.
    """
    kept = ensure_secret_file(data_dir / "secrets", "pin-pepper", 32)
    try:
        return bytes.fromhex(kept)
    except ValueError:
        raise CannotStart(
            f"{data_dir / 'secrets' / 'pin-pepper'} is damaged. Restore it from a backup: no PIN matches without it."
        ) from None


def hash_pin(pin: str, pepper: bytes) -> str:
    """The text to keep for `pin` (digits, at most MAX_DIGITS of domain/pins.py)."""
    return bcrypt.hashpw(_keyed(pin, pepper), bcrypt.gensalt(COST)).decode()


def pin_matches(pin: str, pin_hash: str, pepper: bytes) -> bool:
    """Compare in constant time; a damaged hash matches nothing."""
    try:
        return bcrypt.checkpw(_keyed(pin, pepper), pin_hash.encode())
    except ValueError:
        return False


def _keyed(pin: str, pepper: bytes) -> bytes:
    return base64.b64encode(hmac.digest(pepper, pin.encode(), hashlib.sha256))
