"""Staff, as managers work on it."""

from typing import Annotated

from pydantic import Field

from api.schemas.auth import Role
from api.schemas.common import Id, OneLine, PersonOut, RequestBody

Username = Annotated[OneLine, Field(min_length=1, max_length=40, pattern=r"^[\w.\-]+$", examples=["maria"])]
"""Letters of any alphabet, digits, `.`, `_` and `-`; case does not count."""

PersonName = Annotated[OneLine, Field(min_length=1, max_length=80, examples=["Μαρία Παππά"])]

Pin = Annotated[str, Field(min_length=4, max_length=12, pattern=r"^[0-9]+$", examples=["739105"])]
"""Waiters 4 digits or more, managers 6 or more, none that people guess first. Never answered, never kept as it is."""

Helps = Annotated[list[Id], Field(max_length=50)]


class NewPersonIn(RequestBody):
    """Somebody starts to work here."""

    username: Username
    name: PersonName
    pin: Pin
    role: Role = "waiter"
    helps: Helps = Field(default_factory=list)
    """Colleagues whose tables are theirs too."""


class PersonChangeIn(RequestBody):
    """What is left out or null stays as it is. A new PIN ends every session of that person."""

    username: Username | None = None
    name: PersonName | None = None
    pin: Pin | None = None
    role: Role | None = None
    is_active: bool | None = None
    helps: Helps | None = None


class StaffOut(PersonOut):
    """A member of staff."""

    username: str
    role: Role
    is_active: bool
    helps: list[PersonOut]
    """"Maria helps: Nikos"."""
    active_orders: int
    """Orders they opened that are not closed; a colleague may take them over."""
