"""Sign-in."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerBody, Id, OneLine, RequestBody

Role = Literal["waiter", "manager", "sysadmin"]


class SignIn(RequestBody):
    """Username and PIN. Both are short by rule; longer ones are refused before any work is done."""

    username: OneLine = Field(min_length=1, max_length=40)
    pin: str = Field(min_length=1, max_length=12, pattern=r"^[0-9]+$")


class UserOut(AnswerBody):
    """Who is signed in."""

    id: Id
    username: str
    name: str
    initials: str
    role: Role


class SessionOut(AnswerBody):
    """A bearer token and whose it is."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  # a kind of token, not a token
    expires_at: datetime
    user: UserOut
