"""What a heartbeat says of the site's health: shares, ages and a count of printers; never an order, never a name."""

from datetime import datetime
from typing import Any

import httpx
from pydantic import ValidationError

from kernel.heartbeat import FleetHealth

PATIENCE_S = 3.0
LARGEST_HEALTH = 64 * 1024

_FROM_HEALTH = {
    "on_paper_share": "on_paper_within_5s",
    "printers_in_trouble": "printers_in_trouble",
    "backup_age_s": "backup_age_s",
    "disk_free_mb": "disk_free_mb",
}


async def ask_the_api(url: str) -> dict[str, Any]:
    """What the API says of itself; nothing when it does not answer: a heartbeat waits for nobody."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client:
            answer = await client.get(url)
            found = answer.json() if answer.status_code == 200 and len(answer.content) <= LARGEST_HEALTH else {}
    except (httpx.HTTPError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def fleet_health(said: dict[str, Any], now: datetime, cloud_now: datetime | None) -> FleetHealth:
    """The part of it that leaves the box.

    Args:
        said: by the API.
        now: the box's wall clock.
        cloud_now: the cloud's time as far as powered-on time tells.
    """
    offset_s = None if cloud_now is None else round((now - cloud_now).total_seconds(), 1)
    told = {ours: said.get(theirs) for theirs, ours in _FROM_HEALTH.items()} | {"clock_offset_s": offset_s}
    health = FleetHealth()
    for name, value in told.items():
        try:
            health = health.model_copy(update=FleetHealth.model_validate({name: value}).model_dump(include={name}))
        except ValidationError:  # what makes no sense is left out; the rest is still worth telling
            continue
    return health
