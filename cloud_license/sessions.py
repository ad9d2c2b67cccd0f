"""Sessions of the console, and passwords: checked in a small pool, never on the event loop."""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import bcrypt
import jwt

from kernel.errors import CannotStart, NotSignedIn, TooMany
from kernel.ids import new_ulid
from kernel.secret_file import ensure_secret_file

T = TypeVar("T")

ISSUER: Final = "simple-pos-console"
AUDIENCE: Final = "console"
COST: Final = 12
"""bcrypt: about half a second of one core, measured; few people sign in, and guessing must stay dear."""
NOBODY: Final = "$2b$12$xq9qoGL8QxZhLljJ4Z7og.qJX9fOVOyb9ZVd0m2goub8YmdJLhMXq"  # opens nothing
"""Compared with when nobody has the name, so that this takes as long; of the same cost."""
CHECKS_AT_ONCE: Final = 2
CHECKS_WAITING: Final = 24


class SessionEnded(NotSignedIn):
    """The token is missing, wrong or over."""

    code = "not-signed-in"
    hint = "Sign in again; what you typed stays."


class BusySigningIn(TooMany):
    """More sign-ins at once than this worker checks."""

    code = "sign-in-busy"
    hint = "Try again in a moment."


class Sessions:
    """Makes and reads tokens (HS256) and checks passwords.

    Args:
        key: at least 32 bytes; the same for all workers.
        lasts: of a token.
    """

    def __init__(self, key: str, lasts: timedelta) -> None:
        self._key = key
        self._lasts = lasts
        self._pool = ThreadPoolExecutor(CHECKS_AT_ONCE, "password")
        self._waiting = 0

    def issue(self, admin_id: int, version: int, now: datetime) -> tuple[str, datetime]:
        """A token and when it ends."""
        expires_at = (now + self._lasts).replace(microsecond=0)
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(admin_id),
            "jti": new_ulid(now),
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
            "tv": version,
        }
        return jwt.encode(claims, self._key, algorithm="HS256"), expires_at

    def read(self, token: str) -> tuple[int, int]:
        """Whose token this is and its version.

        Raises:
            SessionEnded: not ours, altered, or over.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=5,
                options={"require": ["iss", "aud", "sub", "iat", "exp", "tv"]},
            )
            return int(claims["sub"]), int(claims["tv"])
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise SessionEnded("The session is over or not valid.") from error

    async def password_is_right(self, password_hash: str | None, password: str) -> bool:
        """Check in the pool; as slow for a name that nobody has (None).

        Raises:
            BusySigningIn: too many are waiting.
        """
        return await self._in_pool(self._check, password_hash, password)

    async def hash_of(self, password: str) -> str:
        """As a password is kept.

        Raises:
            BusySigningIn: too many are waiting.
        """
        return await self._in_pool(hash_password, password)

    def fingerprint(self, asked: bytes) -> str:
        """Tells one request from another; keyed, because a request may hold a password."""
        return hashlib.blake2b(asked, key=self._key.encode()[:64], digest_size=32).hexdigest()

    def close(self) -> None:
        """End the pool."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _in_pool(self, work: Callable[..., T], *given: object) -> T:
        if self._waiting >= CHECKS_WAITING:
            raise BusySigningIn("Many people are signing in at once.", retry_after_s=2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
        finally:
            self._waiting -= 1

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
    if secret_key and len(secret_key.encode()) < 32:
        raise CannotStart("SECRET_KEY must have 32 characters or more. Leave it empty to have one made.")
    key = secret_key or ensure_secret_file(data_dir / "secrets", "session-key", 32)
    return Sessions(key, timedelta(minutes=minutes))


def _digest(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(password.encode("utf-8", "replace")).digest())
