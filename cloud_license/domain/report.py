"""What a box says about itself in a heartbeat, made safe to keep: a heartbeat is never refused for its health."""

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kernel.errors import Invalid
from kernel.heartbeat import FleetHealth
from kernel.lease import LARGEST_SERIAL, NONCE_PATTERN

_LONGEST_UPTIME_S = 10**10
_VERSION = 40


class HeartbeatUnreadable(Invalid):
    """The body of a heartbeat is no JSON object, or its nonce is none."""

    code = "heartbeat-unreadable"
    hint = "Send a JSON object; `nonce` has 16 to 64 letters, digits, `-` or `_`."


@dataclass(frozen=True)
class Report:
    """A heartbeat's body, bounded.

    Attributes:
        serial: of the best lease that the box has; 0 when it has none.
    """

    version: str = ""
    uptime_s: int | None = None
    nonce: str = ""
    serial: int = 0
    health: dict[str, int | float] = field(default_factory=dict)


def read_report(body: object) -> Report:
    """Keep what makes sense, drop the rest.

    Raises:
        HeartbeatUnreadable: no object, or a nonce that no box of ours makes.
    """
    if not isinstance(body, dict):
        raise HeartbeatUnreadable("A heartbeat is a JSON object.")
    version = body.get("version")
    return Report(
        version=_printable(version)[:_VERSION] if isinstance(version, str) else "",
        uptime_s=_whole(body.get("uptime_seconds"), _LONGEST_UPTIME_S),
        nonce=read_nonce(body.get("nonce", "")),
        serial=_whole(body.get("serial"), LARGEST_SERIAL) or 0,
        health=read_health(body.get("health")),
    )


def read_nonce(given: object) -> str:
    """The box's nonce, '' when it sent none.

    Raises:
        HeartbeatUnreadable: it is no nonce.
    """
    if given in ("", None):
        return ""
    if not isinstance(given, str) or re.fullmatch(NONCE_PATTERN, given) is None:
        raise HeartbeatUnreadable("This is no nonce.")
    return given


def read_health(given: object) -> dict[str, int | float]:
    """The known fields that have a possible value."""
    if not isinstance(given, dict):
        return {}
    kept: dict[str, Any] = {}
    for name in FleetHealth.model_fields:
        value = given.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                kept |= FleetHealth.model_validate({name: value}).model_dump(include={name})
            except ValidationError:  # absurd: as good as not said
                continue
    return kept


def _whole(value: object, most: int) -> int | None:
    """A whole number from 0 to `most`; anything else counts as not said."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= most else None


def _printable(text: str) -> str:
    return "".join(character for character in text[: 4 * _VERSION] if character.isprintable())
