"""How long to wait after wrong PINs: a table, not a lock-out.

A device on which somebody signed in before has a counter of its own for that person, so that guesses made elsewhere
can't keep them out. Every other try counts against the account, the address, the device and the box.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 10
"""One address may be a whole staff behind one access point."""
UNKNOWN_A_DAY = 100
"""Wrong PINs that the box looks at in a day (UTC) from devices that the person never signed in on."""
MEMORY = timedelta(days=1)
"""A row of wrong PINs that nobody continued is forgotten."""
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 900


@dataclass(frozen=True)
class Counter:
    """One row of wrong PINs. `free`: how many cost no wait."""

    subject: str
    free: int = FREE_TRIES


@dataclass(frozen=True)
class Knock:
    """One try to sign in: as whom, from which address, on which device ('' for one without a cookie)."""

    username: str
    address: str
    device: str


def counters_for(knock: Knock, user_id: int | None, *, is_known: bool) -> tuple[Counter, ...]:
    """What a wrong PIN counts against; the box's own limit is beside them."""
    if is_known:
        return (Counter(known_subject(knock.device, user_id or 0)),)
    device = (Counter(f"device:{knock.device[:32]}"),) if knock.device else ()
    return (
        Counter(account_subject(knock.username)),
        Counter(f"address:{address_key(knock.address)}", FREE_TRIES_OF_ADDRESS),
        *device,
    )


def account_subject(username: str) -> str:
    """Hashed, because people also type their PIN where the name belongs."""
    return f"account:{hashlib.sha256(username.encode('utf-8', 'replace')).hexdigest()[:32]}"


def known_subject(device: str, user_id: int) -> str:
    """One person on one device of theirs."""
    return f"known:{device[:32]}:{user_id}"


def address_key(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 one: a device has a quintillion of those."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:40]
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def box_subject(now: datetime) -> str:
    """All unknown devices together, by day."""
    return f"box:{now.astimezone(UTC).date()}"


def left_of_day_s(now: datetime) -> int:
    """Seconds until the box looks at PINs from unknown devices again."""
    in_utc = now.astimezone(UTC)
    midnight = datetime.combine(in_utc.date() + timedelta(days=1), datetime.min.time(), UTC)
    return int((midnight - in_utc) / timedelta(seconds=1)) + 1


def wait_s(failures: int, free: int = FREE_TRIES) -> int:
    """Seconds to wait after `failures` wrong PINs in a row: none before the last free one, then 30, 60 ... 900."""
    if failures < free:
        return 0
    doublings: int = min(failures - free, 10)
    return min(FIRST_WAIT_S << doublings, LONGEST_WAIT_S)


def remaining_s(failures: int, last_at: datetime, now: datetime, free: int = FREE_TRIES) -> int:
    """Seconds still to wait, whole, rounded up; a clock that went back never makes it longer than the full wait."""
    if now - last_at > MEMORY:
        return 0
    full = wait_s(failures, free)
    left = full - (now - last_at) / timedelta(seconds=1)
    return max(0, min(full, int(left + 0.999)))
