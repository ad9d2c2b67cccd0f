"""Sessions of the console, and passwords: checked in a small pool, never on the event loop."""

import base64
import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import bcrypt

from kernel.web.sign_in import CheckPool, Tokens, session_key

ISSUER: Final = "simple-pos-console"
AUDIENCE: Final = "console"
LEEWAY_S: Final = 5
COST: Final = 12
"""bcrypt: about half a second of one core, measured; few people sign in, and guessing must stay dear."""
NOBODY: Final = "$2b$12$xq9qoGL8QxZhLljJ4Z7og.qJX9fOVOyb9ZVd0m2goub8YmdJLhMXq"  # opens nothing
"""Compared with when nobody has the name, so that this takes as long; of the same cost."""


class Sessions:
    """Makes and reads tokens and checks passwords.

    Args:
        tokens: of the console; their key is the same for all workers.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._pool = CheckPool("password")

    def issue(self, admin_id: int, version: int, now: datetime) -> tuple[str, datetime]:
        """A token and when it ends."""
        return self._tokens.issue(admin_id, version, now)

    def read(self, token: str) -> tuple[int, int]:
        """Whose token this is and its version.

        Raises:
            SessionEnded: not ours, altered, or over.
        """
        return self._tokens.read(token)

    async def password_is_right(self, password_hash: str | None, password: str) -> bool:
        """Check in the pool; as slow for a name that nobody has (None).

        Raises:
            BusySigningIn: too many are waiting.
        """
        return await self._pool.run(self._check, password_hash, password)

    async def hash_of(self, password: str) -> str:
        """As a password is kept.

        Raises:
            BusySigningIn: too many are waiting.
        """
        return await self._pool.run(hash_password, password)

    def fingerprint(self, asked: bytes) -> str:
        """Tells one request from another; keyed, because a request may hold a password."""
        return hashlib.blake2b(asked, key=self._tokens.key.encode()[:64], digest_size=32).hexdigest()

    def close(self) -> None:
        """End the pool."""
        self._pool.close()

    def _check(self, password_hash: str | None, password: str) -> bool:
        if password_hash is None:
            password_matches(password, NOBODY)
            return False
        return password_matches(password, password_hash)


def hash_password(password: str) -> str:
    """bcrypt over SHA-256, because bcrypt looks at 72 bytes only."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(COST)).decode()


def password_matches(password: str, password_hash: str) -> bool:
    """Compare in constant time; a damaged hash matches nothing."""
    try:
        return bcrypt.checkpw(_digest(password), password_hash.encode())
    except ValueError:
        return False


def open_sessions(data_dir: Path, secret_key: str, minutes: int) -> Sessions:
    """Sessions with the given key, or the one kept in the data folder.

    Raises:
        CannotStart: the given key is too short.
    """
    key = session_key(data_dir, secret_key)
    return Sessions(Tokens(key, ISSUER, AUDIENCE, timedelta(minutes=minutes), LEEWAY_S))


def _digest(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(password.encode("utf-8", "replace")).digest())
