"""Who does it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """A sysadmin and the request in which they act."""

    id: int
    username: str
    correlation_id: str
