"""Identifiers: names for what travels between processes, and ULIDs for what is made here."""

import re
import secrets
from datetime import datetime
from typing import Annotated, NewType

from pydantic import StringConstraints

JobId = NewType("JobId", str)
CorrelationId = NewType("CorrelationId", str)

SLUG_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
"""Names of printers, zones and services: they are levels of an MQTT topic, so no `/ + #`."""

SiteId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
"""Given at registration, a UUID; a level of every MQTT topic, too."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_PATTERN = r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$"


def new_ulid(now: datetime) -> str:
    """Make a ULID: 48 bits of milliseconds, 80 random bits, 26 characters that sort by time.

    Args:
        now: aware UTC time; it orders ids, nothing depends on it being right.

    Source: https://github.com/ulid/spec
    """
    value = (int(now.timestamp() * 1000) & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def is_slug(text: str) -> bool:
    """Say whether `text` may name a printer, zone or service."""
    return re.fullmatch(SLUG_PATTERN, text) is not None  # `match` would let a last newline pass
