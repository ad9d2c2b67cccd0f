"""Sign-in: tokens, PIN checks in a small pool, and waiting times after wrong PINs."""

import asyncio
import hashlib
import hmac
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kernel.web.sign_in import CHECKS_WAITING, BusySigningIn, CheckPool, Tokens, session_key
from order_service.domain.pins import require_uncommon
from order_service.store.pins import NewPin, hash_pin, pin_matches, pin_pepper
from order_service.store.staff import Account

ISSUER = "simple-pos"
LEEWAY_S = 30


@dataclass
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Sessions:
    """Makes and reads tokens and checks PINs.

    Args:
        tokens: of this site.
        pepper: this box's key for PIN hashes.
    """

    def __init__(self, tokens: Tokens, pepper: bytes) -> None:
        self._tokens = tokens
        self._pepper = pepper
        self._pool = CheckPool("pin")
        self._lanes: dict[str, _Lane] = {}
        self._nobody: str | None = None
        self._lock = threading.Lock()

    def issue(self, account: Account, now: datetime) -> tuple[str, datetime]:
        """A token for `account` and when it ends."""
        return self._tokens.issue(account.staff.id, account.token_version, now, role=account.staff.role)

    def read(self, token: str) -> tuple[int, int]:
        """Whose token this is and its version.

        Raises:
            SessionEnded: not ours, altered, or over.
        """
        return self._tokens.read(token)

    async def pin_is_right(self, account: Account | None, pin: str) -> bool:
        """Check a PIN in the pool; as slow for a name that nobody has.

        Raises:
            BusySigningIn: too many are waiting.
        """
        return await self._pool.run(self._check, account, pin)

    @asynccontextmanager
    async def turn(self, lane: str) -> AsyncIterator[None]:
        """Tries in one lane come one after another, so that parallel guesses can't slip under a counter.

        Raises:
            BusySigningIn: too many are waiting in this lane; other lanes are not held up.
        """
        queue = self._lanes.setdefault(lane, _Lane())
        if queue.waiting >= CHECKS_WAITING:
            raise BusySigningIn
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
        return NewPin(await self._pool.run(hash_pin, pin, self._pepper), len(pin))

    def fingerprint(self, body: bytes) -> str:
        """Tells one request body from another; keyed, because a body may hold a PIN and 10,000 guesses are quick."""
        return hmac.digest(self._pepper, b"request:" + body, hashlib.sha256).hex()

    def close(self) -> None:
        """End the pool."""
        self._pool.close()

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
    tokens = Tokens(session_key(data_dir, secret_key), ISSUER, site_id, timedelta(hours=hours), LEEWAY_S)
    return Sessions(tokens, pin_pepper(data_dir))
