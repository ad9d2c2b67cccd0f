"""Which passwords are good enough for somebody who can shut restaurants, and how long a guesser waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.errors import Invalid, NotSignedIn, TooMany

SHORTEST: Final = 12
LONGEST: Final = 200
MEMORY: Final = timedelta(days=1)
FIRST_WAIT_S: Final = 30

_COMMON: Final = ("password", "changeme", "change-me", "letmein", "qwerty", "administrator", "simplepos", "simple-pos")


class WeakPassword(Invalid):
    """Too short, or one that people guess first."""

    code = "weak-password"
    hint = f"Take {SHORTEST} characters or more that nobody guesses; a password manager makes good ones."


class WrongCredentials(NotSignedIn):
    """Name or password is wrong; which one is not said."""

    code = "invalid-credentials"
    hint = "Check the name and the password."


class TooManyGuesses(TooMany):
    """Wrong passwords in a row."""

    code = "too-many-tries"


def require_strong(password: str, username: str) -> None:
    """Raises WeakPassword; the password itself is in no message."""
    low = password.casefold()
    if len(password) < SHORTEST or len(password) > LONGEST:
        raise WeakPassword(f"A password has {SHORTEST} to {LONGEST} characters.")
    kept = low
    for word in (*_COMMON, username.casefold(), "admin"):
        kept = kept.replace(word, "") if word else kept
    if len(set(low)) < 5 or len(kept) < SHORTEST // 2 or kept.strip("0123456789!.-_") == "":
        raise WeakPassword("This password is one of those that are guessed first.")


@dataclass(frozen=True)
class Counter:
    """Wrong passwords that count together.

    Attributes:
        free: how many cost no wait.
        longest_s: the wait doubles up to this.
    """

    subject: str
    free: int
    longest_s: int


def counters(username: str, address: str) -> tuple[Counter, ...]:
    """One address guessing one name waits longest. What strangers do elsewhere costs the owner a minute at most."""
    name = username.casefold()[:40]
    return (
        Counter(f"pair:{address[:45]}:{name}", 5, 900),
        Counter(f"address:{address[:45]}", 20, 900),
        Counter(f"name:{name}", 100, 60),
    )


def wait_s(failures: int, counter: Counter, last_at: datetime, now: datetime) -> int:
    """Seconds still to wait, rounded up; a clock that went back never makes it longer than the full wait."""
    since_s = (now - last_at) / timedelta(seconds=1)
    if failures < counter.free or since_s > MEMORY.total_seconds():
        return 0
    full = min(FIRST_WAIT_S << min(failures - counter.free, 10), counter.longest_s)
    return max(0, min(full, int(full - since_s + 0.999)))
