"""Sign-in: tokens, PIN checks in a small pool, and waiting times after wrong PINs."""

import asyncio
import hashlib
import hmac
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import jwt

from kernel.errors import CannotStart, NotSignedIn, TooMany
from kernel.ids import new_ulid
from kernel.secret_file import ensure_secret_file
from order_service.domain.pins import require_uncommon
from order_service.store.pins import NewPin, hash_pin, pin_matches, pin_pepper
from order_service.store.staff import Account

T = TypeVar("T")

ISSUER = "simple-pos"
CHECKS_AT_ONCE = 2
CHECKS_WAITING = 24


class SessionEnded(NotSignedIn):
    """The token is missing, wrong, old, or its person may not work here any more."""

    code = "not-signed-in"


class BusySigningIn(TooMany):
    """More sign-ins at once than the box checks."""

    code = "sign-in-busy"
    hint = "Try again in a moment."


@dataclass
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Sessions:
    """Makes and reads tokens (HS256) and checks PINs.

    Args:
        key: at least 32 bytes.
        pepper: this box's key for PIN hashes.
        audience: the site.
    """

    def __init__(self, key: str, pepper: bytes, audience: str, lasts: timedelta) -> None:
        self._key = key
        self._pepper = pepper
        self._audience = audience
        self._lasts = lasts
        self._pool = ThreadPoolExecutor(CHECKS_AT_ONCE, "pin")
        self._waiting = 0
        self._lanes: dict[str, _Lane] = {}
        self._nobody: str | None = None
        self._lock = threading.Lock()

    def issue(self, account: Account, now: datetime) -> tuple[str, datetime]:
        """A token for `account` and when it ends."""
        expires_at = (now + self._lasts).replace(microsecond=0)
        claims = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": str(account.staff.id),
            "jti": new_ulid(now),
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
            "role": account.staff.role,
            "tv": account.token_version,
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
                audience=self._audience,
                issuer=ISSUER,
                leeway=30,
                options={"require": ["iss", "aud", "sub", "iat", "exp", "tv"]},
            )
            return int(claims["sub"]), int(claims["tv"])
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise SessionEnded("The session is over or not valid.") from error

    async def pin_is_right(self, account: Account | None, pin: str) -> bool:
        """Check a PIN in the pool; as slow for a name that nobody has.

        Raises:
            BusySigningIn: too many are waiting.
        """
        return await self._in_pool(self._check, account, pin)

    @asynccontextmanager
    async def turn(self, lane: str) -> AsyncIterator[None]:
        """Tries in one lane come one after another, so that parallel guesses can't slip under a counter.

        Raises:
            BusySigningIn: too many are waiting in this lane; other lanes are not held up.
        """
        queue = self._lanes.setdefault(lane, _Lane())
        if queue.waiting >= CHECKS_WAITING:
            raise BusySigningIn("Many people are signing in at once.", retry_after_s=2)
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                self._lanes.pop(lane, None)

    async def new_pin(self, pin: str) -> NewPin:
        """A PIN that somebody chose, as it is kept; hashed in the pool.

        Raises:
            PinTooCommon: one of those guessed first.
            BusySigningIn: too many are waiting.
        """
        require_uncommon(pin)
        return NewPin(await self._in_pool(hash_pin, pin, self._pepper), len(pin))

    def fingerprint(self, body: bytes) -> str:
        """Tells one request body from another; keyed, because a body may hold a PIN and 10,000 guesses are quick."""
        return hmac.digest(self._pepper, b"request:" + body, hashlib.sha256).hex()

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

    def _check(self, account: Account | None, pin: str) -> bool:
        if account is None:
            pin_matches(pin, self._hash_of_nobody(), self._pepper)
            return False
        return pin_matches(pin, account.pin_hash, self._pepper) and account.is_active

    def _hash_of_nobody(self) -> str:
        with self._lock:
            if self._nobody is None:
                self._nobody = hash_pin("000000", self._pepper)
            return self._nobody


def open_sessions(data_dir: Path, secret_key: str, site_id: str, hours: int) -> Sessions:
    """Sessions with the given key, or the one kept in the data folder.

    Raises:
        CannotStart: the given key is too short.
    """
    if secret_key and len(secret_key.encode()) < 32:
        raise CannotStart("SECRET_KEY must have 32 characters or more. Leave it empty to have one made.")
    key = secret_key or ensure_secret_file(data_dir / "secrets", "session-key", 32)
    return Sessions(key, pin_pepper(data_dir), site_id, timedelta(hours=hours))
