"""What boxes say and hear."""

from typing import Any

from pydantic import AwareDatetime, Field

from cloud_license.schemas.common import AnswerBody
from kernel.heartbeat import FleetHealth
from kernel.lease import NONCE_PATTERN


class HeartbeatIn(AnswerBody):
    """A box is alive. Every field may be missing; one that makes no sense counts as missing, the nonce excepted."""

    version: str = Field("", max_length=40)
    uptime_seconds: int = Field(0, ge=0)
    nonce: str = Field("", pattern=rf"(?:{NONCE_PATTERN})|^$")
    """Comes back inside the lease; a box believes no other one."""
    serial: int = Field(0, ge=0)
    """Of the best lease that the box has."""
    health: FleetHealth | None = None


class HeartbeatOut(AnswerBody):
    """What the cloud says. A box decides on `lease` alone; the rest is for people."""

    licensed: bool
    locked: bool
    lock_reason: str | None
    expires_at: AwareDatetime | None
    lease: str
    """The signed form (docs/licence.md)."""


class HealthOut(AnswerBody):
    """How this worker is."""

    status: str
    version: str
    database: str
    long_polls: int


class LicenseKeysOut(AnswerBody):
    """Public keys that boxes pin."""

    license_keys: str


HEARTBEAT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HeartbeatIn"}}},
    }
}
"""For OpenAPI: the body is read by hand, so that a strange health never costs a restaurant its heartbeat."""
