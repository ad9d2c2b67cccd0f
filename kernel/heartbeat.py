"""What a box and the cloud say to one another: header names, and the health that a box reports. Counts only."""

from pydantic import BaseModel, ConfigDict, Field

SITE_ID_HEADER = "X-Site-ID"
SITE_KEY_HEADER = "X-Site-Key"
LONGEST_WAIT_S = 55
"""A long poll is held no longer, so that no proxy between cuts it."""


class FleetHealth(BaseModel):
    """How a site is, without a word about its business. Every field may be missing."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)

    tickets: int | None = Field(None, ge=0, le=10_000_000)
    """Tickets of the last 24 hours."""
    on_paper_within_5s: float | None = Field(None, ge=0, le=1)
    """Share of those that were on paper within 5 seconds of the tap."""
    printers: int | None = Field(None, ge=0, le=10_000)
    """Printers in use."""
    printers_in_trouble: int | None = Field(None, ge=0, le=10_000)
    """Printers that can't print just now: no paper, cover open, silent."""
    backup_age_s: int | None = Field(None, ge=0, le=10**9)
    """Since the last good backup."""
    disk_free_mb: int | None = Field(None, ge=0, le=10**9)
    """Room on the disk that holds the book."""
    disk_free_share: float | None = Field(None, ge=0, le=1)
    """The same as a part of the whole disk."""
    clock_offset_s: float | None = Field(None, ge=-(10**9), le=10**9)
    """The box's wall clock less the cloud's."""
