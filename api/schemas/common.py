"""What every body shares."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from kernel.money import to_wire


def _from_cents(value: object) -> object:
    return to_wire(value) if isinstance(value, int) else value


Money = Annotated[str, BeforeValidator(_from_cents), Field(pattern=r"^-?\d{1,9}\.\d{2}$", examples=["12.50"])]
"""Euros as a decimal string with two places; made from integer cents."""

Id = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""A row's id; the upper bound is what a browser can count to."""


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters are not taken")
    return text


OneLine = Annotated[str, AfterValidator(_one_line)]
"""Words without control characters: a database may refuse them, a printer would obey them."""


class RequestBody(BaseModel):
    """What a client sends: an unknown field is an error, so that a client-set price is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AnswerBody(BaseModel):
    """What we answer."""

    model_config = ConfigDict(from_attributes=True)


class PersonOut(AnswerBody):
    """A member of staff as others see them."""

    id: Id
    name: str
    initials: str


Language = Literal["el", "en"]
