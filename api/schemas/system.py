"""Health and the live stream."""

from datetime import datetime
from typing import Literal

from api.schemas.common import AnswerBody


class HealthOut(AnswerBody):
    """Always answered, whatever the licence."""

    status: Literal["ok", "degraded"]
    version: str
    database: Literal["ok", "failing"]
    broker: Literal["connected", "disconnected"]
    order_service: Literal["inside", "beside", "silent"]
    """Where the relay runs; `silent`: nobody pays what is owed to the printers now."""
    warnings: list[str]
    server_time: datetime


class LiveEvent(AnswerBody):
    """What changed; read it again."""

    kind: Literal["hello", "table", "order", "print_job", "alert", "menu", "printer", "staff", "licence", "day"]
    id: str
    rev: int


class PairingOut(AnswerBody):
    """Where a phone finds the waiter app."""

    url: str
    """What the QR code says."""
    others: list[str]
    """Further addresses of the same box, should the first not open."""
