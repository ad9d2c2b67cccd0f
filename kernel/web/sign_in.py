"""What signing in needs at the site and at the cloud alike: tokens, and a small pool that compares secrets slowly."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import jwt

from kernel.errors import CannotStart, NotSignedIn, TooMany
from kernel.ids import new_ulid
from kernel.secret_file import ensure_secret_file

T = TypeVar("T")

CHECKS_AT_ONCE: Final = 2
CHECKS_WAITING: Final = 24


class SessionEnded(NotSignedIn):
    """The token is missing, wrong, old, or its person may not work here any more."""

    code = "not-signed-in"


class BusySigningIn(TooMany):
    """More sign-ins at once than are checked."""

    code = "sign-in-busy"
    hint = "Try again in a moment."

    def __init__(self) -> None:
        super().__init__("Many people are signing in at once.", retry_after_s=2)


class CheckPool:
    """Runs what takes a core for a tenth of a second and more, never on the event loop."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(CHECKS_AT_ONCE, name)
        self._waiting = 0

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """What `work` returns.

        Raises:
            BusySigningIn: too many are waiting.
        """
        if self._waiting >= CHECKS_WAITING:
            raise BusySigningIn
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End it."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True)
class Tokens:
    """Makes and reads tokens (HS256).

    Attributes:
        key: at least 32 bytes; the same for all workers.
        issuer, audience: who signs, and for whom.
        lasts: of a token.
        leeway_s: how far clocks may differ.
    """

    key: str
    issuer: str
    audience: str
    lasts: timedelta
    leeway_s: int

    def issue(self, person: int, version: int, now: datetime, **more: str) -> tuple[str, datetime]:
        """A token and when it ends."""
        expires_at = (now + self.lasts).replace(microsecond=0)
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(person),
            "jti": new_ulid(now),
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
            "tv": version,
            **more,
        }
        return jwt.encode(claims, self.key, algorithm="HS256"), expires_at

    def read(self, token: str) -> tuple[int, int]:
        """Whose token this is and its version.

        Raises:
            SessionEnded: not ours, altered, or over.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.key,
                algorithms=["HS256"],
                audience=self.audience,
                issuer=self.issuer,
                leeway=self.leeway_s,
                options={"require": ["iss", "aud", "sub", "iat", "exp", "tv"]},
            )
            return int(claims["sub"]), int(claims["tv"])
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise SessionEnded("The session is over or not valid.") from error


def session_key(data_dir: Path, secret_key: str) -> str:
    """The given key, or the one kept in the data folder.

    Raises:
        CannotStart: the given key is too short.
    """
    if secret_key and len(secret_key.encode()) < 32:
        raise CannotStart("SECRET_KEY must have 32 characters or more. Leave it empty to have one made.")
    return secret_key or ensure_secret_file(data_dir / "secrets", "session-key", 32)
