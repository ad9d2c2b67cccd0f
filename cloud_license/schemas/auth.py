"""Sign-in of the vendor's people."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from cloud_license.domain.passwords import LONGEST
from cloud_license.schemas.common import AnswerBody, OneLine, RequestBody


class SignIn(RequestBody):
    """Name and password."""

    username: Annotated[OneLine, Field(min_length=1, max_length=40)]
    password: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class PasswordChange(RequestBody):
    """The old password and the new one."""

    password: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """The one that is in use."""
    new_password: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """12 characters or more that nobody guesses."""


class AdminOut(AnswerBody):
    """Somebody who may use the console."""

    id: int
    username: str
    role: str


class SessionOut(AnswerBody):
    """A session of the console."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105  # the kind of token, as OAuth names it
    expires_at: AwareDatetime
    admin: AdminOut
